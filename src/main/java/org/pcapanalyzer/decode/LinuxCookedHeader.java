package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * Linux cooked capture header, version 1 (LINKTYPE_LINUX_SLL, 113).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Packet Type          |          ARPHRD Type          |
 * +-------------------------------+-------------------------------+
 * |        Address Length         |                               |
 * +-------------------------------+                               |
 * |                        Source Address (8 bytes)               |
 * |                               +-------------------------------+
 * |                               |           EtherType           |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
public final class LinuxCookedHeader {
    public static final int LENGTH = 16;

    /** Stands for an EtherType: an IEEE 802.2 LLC header follows. */
    public static final int TYPE_LLC = 0x0004;

    private static final int MAC_LENGTH = 6;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose {@link #LENGTH} bytes are in the buffer. */
    public LinuxCookedHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** ARPHRD_ value of the device, as Linux numbers them. */
    public int deviceType() {
        return buffer.getShort(offset + 2) & 0xFFFF;
    }

    /** 48 bits; -1 if the device has no address of that length. */
    public long sourceMac() {
        return buffer.getShort(offset + 4) == MAC_LENGTH ? buffer.getLong(offset + 6) >>> 16 : -1;
    }

    public int etherType() {
        return buffer.getShort(offset + 14) & 0xFFFF;
    }
}
