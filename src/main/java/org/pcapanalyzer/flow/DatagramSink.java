package org.pcapanalyzer.flow;

import java.util.Optional;
import org.pcapanalyzer.decode.Packet;

/** Says whose UDP datagrams are handed over. */
public interface DatagramSink {
    /** Wants nothing. */
    DatagramSink NONE = (flow, first) -> Optional.empty();

    /**
     * The reader of a UDP flow's datagrams, or nothing if nobody wants them.
     *
     * @param first the flow's first datagram, valid during the call; it is handed over afterwards like the others
     */
    Optional<DatagramReader> open(Flow flow, Packet first);
}
