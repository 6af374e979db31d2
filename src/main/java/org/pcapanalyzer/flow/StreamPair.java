package org.pcapanalyzer.flow;

/** Both streams of a flow of which at least one is wanted. */
final class StreamPair {
    final Flow flow;
    final StreamReader reader;
    /** Null once it is over. */
    StreamDirection orig;

    StreamDirection resp;
    /** One side sent a RST. */
    boolean isReset;

    StreamPair(Flow flow, StreamReader reader) {
        this.flow = flow;
        this.reader = reader;
        orig = reader.wants(Side.ORIG) ? new StreamDirection(this, Side.ORIG) : null;
        resp = reader.wants(Side.RESP) ? new StreamDirection(this, Side.RESP) : null;
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return (orig == null ? 0 : orig.touch()) + (resp == null ? 0 : resp.touch());
    }

    /** Passes the streams through, which are none of it while it is packed. */
    void pack(FieldPacker fields) {
        isReset = fields.flag(isReset);
        orig = pack(orig, Side.ORIG, fields);
        resp = pack(resp, Side.RESP, fields);
    }

    private StreamDirection pack(StreamDirection stream, Side side, FieldPacker fields) {
        if (!fields.flag(stream != null)) {
            return null;
        }
        StreamDirection passed = stream == null ? new StreamDirection(this, side) : stream;
        passed.pack(fields);
        return fields.isPacking() ? null : passed;
    }

    /** Gives up the streams that are over; whether both are. */
    boolean forgetOver() {
        if (orig != null && orig.isOver) {
            orig = null;
        }
        if (resp != null && resp.isOver) {
            resp = null;
        }
        return orig == null && resp == null;
    }
}
