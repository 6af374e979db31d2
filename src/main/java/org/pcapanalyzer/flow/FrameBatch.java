package org.pcapanalyzer.flow;

import java.util.Arrays;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.decode.Packet;

/** Frames on their way to a shard's thread, and on the way back what came of them. Filled again and again. */
final class FrameBatch {
    /** What is to be done behind the frames. */
    enum Then {
        GO_ON,
        END_STRETCH,
        /** Ends some flows and the stretch; the capture is over. */
        END_FLOWS
    }

    private Frame[] frames = {};
    private long[] seconds = {};
    private int count;

    Then then = Then.GO_ON;
    final IntervalShare intervals = new IntervalShare();
    /** Passes on what the shard told. */
    Runnable delivery;
    /** Whether flows are left to end. */
    boolean hasMoreFlows;
    /** What the shard died of; null if it lives. */
    Throwable failure;

    void add(Packet packet, long second) {
        if (count == frames.length) {
            grow();
        }
        packet.locate(frames[count]);
        seconds[count++] = second;
    }

    private void grow() {
        int capacity = Math.max(64, 2 * count);
        frames = Arrays.copyOf(frames, capacity);
        seconds = Arrays.copyOf(seconds, capacity);
        for (int i = count; i < capacity; i++) {
            frames[i] = new Frame();
        }
    }

    int count() {
        return count;
    }

    Frame frame(int index) {
        return frames[index];
    }

    /** Number of the frame's second by {@link IntervalCounter}. */
    long second(int index) {
        return seconds[index];
    }

    void clear() {
        count = 0;
    }
}
