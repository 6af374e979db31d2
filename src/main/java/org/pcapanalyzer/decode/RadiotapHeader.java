package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * Radiotap header in front of IEEE 802.11 frames, little-endian. Fields follow the bitmaps of those present, the first
 * of them here: TSFT of 8 bytes, then flags.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    Version    |      Pad      |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                  Present (more if the top bit)                |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class RadiotapHeader {
    /** Bytes up to the first bitmap. */
    static final int LENGTH = 8;

    private static final int BITMAP_LENGTH = 4;
    private static final int TSFT_PRESENT = 1;
    private static final int TSFT_LENGTH = 8;
    private static final int FLAGS_PRESENT = 1 << 1;
    private static final int DATA_PAD = 0x20;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose first {@link #LENGTH} bytes are in the buffer. */
    RadiotapHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** Bytes of the whole header, as it claims. */
    int length() {
        return Short.reverseBytes(buffer.getShort(offset + 2)) & 0xFFFF;
    }

    /** True if the body of the frame begins at a multiple of 4 bytes; needs {@link #length()} bytes in the buffer. */
    boolean isBodyAligned() {
        int end = offset + length();
        int present = bitmap(offset + LENGTH - BITMAP_LENGTH);
        int field = offset + LENGTH;
        for (int bitmap = present; bitmap < 0; field += BITMAP_LENGTH) {
            if (end - field < BITMAP_LENGTH) {
                return false;
            }
            bitmap = bitmap(field);
        }
        if ((present & TSFT_PRESENT) != 0) {
            field = offset + (field - offset + TSFT_LENGTH - 1) / TSFT_LENGTH * TSFT_LENGTH + TSFT_LENGTH;
        }
        return (present & FLAGS_PRESENT) != 0 && field < end && (buffer.get(field) & DATA_PAD) != 0;
    }

    private int bitmap(int at) {
        return Integer.reverseBytes(buffer.getInt(at));
    }
}
