package org.pcapanalyzer.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;

/**
 * Where the frames of a file lie, so that a further pass can go straight to a few of them. Noted is the place of every
 * 256th frame; when that makes too many, every second of the places is dropped, so that the index stays small however
 * long the file is. Of no use once the file proves damaged, or where a frame means nothing without those before it.
 */
final class FrameIndex {
    /** A power of two; so many frames at the head of the file belong to every range, as they may come with descriptions. */
    static final int FINEST_STRIDE = 256;

    /** 512 KiB; between two of them lie 512 frames of a capture of 20 million. */
    static final int MAX_PLACES = 1 << 16;

    private long[] places = new long[64];
    private int placeCount;
    private long stride = FINEST_STRIDE;
    private long headEnd;
    private boolean isUsable = true;

    /**
     * A part of the file that begins and ends with a whole record.
     *
     * @param firstFrame number of its first frame
     * @param frameCount its frames; Long.MAX_VALUE if it goes to the end of the file
     * @param begin      offset of its first byte in the file
     * @param end        offset behind its last byte; Long.MAX_VALUE for the end of the file
     */
    record Range(long firstFrame, long frameCount, long begin, long end) {}

    /** Notes that the record of this frame, from 1, begins at this offset of the file; frames come in their order. */
    void note(long number, long offset) {
        if ((number - 1 & stride - 1) != 0) {
            return;
        }
        if (number == FINEST_STRIDE + 1) {
            headEnd = offset;
        }
        if (placeCount == MAX_PLACES) {
            thinOut();
            note(number, offset);
            return;
        }
        if (placeCount == places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[placeCount++] = offset;
    }

    private void thinOut() {
        placeCount /= 2;
        for (int i = 0; i < placeCount; i++) {
            places[i] = places[2 * i];
        }
        stride *= 2;
    }

    /** Says that frames can only be understood by reading all of the file. */
    void spoil() {
        isUsable = false;
    }

    /** False if the file has to be read from its first frame to its last. */
    boolean isUsable() {
        return isUsable && headEnd > 0;
    }

    /** What to read of the file so that these frames are in it: its head, then a range for each that lies elsewhere. */
    List<Range> rangesOf(SortedSet<Long> frames) {
        List<Range> ranges = new ArrayList<>();
        ranges.add(new Range(1, FINEST_STRIDE, 0, headEnd));
        long covered = FINEST_STRIDE;
        for (long frame : frames) {
            if (frame > covered) {
                int place = (int) Math.min((frame - 1) / stride, placeCount - 1);
                boolean isLast = place == placeCount - 1;
                long first = Math.max(covered, place * stride) + 1;
                long begin = place == 0 ? headEnd : places[place];
                covered = isLast ? Long.MAX_VALUE : (place + 1) * stride;
                ranges.add(new Range(
                        first,
                        isLast ? Long.MAX_VALUE : covered - first + 1,
                        begin,
                        isLast ? Long.MAX_VALUE : places[place + 1]));
            }
        }
        return ranges;
    }
}
