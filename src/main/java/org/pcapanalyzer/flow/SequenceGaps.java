package org.pcapanalyzer.flow;

import java.util.Arrays;

/**
 * The holes in one direction's stream: bytes that must have been sent but were not captured, as disjoint ranges of
 * positions in ascending order. Each hole remembers when it opened and a mark of the segments around it. Bounded: where
 * there is no room the oldest holes give way and count as missing for good.
 */
final class SequenceGaps {
    private static final int RECORD_BYTES = 4 * Long.BYTES;
    /** Of a full table one in so many gives way at once, so that a stream of gaps does not move all of it each time. */
    private static final int OLD_SHARE = 8;

    private static final long[] NONE = {};

    private final StateBudget budget;
    private final Limit bound;
    private long[] from = NONE;
    private long[] to = NONE;
    private long[] openedNs = NONE;
    private long[] marks = NONE;
    private int count;
    private long totalBytes;
    private long filledBytes;
    private long filledOpenedNs;
    private long filledMark;

    SequenceGaps(StateBudget budget) {
        this(budget, Limit.GAPS_PER_DIRECTION);
    }

    /** Holes whose number is bounded alike, but under another name. */
    SequenceGaps(StateBudget budget, Limit bound) {
        this.budget = budget;
        this.bound = bound;
    }

    /** Bytes in all holes, those that gave way included. */
    long totalBytes() {
        return totalBytes;
    }

    int count() {
        return count;
    }

    /** Where the lowest hole begins; only if there is one. */
    long lowest() {
        return from[0];
    }

    /** Where the lowest hole ends; only if there is one. */
    long lowestEnd() {
        return to[0];
    }

    /** Adds a hole above all others. */
    void open(long start, long end, long nowNs, long mark) {
        totalBytes += end - start;
        if (count == from.length && !grow()) {
            if (count == 0) {
                return;
            }
            removeOldest(Math.max(1, count / OLD_SHARE));
        }
        set(count++, start, end, nowNs, mark);
    }

    private boolean grow() {
        int most = budget.gapsPerDirection();
        int capacity = budget.grow(count, RECORD_BYTES, most, bound);
        if (capacity == count) {
            return false;
        }
        from = Arrays.copyOf(from, capacity);
        to = Arrays.copyOf(to, capacity);
        openedNs = Arrays.copyOf(openedNs, capacity);
        marks = Arrays.copyOf(marks, capacity);
        return true;
    }

    /** Forgets where the holes are and gives their memory back; {@link #totalBytes()} stays. */
    void release() {
        budget.giveBack(from.length, RECORD_BYTES);
        from = NONE;
        to = NONE;
        openedNs = NONE;
        marks = NONE;
        count = 0;
    }

    private void set(int index, long start, long end, long nowNs, long mark) {
        from[index] = start;
        to[index] = end;
        openedNs[index] = nowNs;
        marks[index] = mark;
    }

    /** Bytes of the range that lie in holes. */
    long bytesWithin(long start, long end) {
        long bytes = 0;
        for (int i = firstEndingAfter(start); i < count && from[i] < end; i++) {
            bytes += Math.min(to[i], end) - Math.max(from[i], start);
        }
        return bytes;
    }

    /** Holes that the range touches. */
    int holesWithin(long start, long end) {
        int first = firstEndingAfter(start);
        int index = first;
        while (index < count && from[index] < end) {
            index++;
        }
        return index - first;
    }

    /**
     * Takes the range out of the holes: its bytes were captured after all.
     *
     * @return bytes that were in holes; {@link #filledOpenedNs()} and {@link #filledMark()} tell of the first of these
     */
    long fill(long start, long end) {
        filledBytes = 0;
        int index = firstEndingAfter(start);
        while (index < count && from[index] < end) {
            index = fillHole(index, Math.max(start, from[index]), Math.min(end, to[index]));
        }
        totalBytes -= filledBytes;
        return filledBytes;
    }

    private int fillHole(int index, long start, long end) {
        if (filledBytes == 0) {
            filledOpenedNs = openedNs[index];
            filledMark = marks[index];
        }
        filledBytes += end - start;
        if (start == from[index] && end == to[index]) {
            removeAt(index);
            return index;
        }
        if (start == from[index]) {
            from[index] = end;
        } else if (end == to[index]) {
            to[index] = start;
        } else {
            split(index, start, end);
        }
        return index + 1;
    }

    private void split(int index, long start, long end) {
        long upperEnd = to[index];
        to[index] = start;
        if (count == from.length && !grow()) {
            return;
        }
        shift(index + 1, index + 2, count - index - 1);
        count++;
        set(index + 1, end, upperEnd, openedNs[index], marks[index]);
    }

    /** When the hole opened that the last {@link #fill} met first, nanoseconds since the epoch. */
    long filledOpenedNs() {
        return filledOpenedNs;
    }

    /** Mark that the hole was opened with that the last {@link #fill} met first. */
    long filledMark() {
        return filledMark;
    }

    private int firstEndingAfter(long position) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (to[middle] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void removeOldest(int removed) {
        shift(removed, 0, count - removed);
        count -= removed;
    }

    private void removeAt(int index) {
        shift(index + 1, index, count - index - 1);
        count--;
    }

    private void shift(int source, int target, int length) {
        System.arraycopy(from, source, from, target, length);
        System.arraycopy(to, source, to, target, length);
        System.arraycopy(openedNs, source, openedNs, target, length);
        System.arraycopy(marks, source, marks, target, length);
    }
}
