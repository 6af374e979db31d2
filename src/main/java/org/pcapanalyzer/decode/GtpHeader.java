package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * GTP-U header (3GPP TS 29.281 section 5), in front of the user's IP packet.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-----+-+-+-+-+-+---------------+-------------------------------+
 * | Ver |P|*|E|S|N| Message Type  |            Length             |
 * +-----+-+-+-+-+-+---------------+-------------------------------+
 * |                              TEID                             |
 * +-------------------------------+---------------+---------------+
 * |    Sequence (if E, S or N)    | N-PDU Number  | Next Ext. Type|
 * +-------------------------------+---------------+---------------+
 * </pre>
 */
final class GtpHeader {
    static final int LENGTH = 8;

    /** The line that is there if any of its fields is. */
    private static final int OPTIONAL_LENGTH = 4;

    private static final int EXTENSION_UNIT = 4;
    /** Version 1, protocol type GTP, spare bit 0. */
    private static final int VERSION_1_GTP = 0x30;

    private static final int ANY_OPTIONAL = 0x07;
    private static final int EXTENSION = 0x04;
    private static final int USER_DATA = 0xFF;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose {@link #LENGTH} bytes are in the buffer. */
    GtpHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** True for messages that carry a user's packet. */
    boolean isUserData() {
        return (buffer.get(offset) & ~ANY_OPTIONAL & 0xFF) == VERSION_1_GTP
                && (buffer.get(offset + 1) & 0xFF) == USER_DATA;
    }

    /** Bytes behind the first {@link #LENGTH}. */
    int payloadLength() {
        return buffer.getShort(offset + 2) & 0xFFFF;
    }

    /** Unsigned 32 bits. */
    long teid() {
        return buffer.getInt(offset + 4) & 0xFFFF_FFFFL;
    }

    /**
     * Offset of the user's packet, behind extension headers.
     *
     * @param limit offset behind the last byte that may be read
     * @return a value above the limit if they reach beyond it, or one of them has no length
     */
    int userDataOffset(int limit) {
        int flags = buffer.get(offset);
        int end = offset + LENGTH + ((flags & ANY_OPTIONAL) != 0 ? OPTIONAL_LENGTH : 0);
        boolean hasMore = (flags & EXTENSION) != 0;
        while (hasMore && end <= limit && buffer.get(end - 1) != 0) {
            int length = end < limit ? (buffer.get(end) & 0xFF) * EXTENSION_UNIT : 0;
            if (length == 0) {
                return limit + 1;
            }
            end += length;
        }
        return end;
    }
}
