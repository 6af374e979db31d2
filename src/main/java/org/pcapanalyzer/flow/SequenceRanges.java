package org.pcapanalyzer.flow;

import java.util.Arrays;

/**
 * Ranges of one direction's stream that its receiver acknowledged selectively (RFC 2018), above the cumulative
 * acknowledgement: disjoint, not touching each other, ascending. Where there is no room a new range is not kept.
 */
final class SequenceRanges {
    private static final int MOST_RANGES = 256;
    private static final int RECORD_BYTES = 2 * Long.BYTES;
    private static final long[] NONE = {};

    private final StateBudget budget;
    private long[] from = NONE;
    private long[] to = NONE;
    private int count;

    SequenceRanges(StateBudget budget) {
        this.budget = budget;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** One past the highest position in a range; only if not empty. */
    long highest() {
        return to[count - 1];
    }

    /** Bytes of the ranges that lie above a position. */
    long bytesAbove(long position) {
        long bytes = 0;
        for (int i = firstEndingAfter(position); i < count; i++) {
            bytes += to[i] - Math.max(from[i], position);
        }
        return bytes;
    }

    boolean covers(long start, long end) {
        int index = firstEndingAfter(start);
        return index < count && from[index] <= start && end <= to[index];
    }

    /** Adds a range and tells {@code segments} of each part of it that was in no range before. */
    void add(long start, long end, SentSegments segments) {
        int first = firstEndingAtOrAfter(start);
        int last = first;
        while (last < count && from[last] <= end) {
            last++;
        }
        if (first == last && count == from.length && !grow()) {
            return;
        }
        long mergedStart = first == last ? start : Math.min(from[first], start);
        long mergedEnd = first == last ? end : Math.max(to[last - 1], end);
        long known = start;
        for (int i = first; i < last; i++) {
            if (from[i] > known) {
                segments.markSacked(known, from[i], mergedStart, mergedEnd);
            }
            known = Math.max(known, to[i]);
        }
        if (known < end) {
            segments.markSacked(known, end, mergedStart, mergedEnd);
        }
        replace(first, last, mergedStart, mergedEnd);
    }

    private boolean grow() {
        int capacity = budget.grow(count, RECORD_BYTES, MOST_RANGES, Limit.SACKED_RANGES_PER_DIRECTION);
        if (capacity == count) {
            return false;
        }
        from = Arrays.copyOf(from, capacity);
        to = Arrays.copyOf(to, capacity);
        return true;
    }

    /** Forgets all ranges and gives their memory back. */
    void release() {
        budget.giveBack(from.length, RECORD_BYTES);
        from = NONE;
        to = NONE;
        count = 0;
    }

    private void replace(int first, int last, long start, long end) {
        if (first == last) {
            insert(first, start, end);
        } else {
            from[first] = start;
            to[first] = end;
            removeRange(first + 1, last);
        }
    }

    /** Forgets what lies below the cumulative acknowledgement. */
    void dropBelow(long position) {
        removeRange(0, firstEndingAfter(position));
        if (count > 0 && from[0] < position) {
            from[0] = position;
        }
    }

    private void insert(int index, long start, long end) {
        System.arraycopy(from, index, from, index + 1, count - index);
        System.arraycopy(to, index, to, index + 1, count - index);
        from[index] = start;
        to[index] = end;
        count++;
    }

    private void removeRange(int start, int end) {
        if (start < end) {
            System.arraycopy(from, end, from, start, count - end);
            System.arraycopy(to, end, to, start, count - end);
            count -= end - start;
        }
    }

    private int firstEndingAfter(long position) {
        return firstEndingAtOrAfter(position + 1);
    }

    private int firstEndingAtOrAfter(long position) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (to[middle] < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
