package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * One entry of an MPLS label stack (RFC 3032).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------+-----+-+---------------+
 * |                 Label                 | TC  |S|      TTL      |
 * +---------------------------------------+-----+-+---------------+
 * </pre>
 */
final class LabelStackEntry {
    static final int LENGTH = 4;

    private ByteBuffer buffer;
    private int offset;

    /** Points at an entry whose {@link #LENGTH} bytes are in the buffer. */
    LabelStackEntry wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** 20 bits. */
    int label() {
        return buffer.getInt(offset) >>> 12;
    }

    boolean isBottom() {
        return (buffer.get(offset + 2) & 1) != 0;
    }
}
