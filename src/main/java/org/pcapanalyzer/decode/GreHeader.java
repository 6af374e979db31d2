package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * GRE header (RFC 2784 with the key and sequence number of RFC 2890; version 1 is that of PPTP, RFC 2637).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-----+-+-------+-----+-------------------------------+
 * |C|R|K|S|s|Recur|A| Flags | Ver |         Protocol Type         |
 * +-+-+-+-+-+-----+-+-------+-----+-------------------------------+
 * |      Checksum (if C or R)     |       Offset (if C or R)      |
 * +-------------------------------+-------------------------------+
 * |         Key (if K); in version 1 payload length, call id      |
 * +---------------------------------------------------------------+
 * |                    Sequence Number (if S)                     |
 * +---------------------------------------------------------------+
 * |               Acknowledgment Number (if A, version 1)         |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class GreHeader {
    /** Bytes that are always there. */
    static final int LENGTH = 4;

    private static final int CHECKSUM = 0x8000;
    private static final int ROUTING = 0x4000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;
    private static final int ACKNOWLEDGMENT = 0x0080;
    private static final int VERSION = 0x0007;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose first {@link #LENGTH} bytes are in the buffer. */
    GreHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    int version() {
        return flags() & VERSION;
    }

    /** An EtherType, or a number that GRE alone has. */
    int protocol() {
        return buffer.getShort(offset + 2) & 0xFFFF;
    }

    /** True if a list of routes of the first GRE (RFC 1701) is part of the header. */
    boolean hasRouting() {
        return (flags() & ROUTING) != 0;
    }

    boolean hasKey() {
        return (flags() & KEY) != 0;
    }

    boolean hasSequence() {
        return (flags() & SEQUENCE) != 0;
    }

    /** Bytes of the header, a list of routes left out. */
    int length() {
        int flags = flags();
        int length = LENGTH;
        length += (flags & (CHECKSUM | ROUTING)) != 0 ? 4 : 0;
        length += (flags & KEY) != 0 ? 4 : 0;
        length += (flags & SEQUENCE) != 0 ? 4 : 0;
        length += version() == 1 && (flags & ACKNOWLEDGMENT) != 0 ? 4 : 0;
        return length;
    }

    /** Unsigned 32 bits; only if there is one, with {@link #length()} bytes in the buffer. */
    long key() {
        int keyOffset = offset + ((flags() & (CHECKSUM | ROUTING)) != 0 ? 8 : 4);
        return buffer.getInt(keyOffset) & 0xFFFF_FFFFL;
    }

    private int flags() {
        return buffer.getShort(offset) & 0xFFFF;
    }
}
