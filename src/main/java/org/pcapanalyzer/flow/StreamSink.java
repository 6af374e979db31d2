package org.pcapanalyzer.flow;

/**
 * Takes the byte streams of the TCP flows that it wants, each direction in its order. Called by the thread that tracks;
 * nothing is done or kept for what is not wanted. Of every direction that is wanted {@link #end} comes last, once, unless
 * the sink gave the direction up.
 */
public interface StreamSink {
    /** Wants nothing. */
    StreamSink NONE = new StreamSink() {
        @Override
        public boolean wants(Flow flow, Side sender) {
            return false;
        }

        @Override
        public boolean data(Flow flow, Side sender, StreamBytes bytes) {
            return false;
        }

        @Override
        public boolean gap(Flow flow, Side sender, long lengthBytes, GapReason reason) {
            return false;
        }

        @Override
        public void end(Flow flow, Side sender, StreamEnd reason, StreamTotals totals) {}
    };

    /**
     * Whether to hand over what one side of a flow sends; asked at the flow's first packet, before anything is counted.
     * A tuple that is used again is a new flow.
     */
    boolean wants(Flow flow, Side sender);

    /**
     * The next bytes.
     *
     * @param bytes valid during the call
     * @return false if no more of this direction is wanted, not even its end
     */
    boolean data(Flow flow, Side sender, StreamBytes bytes);

    /**
     * Bytes that are missing between those before and those after the call.
     *
     * @return as {@link #data}
     */
    boolean gap(Flow flow, Side sender, long lengthBytes, GapReason reason);

    /** No more bytes come. The flow's row is not written yet. */
    void end(Flow flow, Side sender, StreamEnd reason, StreamTotals totals);
}
