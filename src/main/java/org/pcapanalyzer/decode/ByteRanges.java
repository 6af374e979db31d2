package org.pcapanalyzer.decode;

import java.util.Arrays;

/** The bytes of a datagram that are there: ascending ranges that neither overlap nor touch, at most {@link #MAX}. */
final class ByteRanges {
    /** More than a datagram of the largest size has when its fragments of 576 bytes come in the worst order. */
    static final int MAX = 64;

    private static final int INITIAL = 2;

    private int[] starts = new int[INITIAL];
    private int[] ends = new int[INITIAL];
    private int count;

    void clear() {
        count = 0;
    }

    /**
     * Adds the bytes from {@code start} to before {@code end}.
     *
     * @return false, with nothing added, if that would take more than {@link #MAX} ranges
     */
    boolean add(int start, int end) {
        int from = firstEndingAtOrAfter(start);
        int to = from;
        int mergedStart = start;
        int mergedEnd = end;
        while (to < count && starts[to] <= end) {
            mergedStart = Math.min(mergedStart, starts[to]);
            mergedEnd = Math.max(mergedEnd, ends[to]);
            to++;
        }
        if (to == from && count == MAX) {
            return false;
        }
        replace(from, to, mergedStart, mergedEnd);
        return true;
    }

    /** First byte at or after {@code from} that is not there. */
    int nextMissing(int from) {
        int range = firstEndingAtOrAfter(from + 1);
        return range < count && starts[range] <= from ? ends[range] : from;
    }

    /** First byte at or after {@code from} that is there; {@code limit} if there is none before. */
    int nextPresent(int from, int limit) {
        int range = firstEndingAtOrAfter(from + 1);
        return range < count ? Math.min(limit, Math.max(from, starts[range])) : limit;
    }

    /** Bytes that are there. */
    int total() {
        int total = 0;
        for (int i = 0; i < count; i++) {
            total += ends[i] - starts[i];
        }
        return total;
    }

    /** Behind the last byte that is there; 0 if none is. */
    int end() {
        return count == 0 ? 0 : ends[count - 1];
    }

    private int firstEndingAtOrAfter(int position) {
        int range = 0;
        while (range < count && ends[range] < position) {
            range++;
        }
        return range;
    }

    /** Puts one range in the place of those from {@code from} to before {@code to}. */
    private void replace(int from, int to, int start, int end) {
        int newCount = count - (to - from) + 1;
        if (newCount > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        System.arraycopy(starts, to, starts, from + 1, count - to);
        System.arraycopy(ends, to, ends, from + 1, count - to);
        starts[from] = start;
        ends[from] = end;
        count = newCount;
    }
}
