package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * IPv6 extension header that another header follows: hop-by-hop options, routing, destination options, fragment
 * (RFC 8200 section 4), authentication (RFC 4302, also in IPv4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------+---+-+
 * |  Next Header  |  Hdr Ext Len  |     Fragment Offset     |Res|M|   offset and M
 * +---------------+---------------+-------------------------+---+-+   in a fragment
 * |           Identification (fragment), else content             |   header alone
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class ExtensionHeader {
    /** Bytes of the shortest, and of a fragment header. */
    public static final int LENGTH = 8;

    private static final int JUMBO_PAYLOAD = 0xC2;
    private static final int PAD1 = 0;

    private ByteBuffer buffer;
    private int offset;
    private int protocol;

    /** Points at a header of type {@code protocol} whose first {@link #LENGTH} bytes are in the buffer. */
    public ExtensionHeader wrap(ByteBuffer buffer, int offset, int protocol) {
        this.buffer = buffer;
        this.offset = offset;
        this.protocol = protocol;
        return this;
    }

    /** True if {@code protocol} is a header of this kind in that version of IP. */
    public static boolean is(int protocol, int ipVersion) {
        return switch (protocol) {
            case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.FRAGMENT, IpProtocol.DESTINATION_OPTIONS ->
                ipVersion == 6;
            case IpProtocol.AUTHENTICATION -> true;
            default -> false;
        };
    }

    public int nextHeader() {
        return buffer.get(offset) & 0xFF;
    }

    /** Bytes of the header, 8 to 2048, as it claims. */
    public int headerLength() {
        int units = buffer.get(offset + 1) & 0xFF;
        return switch (protocol) {
            case IpProtocol.FRAGMENT -> LENGTH;
            case IpProtocol.AUTHENTICATION -> (units + 2) << 2;
            default -> (units + 1) << 3;
        };
    }

    /** Fragment header: bytes of the datagram's payload before this fragment's, a multiple of 8. */
    public int fragmentOffset() {
        return buffer.getShort(offset + 2) & 0xFFF8;
    }

    public boolean hasMoreFragments() {
        return (buffer.getShort(offset + 2) & 1) != 0;
    }

    /** Fragment header: identification, unsigned 32 bits. */
    public long fragmentId() {
        return Integer.toUnsignedLong(buffer.getInt(offset + 4));
    }

    /**
     * Jumbo payload length (RFC 2675) of a hop-by-hop header, unsigned 32 bits.
     *
     * @param limit offset behind the last byte that may be read
     * @return 0 if there is no such option before the limit
     */
    public long jumboPayloadLength(int limit) {
        int end = offset + Math.min(headerLength(), limit - offset);
        int option = offset + 2;
        while (end - option >= 6) {
            int type = buffer.get(option) & 0xFF;
            if (type == JUMBO_PAYLOAD) {
                return Integer.toUnsignedLong(buffer.getInt(option + 2));
            }
            option += type == PAD1 ? 1 : 2 + (buffer.get(option + 1) & 0xFF);
        }
        return 0;
    }
}
