package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * ICMPv6 message (RFC 4443), neighbour solicitation and advertisement (RFC 4861 sections 4.3, 4.4, 4.6) included.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     Type      |     Code      |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |       Identifier (echo)       |    Sequence Number (echo)     |
 * |                     MTU (packet too big)                      |
 * +---------------------------------------------------------------+
 * |   Data, the quoted packet of an error, or the target address  |
 * |   (16 bytes) and options of a neighbour message               |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Icmpv6Header {
    public static final int LENGTH = 8;
    /** Bytes of a neighbour message without options. */
    public static final int NEIGHBOR_LENGTH = 24;

    public static final int PACKET_TOO_BIG = 2;
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    public static final int NEIGHBOR_SOLICITATION = 135;
    public static final int NEIGHBOR_ADVERTISEMENT = 136;

    private static final int FIRST_ERROR = 1;
    private static final int LAST_ERROR = 4;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a message whose first {@link #LENGTH} bytes are in the buffer. */
    public Icmpv6Header wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int type() {
        return buffer.get(offset) & 0xFF;
    }

    public int code() {
        return buffer.get(offset + 1) & 0xFF;
    }

    public boolean isEcho() {
        return type() == ECHO_REQUEST || type() == ECHO_REPLY;
    }

    /** True if the message quotes the packet that it is about. */
    public boolean isError() {
        return type() >= FIRST_ERROR && type() <= LAST_ERROR;
    }

    public boolean isNeighborMessage() {
        return type() == NEIGHBOR_SOLICITATION || type() == NEIGHBOR_ADVERTISEMENT;
    }

    public int echoId() {
        return buffer.getShort(offset + 4) & 0xFFFF;
    }

    public int echoSeq() {
        return buffer.getShort(offset + 6) & 0xFFFF;
    }

    /** Packet too big: bytes, unsigned 32 bits. */
    public long mtu() {
        return Integer.toUnsignedLong(buffer.getInt(offset + 4));
    }

    /** Neighbour message of {@link #NEIGHBOR_LENGTH} bytes: the target address. */
    public long targetHigh() {
        return buffer.getLong(offset + 8);
    }

    public long targetLow() {
        return buffer.getLong(offset + 16);
    }
}
