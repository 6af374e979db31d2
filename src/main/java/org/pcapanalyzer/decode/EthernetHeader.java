package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * Ethernet II or IEEE 802.3 header.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                        Destination MAC                        |
 * |                               +-------------------------------+
 * |                               |                               |
 * +-------------------------------+          Source MAC           |
 * |                                                               |
 * +-------------------------------+-------------------------------+
 * |       EtherType, Length       |
 * +-------------------------------+
 * </pre>
 */
public final class EthernetHeader {
    public static final int LENGTH = 14;

    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;
    public static final int TYPE_IPV6 = 0x86DD;
    /** Ethernet within a tunnel. */
    static final int TYPE_BRIDGED_ETHERNET = 0x6558;

    static final int TYPE_MPLS = 0x8847;
    static final int TYPE_MPLS_UPSTREAM = 0x8848;
    static final int TYPE_PPPOE_SESSION = 0x8864;
    /** Smaller values of the last field are the length of an IEEE 802.3 payload, which begins with an LLC header. */
    public static final int SMALLEST_TYPE = 0x0600;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose {@link #LENGTH} bytes are in the buffer. */
    public EthernetHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** 48 bits. */
    public long destinationMac() {
        return buffer.getLong(offset) >>> 16;
    }

    /** 48 bits. */
    public long sourceMac() {
        return buffer.getLong(offset + 6) >>> 16;
    }

    public int typeOrLength() {
        return buffer.getShort(offset + 12) & 0xFFFF;
    }
}
