package org.pcapanalyzer.comparison;

import java.util.Arrays;

/** Round-trip times that tshark prints for the data of one direction, nanoseconds. */
final class RttSamples {
    private long[] samples = new long[4];
    private int count;
    private boolean isAmbiguous;

    void add(long ns) {
        if (count == samples.length) {
            samples = Arrays.copyOf(samples, 2 * count);
        }
        samples[count++] = ns;
    }

    /** Notes a segment out of sequence or not captured: tshark then counts samples that Karn's rule leaves out. */
    void noteDoubt() {
        isAmbiguous = true;
    }

    /** Whether every sample is that of a segment sent once. */
    boolean isComparable() {
        return count > 0 && !isAmbiguous;
    }

    int count() {
        return count;
    }

    long min() {
        return sorted()[0];
    }

    /** The smallest sample that at least half of them do not exceed. */
    long median() {
        return sorted()[(count - 1) / 2];
    }

    long max() {
        return sorted()[count - 1];
    }

    private long[] sorted() {
        long[] sorted = Arrays.copyOf(samples, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
