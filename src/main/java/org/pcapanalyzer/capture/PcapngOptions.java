package org.pcapanalyzer.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Flyweight over the options of a pcapng block, one at a time. Ends at {@code opt_endofopt}, at the end of the block, and
 * before an option that claims more than the block holds.
 *
 * <pre>
 *  0      2        4
 *  | code | length | value, padded to 4 bytes |
 * </pre>
 */
final class PcapngOptions {
    static final int END = 0;
    static final int COMMENT = 1;
    private static final int HEADER_BYTES = 4;

    private ByteBuffer buffer;
    private boolean littleEndian;
    private int end;
    private int following;
    private int code;
    private int length;
    private int valueOffset;

    /** Before the first option; {@code offset} and {@code end} are absolute. */
    PcapngOptions wrap(ByteBuffer buffer, int offset, int end, boolean littleEndian) {
        this.buffer = buffer;
        this.littleEndian = littleEndian;
        this.end = end;
        this.following = offset;
        return this;
    }

    boolean next() {
        if (end - following < HEADER_BYTES) {
            return false;
        }
        code = u16(following);
        length = u16(following + 2);
        valueOffset = following + HEADER_BYTES;
        following = valueOffset + (length + 3 & ~3);
        return code != END && length <= end - valueOffset;
    }

    int code() {
        return code;
    }

    int length() {
        return length;
    }

    /** First byte of the value, unsigned; 0 if the value is empty. */
    int u8() {
        return length > 0 ? buffer.get(valueOffset) & 0xFF : 0;
    }

    /** The value as 32 bits; 0 if it is shorter. */
    int i32() {
        if (length < Integer.BYTES) {
            return 0;
        }
        int value = buffer.getInt(valueOffset);
        return littleEndian ? Integer.reverseBytes(value) : value;
    }

    /** The value as 64 bits; 0 if it is shorter. */
    long i64() {
        if (length < Long.BYTES) {
            return 0;
        }
        long value = buffer.getLong(valueOffset);
        return littleEndian ? Long.reverseBytes(value) : value;
    }

    /** The value from a byte of it on as UTF-8 text, without closing NULs, cut at {@code mostBytes}. */
    String text(int from, int mostBytes) {
        byte[] bytes = new byte[Math.max(0, Math.min(length - from, mostBytes))];
        buffer.get(valueOffset + from, bytes);
        int count = bytes.length;
        while (count > 0 && bytes[count - 1] == 0) {
            count--;
        }
        return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }

    private int u16(int offset) {
        short value = buffer.getShort(offset);
        return Short.toUnsignedInt(littleEndian ? Short.reverseBytes(value) : value);
    }
}
