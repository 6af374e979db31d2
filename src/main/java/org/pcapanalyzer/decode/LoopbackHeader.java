package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * Header of BSD loopback (LINKTYPE_NULL 0, in the capturing host's byte order; LINKTYPE_LOOP 108, big-endian).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                        Address Family                         |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class LoopbackHeader {
    public static final int LENGTH = 4;

    private static final int AF_INET = 2;
    private static final int AF_INET6_LINUX = 10;
    private static final int AF_INET6_WINDOWS = 23;
    private static final int AF_INET6_NETBSD_OPENBSD = 24;
    private static final int AF_INET6_FREEBSD = 28;
    private static final int AF_INET6_DARWIN = 30;
    private static final int LARGEST_FAMILY = 0xFFFF;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose {@link #LENGTH} bytes are in the buffer. */
    public LoopbackHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** EtherType that corresponds to the address family of any system; 0 if it is not IP. */
    public int etherType() {
        return switch (family()) {
            case AF_INET -> EthernetHeader.TYPE_IPV4;
            case AF_INET6_LINUX, AF_INET6_WINDOWS, AF_INET6_NETBSD_OPENBSD, AF_INET6_FREEBSD, AF_INET6_DARWIN ->
                EthernetHeader.TYPE_IPV6;
            default -> etherTypeOfHdlc();
        };
    }

    /** Some write Cisco's HDLC under this link type: its EtherType is in the second half. */
    private int etherTypeOfHdlc() {
        int type = buffer.getShort(offset + 2) & 0xFFFF;
        return type == EthernetHeader.TYPE_IPV4 || type == EthernetHeader.TYPE_IPV6 ? type : 0;
    }

    /** Families are small, which tells the byte order. */
    private int family() {
        int family = buffer.getInt(offset);
        return Integer.compareUnsigned(family, LARGEST_FAMILY) > 0 ? Integer.reverseBytes(family) : family;
    }
}
