package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * IPv4 header (RFC 791 section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |Version|  IHL  |  DSCP, ECN    |         Total Length          |
 * +-------+-------+---------------+-----+-------------------------+
 * |        Identification         |Flags|     Fragment Offset     |
 * +---------------+---------------+-----+-------------------------+
 * | Time to Live  |   Protocol    |        Header Checksum        |
 * +---------------+---------------+-------------------------------+
 * |                        Source Address                         |
 * +---------------------------------------------------------------+
 * |                      Destination Address                      |
 * +---------------------------------------------------------------+
 * |                     Options, up to 40 bytes                   |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Ipv4Header {
    /** Bytes without options. */
    public static final int LENGTH = 20;

    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_MASK = 0x1FFF;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose first {@link #LENGTH} bytes are in the buffer. */
    public Ipv4Header wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int version() {
        return buffer.get(offset) >> 4 & 0xF;
    }

    /** Bytes of the header with options, 0 to 60, as it claims. */
    public int headerLength() {
        return (buffer.get(offset) & 0xF) << 2;
    }

    /** DSCP, and ECN in the two lowest bits. */
    public int trafficClass() {
        return buffer.get(offset + 1) & 0xFF;
    }

    /** Bytes of header and payload; 0 where the capturing host left the length to its network card. */
    public int totalLength() {
        return buffer.getShort(offset + 2) & 0xFFFF;
    }

    public int id() {
        return buffer.getShort(offset + 4) & 0xFFFF;
    }

    public boolean dontFragment() {
        return (flagsAndOffset() & DONT_FRAGMENT) != 0;
    }

    public boolean hasMoreFragments() {
        return (flagsAndOffset() & MORE_FRAGMENTS) != 0;
    }

    /** Bytes of the datagram's payload before this fragment's, a multiple of 8. */
    public int fragmentOffset() {
        return (flagsAndOffset() & OFFSET_MASK) << 3;
    }

    /** True for every part of a fragmented datagram, the first included. */
    public boolean isFragment() {
        return (flagsAndOffset() & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
    }

    public int ttl() {
        return buffer.get(offset + 8) & 0xFF;
    }

    public int protocol() {
        return buffer.get(offset + 9) & 0xFF;
    }

    public int source() {
        return buffer.getInt(offset + 12);
    }

    public int destination() {
        return buffer.getInt(offset + 16);
    }

    private int flagsAndOffset() {
        return buffer.getShort(offset + 6);
    }
}
