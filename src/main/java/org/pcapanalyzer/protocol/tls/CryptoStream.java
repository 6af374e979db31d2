package org.pcapanalyzer.protocol.tls;

import java.util.Arrays;
import java.util.BitSet;

/** The handshake bytes of one direction of QUIC, put together from CRYPTO frames in any order (RFC 9000 19.6). */
final class CryptoStream {
    private static final int MOST_BYTES = 16 << 10;
    private static final int HEAD_BYTES = 4;

    private byte[] bytes = {};
    private final BitSet known = new BitSet();

    /** Takes the data of a frame, as far as they lie within what is kept. */
    void take(long offset, byte[] data) {
        if (offset >= MOST_BYTES) {
            return;
        }
        int from = (int) offset;
        int count = Math.min(data.length, MOST_BYTES - from);
        if (bytes.length - from < count) {
            bytes = Arrays.copyOf(bytes, Math.min(MOST_BYTES, Math.max(2 * bytes.length, from + count)));
        }
        System.arraycopy(data, 0, bytes, from, count);
        known.set(from, from + count);
    }

    /** Length of the first message with its head, if all of it is there; else 0. */
    int firstMessageLength() {
        int whole = known.nextClearBit(0);
        if (whole < HEAD_BYTES) {
            return 0;
        }
        int length = HEAD_BYTES + ((bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF);
        return length <= whole ? length : 0;
    }

    /** What was put together; valid until the next {@link #take}. */
    byte[] bytes() {
        return bytes;
    }
}
