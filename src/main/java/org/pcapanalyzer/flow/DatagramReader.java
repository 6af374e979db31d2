package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/** Takes the datagrams of one UDP flow, in the order of the capture, those that came in fragments whole. */
public interface DatagramReader {
    /**
     * The next datagram.
     *
     * @param packet valid during the call
     * @return false if no more of this flow is wanted
     */
    boolean datagram(Packet packet, Side sender);

    /** Nothing more comes: the flow is over, or was given up. The flow's row is not written yet. */
    default void close() {}
}
