package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * ICMP message (RFC 792; next-hop MTU: RFC 1191 section 4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     Type      |     Code      |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |       Identifier (echo)       |    Sequence Number (echo)     |
 * |            unused             |     Next-Hop MTU (3, 4)       |
 * +-------------------------------+-------------------------------+
 * |      Data, or the quoted packet of an error                   |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class IcmpHeader {
    public static final int LENGTH = 8;

    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int SOURCE_QUENCH = 4;
    public static final int REDIRECT = 5;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;

    /** Code of {@link #DESTINATION_UNREACHABLE}: fragmentation needed and DF set. */
    public static final int FRAGMENTATION_NEEDED = 4;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a message whose first {@link #LENGTH} bytes are in the buffer. */
    public IcmpHeader wrap(ByteBuffer buffer, int offset) {
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
        return switch (type()) {
            case DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
            default -> false;
        };
    }

    public boolean isFragmentationNeeded() {
        return type() == DESTINATION_UNREACHABLE && code() == FRAGMENTATION_NEEDED;
    }

    public int echoId() {
        return buffer.getShort(offset + 4) & 0xFFFF;
    }

    public int echoSeq() {
        return buffer.getShort(offset + 6) & 0xFFFF;
    }

    /** Bytes; 0 from routers older than RFC 1191. */
    public int nextHopMtu() {
        return buffer.getShort(offset + 6) & 0xFFFF;
    }
}
