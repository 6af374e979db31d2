package org.pcapanalyzer.flow;

import java.util.Arrays;

/**
 * Ranges of one direction's stream that its receiver acknowledged selectively (RFC 2018), above the cumulative
 * acknowledgement: disjoint, not touching each other, ascending. Beyond the bound a new range is not kept.
 */
final class SequenceRanges {
    private static final int LIMIT = 256;

    private long[] from = new long[4];
    private long[] to = new long[4];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /** One past the highest position in a range; only if not empty. */
    long highest() {
        return to[count - 1];
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
        if (first == last && count == LIMIT) {
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
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
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
