package org.pcapanalyzer.protocol.tls;

import java.util.Arrays;

/** The first encrypted records of one direction: their lengths and when they were complete. */
final class RecordList {
    static final int MOST = 8;

    private int[] lengths = {};
    private long[] frames = {};
    private long[] timesNs = {};
    private int count;

    /** Forgotten if the list is full. */
    void add(int length, long frame, long timeNs) {
        if (count == MOST) {
            return;
        }
        if (count == lengths.length) {
            int room = Math.max(2, 2 * count);
            lengths = Arrays.copyOf(lengths, room);
            frames = Arrays.copyOf(frames, room);
            timesNs = Arrays.copyOf(timesNs, room);
        }
        lengths[count] = length;
        frames[count] = frame;
        timesNs[count] = timeNs;
        count++;
    }

    boolean isFull() {
        return count == MOST;
    }

    int count() {
        return count;
    }

    /** Bytes of the record behind its head. */
    int length(int index) {
        return lengths[index];
    }

    long frame(int index) {
        return frames[index];
    }

    long timeNs(int index) {
        return timesNs[index];
    }

    /** {@link Moment#NONE} if there is none of this number. */
    Moment moment(int index) {
        return index < count ? new Moment(frames[index], timesNs[index]) : Moment.NONE;
    }
}
