package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * UDP header (RFC 768).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |            Length             |           Checksum            |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
public final class UdpHeader {
    public static final int LENGTH = 8;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose {@link #LENGTH} bytes are in the buffer. */
    public UdpHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int sourcePort() {
        return buffer.getShort(offset) & 0xFFFF;
    }

    public int destinationPort() {
        return buffer.getShort(offset + 2) & 0xFFFF;
    }

    /** Bytes of header and payload, as it claims; 0 in a jumbogram (RFC 2675). */
    public int length() {
        return buffer.getShort(offset + 4) & 0xFFFF;
    }

    /** 0 if the sender computed none. */
    public int checksum() {
        return buffer.getShort(offset + 6) & 0xFFFF;
    }
}
