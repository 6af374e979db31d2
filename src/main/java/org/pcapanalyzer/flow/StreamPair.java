package org.pcapanalyzer.flow;

/** Both streams of a flow of which at least one is wanted. */
final class StreamPair {
    final StreamReader reader;
    private final StreamDirection orig;
    private final StreamDirection resp;
    /** One side sent a RST. */
    boolean isReset;

    StreamPair(Flow flow, StreamReader reader, StreamMemory memory) {
        this.reader = reader;
        orig = new StreamDirection(flow, Side.ORIG, reader, memory);
        resp = new StreamDirection(flow, Side.RESP, reader, memory);
    }

    StreamDirection of(Side sender) {
        return sender == Side.ORIG ? orig : resp;
    }

    boolean isOver() {
        return orig.isOver && resp.isOver;
    }
}
