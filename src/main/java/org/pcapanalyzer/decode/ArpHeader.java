package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * ARP packet for Ethernet and IPv4 (RFC 826).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |         Hardware Type         |         Protocol Type         |
 * +---------------+---------------+-------------------------------+
 * | Hardware Len  | Protocol Len  |           Operation           |
 * +---------------+---------------+-------------------------------+
 * |                          Sender MAC                           |
 * |                               +-------------------------------+
 * |                               |   Sender IPv4 Address (0-15)  |
 * +-------------------------------+-------------------------------+
 * | Sender IPv4 Address (16-31)   |                               |
 * +-------------------------------+          Target MAC           |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                      Target IPv4 Address                      |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class ArpHeader {
    public static final int LENGTH = 28;

    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    /** Bytes that say which addresses follow. */
    static final int FIXED_LENGTH = 8;

    private static final int ETHERNET = 1;
    /** Address lengths 6 and 4. */
    private static final int MAC_AND_IPV4_LENGTHS = 0x0604;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a packet whose {@link #LENGTH} bytes are in the buffer. */
    public ArpHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** True if the addresses are those of Ethernet and IPv4; other packets have another layout. */
    public boolean isEthernetIpv4() {
        return buffer.getShort(offset) == ETHERNET
                && buffer.getShort(offset + 2) == EthernetHeader.TYPE_IPV4
                && buffer.getShort(offset + 4) == MAC_AND_IPV4_LENGTHS;
    }

    public int operation() {
        return buffer.getShort(offset + 6) & 0xFFFF;
    }

    /** 48 bits. */
    public long senderMac() {
        return buffer.getLong(offset + 8) >>> 16;
    }

    public int senderAddress() {
        return buffer.getInt(offset + 14);
    }

    /** 48 bits. */
    public long targetMac() {
        return buffer.getLong(offset + 18) >>> 16;
    }

    public int targetAddress() {
        return buffer.getInt(offset + 24);
    }
}
