package org.pcapanalyzer.flow;

/** Both streams of a flow of which at least one is wanted. */
final class StreamPair {
    private final StreamDirection orig;
    private final StreamDirection resp;
    /** One side sent a RST. */
    boolean isReset;

    StreamPair(Flow flow, StreamMemory memory) {
        orig = new StreamDirection(flow, Side.ORIG, memory);
        resp = new StreamDirection(flow, Side.RESP, memory);
    }

    StreamDirection of(Side sender) {
        return sender == Side.ORIG ? orig : resp;
    }

    boolean isOver() {
        return orig.isOver && resp.isOver;
    }
}
