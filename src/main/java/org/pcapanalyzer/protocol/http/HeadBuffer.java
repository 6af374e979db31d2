package org.pcapanalyzer.protocol.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects a head up to the empty line that ends it. */
final class HeadBuffer {
    /** More than servers accept; what comes beyond is read but not kept. */
    private static final int MOST_BYTES = 16 << 10;

    private static final int FIRST_BYTES = 1 << 10;

    private byte[] bytes = {};
    private int length;
    private int lineLength;
    private boolean isComplete;
    private boolean isCut;

    void clear() {
        length = 0;
        lineLength = 0;
        isComplete = false;
        isCut = false;
    }

    /** Takes bytes up to the end of the head, and returns where that, or the last of them, is. */
    int add(ByteBuffer buffer, int offset, int end) {
        int at = offset;
        while (at < end && !isComplete) {
            byte value = buffer.get(at++);
            if (value == '\n') {
                isComplete = lineLength == 0;
                lineLength = 0;
            } else if (value != '\r') {
                lineLength++;
            }
        }
        keep(buffer, offset, at - offset);
        return at;
    }

    private void keep(ByteBuffer buffer, int offset, int count) {
        int kept = Math.min(count, MOST_BYTES - length);
        isCut |= kept < count;
        if (length + kept > bytes.length) {
            int grown = Math.max(Math.max(FIRST_BYTES, 2 * bytes.length), length + kept);
            bytes = Arrays.copyOf(bytes, Math.min(MOST_BYTES, grown));
        }
        buffer.get(offset, bytes, length, kept);
        length += kept;
    }

    boolean isComplete() {
        return isComplete;
    }

    /** Whether more came than was kept. */
    boolean isCut() {
        return isCut;
    }

    /** Whether this is a head for certain, complete or not. */
    boolean isCertain() {
        return HttpStart.isAt(ByteBuffer.wrap(bytes), 0, length);
    }

    HttpHead parse() {
        return HttpHead.of(bytes, length);
    }
}
