package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * PPPoE header of the session stage (RFC 2516 section 4), in front of PPP.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |  VER  | TYPE  |     CODE      |          SESSION_ID           |
 * +-------+-------+---------------+-------------------------------+
 * |            LENGTH             |
 * +-------------------------------+
 * </pre>
 */
final class PppoeHeader {
    static final int LENGTH = 6;

    /** Version 1, type 1, code 0. */
    private static final int SESSION_DATA = 0x1100;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose {@link #LENGTH} bytes are in the buffer. */
    PppoeHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    boolean isSessionData() {
        return (buffer.getShort(offset) & 0xFFFF) == SESSION_DATA;
    }

    int sessionId() {
        return buffer.getShort(offset + 2) & 0xFFFF;
    }

    /** Bytes behind the header, padding of Ethernet left out. */
    int payloadLength() {
        return buffer.getShort(offset + 4) & 0xFFFF;
    }
}
