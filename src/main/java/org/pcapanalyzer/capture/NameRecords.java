package org.pcapanalyzer.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The records of a pcapng Name Resolution Block: an address, then its names, each ended by a NUL. Ends at the end record,
 * and before a record that claims more than the block holds.
 *
 * <pre>
 *  0      2        4
 *  | type | length | address (4 or 16 bytes), names, padded to 4 bytes |
 * </pre>
 */
final class NameRecords {
    private static final int HEADER_BYTES = 4;
    private static final int END = 0;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int MAX_NAME_BYTES = 255;
    private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;

    private NameRecords() {}

    /** Notes the first name of each address; {@code offset} and {@code end} are absolute. */
    static void read(ByteBuffer buffer, int offset, int end, boolean littleEndian, CaptureTally tally) {
        int at = offset;
        while (end - at >= HEADER_BYTES) {
            int type = u16(buffer, at, littleEndian);
            int length = u16(buffer, at + 2, littleEndian);
            at += HEADER_BYTES;
            if (type == END || length > end - at) {
                return;
            }
            if (type == IPV4 && length > IPV4_BYTES) {
                long low = IPV4_MAPPED | Integer.toUnsignedLong(buffer.getInt(at));
                tally.addName(new HostName(4, 0, low, name(buffer, at + IPV4_BYTES, at + length)));
            } else if (type == IPV6 && length > IPV6_BYTES) {
                String name = name(buffer, at + IPV6_BYTES, at + length);
                tally.addName(new HostName(6, buffer.getLong(at), buffer.getLong(at + 8), name));
            }
            at += length + 3 & ~3;
        }
    }

    private static String name(ByteBuffer buffer, int from, int end) {
        int length = 0;
        int most = Math.min(MAX_NAME_BYTES, end - from);
        while (length < most && buffer.get(from + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        buffer.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int u16(ByteBuffer buffer, int offset, boolean littleEndian) {
        short value = buffer.getShort(offset);
        return Short.toUnsignedInt(littleEndian ? Short.reverseBytes(value) : value);
    }
}
