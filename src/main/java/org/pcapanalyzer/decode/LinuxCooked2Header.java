package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * Linux cooked capture header, version 2 (LINKTYPE_LINUX_SLL2, 276).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |           EtherType           |           Reserved            |
 * +-------------------------------+-------------------------------+
 * |                        Interface Index                        |
 * +-------------------------------+---------------+---------------+
 * |          ARPHRD Type          |  Packet Type  |  Addr Length  |
 * +-------------------------------+---------------+---------------+
 * |                        Source Address (8 bytes)               |
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class LinuxCooked2Header {
    public static final int LENGTH = 20;

    private static final int MAC_LENGTH = 6;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose {@link #LENGTH} bytes are in the buffer. */
    public LinuxCooked2Header wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int etherType() {
        return buffer.getShort(offset) & 0xFFFF;
    }

    /** Of the device, as its host numbers them. */
    public int interfaceIndex() {
        return buffer.getInt(offset + 4);
    }

    /** ARPHRD_ value of the device, as Linux numbers them. */
    public int deviceType() {
        return buffer.getShort(offset + 8) & 0xFFFF;
    }

    /** 48 bits; -1 if the device has no address of that length. */
    public long sourceMac() {
        return buffer.get(offset + 11) == MAC_LENGTH ? buffer.getLong(offset + 12) >>> 16 : -1;
    }
}
