package org.pcapanalyzer.flow;

import java.nio.ByteBuffer;

/** Compares bytes of two buffers, eight at a time where they agree. */
final class ByteDifference {
    private ByteDifference() {}

    /** Number of positions at which the bytes differ. */
    static int count(ByteBuffer left, int leftOffset, ByteBuffer right, int rightOffset, int length) {
        int differing = 0;
        int i = 0;
        while (i < length) {
            if (length - i >= Long.BYTES && left.getLong(leftOffset + i) == right.getLong(rightOffset + i)) {
                i += Long.BYTES;
            } else {
                differing += left.get(leftOffset + i) == right.get(rightOffset + i) ? 0 : 1;
                i++;
            }
        }
        return differing;
    }
}
