package org.pcapanalyzer.comparison;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.pcapanalyzer.flow.WiresharkLabel;

/** The labels of all frames of a capture, 4 bytes each, and the numbers of duplicate ACKs. */
final class FrameLabels {
    private final Map<Integer, Integer> duplicateAckNumbers = new HashMap<>();
    private int[] labels = new int[1024];
    private int count;

    /** Adds labels to a frame, bits by ordinal of {@link WiresharkLabel}. */
    void add(long number, int bits) {
        int frame = Math.toIntExact(number);
        if (frame >= labels.length) {
            labels = Arrays.copyOf(labels, 2 * frame);
        }
        labels[frame] |= bits;
        count = Math.max(count, frame + 1);
    }

    void number(long frame, int duplicateAckNumber) {
        duplicateAckNumbers.put(Math.toIntExact(frame), duplicateAckNumber);
    }

    /** One more than the last frame that was noted. */
    int end() {
        return count;
    }

    int of(int frame) {
        return frame < count ? labels[frame] : 0;
    }

    /** 0 if the frame is no duplicate ACK. */
    int duplicateAckNumber(int frame) {
        return duplicateAckNumbers.getOrDefault(frame, 0);
    }
}
