package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * SCTP common header (RFC 9260 section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |                       Verification Tag                        |
 * +---------------------------------------------------------------+
 * |                           Checksum                            |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class SctpHeader {
    public static final int LENGTH = 12;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose {@link #LENGTH} bytes are in the buffer. */
    public SctpHeader wrap(ByteBuffer buffer, int offset) {
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
}
