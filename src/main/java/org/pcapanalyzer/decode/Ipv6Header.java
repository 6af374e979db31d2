package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * IPv6 header (RFC 8200 section 3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+---------------+---------------------------------------+
 * |Version| Traffic Class |              Flow Label               |
 * +-------+---------------+-------+---------------+---------------+
 * |        Payload Length         |  Next Header  |   Hop Limit   |
 * +-------------------------------+---------------+---------------+
 * |                   Source Address (16 bytes)                   |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                 Destination Address (16 bytes)                |
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Ipv6Header {
    public static final int LENGTH = 40;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose {@link #LENGTH} bytes are in the buffer. */
    public Ipv6Header wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int version() {
        return buffer.get(offset) >> 4 & 0xF;
    }

    /** DSCP, and ECN in the two lowest bits. */
    public int trafficClass() {
        return buffer.getShort(offset) >> 4 & 0xFF;
    }

    /** Bytes behind this header; 0 with a jumbo payload option (RFC 2675) and where offload left it open. */
    public int payloadLength() {
        return buffer.getShort(offset + 4) & 0xFFFF;
    }

    public int nextHeader() {
        return buffer.get(offset + 6) & 0xFF;
    }

    public int hopLimit() {
        return buffer.get(offset + 7) & 0xFF;
    }

    public long sourceHigh() {
        return buffer.getLong(offset + 8);
    }

    public long sourceLow() {
        return buffer.getLong(offset + 16);
    }

    public long destinationHigh() {
        return buffer.getLong(offset + 24);
    }

    public long destinationLow() {
        return buffer.getLong(offset + 32);
    }
}
