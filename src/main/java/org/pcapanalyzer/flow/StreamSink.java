package org.pcapanalyzer.flow;

import java.util.Optional;

/** Says whose byte streams are put together. Nothing is done or kept for flows that it does not want. */
public interface StreamSink {
    /** Wants nothing. */
    StreamSink NONE = flow -> Optional.empty();

    /**
     * The reader of a TCP flow's streams, or nothing if nobody wants them; asked at the flow's first packet, before anything
     * is counted. A tuple that is used again is a new flow.
     */
    Optional<StreamReader> open(Flow flow);
}
