package org.pcapanalyzer.flow;

import java.util.Arrays;

/**
 * Quantiles of one direction's round-trip times. Up to {@value #MOST_EXACT} samples are kept as they are; beyond that
 * they are counted in buckets, {@value #BUCKETS} of equal width to each power of two, whose middle is at most 0.4 % away
 * from any sample in it. A power of two takes memory when its first sample comes. Where the {@link StateBudget} has none
 * left all samples are given up.
 */
final class RttQuantiles {
    private static final int FEWEST_EXACT = 8;
    private static final int MOST_EXACT = 32;
    private static final int BUCKET_BITS = 7;
    private static final int BUCKETS = 1 << BUCKET_BITS;
    private static final int OCTAVE_BYTES = BUCKETS * Integer.BYTES;
    private static final int OCTAVES = 41;
    private static final int OCTAVES_BYTES = OCTAVES * Integer.BYTES;
    /** Some 39 hours; what takes longer is counted as this. */
    private static final long LONGEST_NS = (1L << BUCKET_BITS + OCTAVES - 1) - 1;

    private static final long[] NO_SAMPLES = {};

    private final StateBudget budget;
    private long[] exact = NO_SAMPLES;
    private int[][] octaves;
    private long count;
    private int heldBytes;
    private boolean isGivenUp;

    RttQuantiles(StateBudget budget) {
        this.budget = budget;
    }

    void add(long sampleNs) {
        if (isGivenUp) {
            return;
        }
        if (octaves == null && count == exact.length && !makeRoom()) {
            giveUp();
            return;
        }
        if (octaves == null) {
            exact[(int) count] = sampleNs;
        } else if (!countInBucket(sampleNs)) {
            giveUp();
            return;
        }
        count++;
    }

    private boolean makeRoom() {
        if (exact.length == MOST_EXACT) {
            return changeToBuckets();
        }
        int capacity = exact.length == 0 ? FEWEST_EXACT : MOST_EXACT;
        if (!hold((capacity - exact.length) * Long.BYTES)) {
            return false;
        }
        exact = Arrays.copyOf(exact, capacity);
        return true;
    }

    private boolean changeToBuckets() {
        if (!hold(OCTAVES_BYTES)) {
            return false;
        }
        octaves = new int[OCTAVES][];
        for (long sampleNs : exact) {
            if (!countInBucket(sampleNs)) {
                return false;
            }
        }
        release(exact.length * Long.BYTES);
        exact = NO_SAMPLES;
        return true;
    }

    boolean hasBuckets() {
        return octaves != null;
    }

    /** Passes all fields through of one that {@link #hasBuckets() has none}; its memory is given back, and taken again. */
    void pack(FieldPacker fields) {
        int capacity = fields.number(exact.length);
        isGivenUp = fields.flag(isGivenUp);
        count = fields.number(count);
        if (fields.isPacking()) {
            budget.giveBack(1, heldBytes);
        } else {
            heldBytes = capacity * Long.BYTES;
            budget.takeAgain(1, heldBytes);
            exact = capacity == 0 ? NO_SAMPLES : new long[capacity];
        }
        for (int i = 0; i < count; i++) {
            exact[i] = fields.number(exact[i]);
        }
    }

    /** The first octave holds what is shorter than its width, one nanosecond to a bucket. */
    private boolean countInBucket(long sampleNs) {
        long ns = Math.min(sampleNs, LONGEST_NS);
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(ns) - BUCKET_BITS - 1);
        int octave = (int) (ns >>> shift + BUCKET_BITS) + shift;
        if (octaves[octave] == null) {
            if (!hold(OCTAVE_BYTES)) {
                return false;
            }
            octaves[octave] = new int[BUCKETS];
        }
        octaves[octave][(int) (ns >>> shift) & BUCKETS - 1]++;
        return true;
    }

    private static long middleNs(int octave, int bucket) {
        if (octave == 0) {
            return bucket;
        }
        int shift = octave - 1;
        return ((long) (BUCKETS + bucket) << shift) + (1L << shift >> 1);
    }

    /** The smallest sample that at least this share of all samples does not exceed; {@link Flow#ABSENT} if given up. */
    long quantileNs(int percent) {
        if (isGivenUp || count == 0) {
            return Flow.ABSENT;
        }
        long rank = rank(count, percent);
        if (octaves == null) {
            Arrays.sort(exact, 0, (int) count);
            return exact[(int) rank - 1];
        }
        for (int octave = 0; octave < OCTAVES; octave++) {
            for (int bucket = 0; octaves[octave] != null && bucket < BUCKETS; bucket++) {
                rank -= octaves[octave][bucket];
                if (rank <= 0) {
                    return middleNs(octave, bucket);
                }
            }
        }
        throw new IllegalStateException("fewer samples in the buckets than were counted");
    }

    /** Place of a quantile in the ascending order of the samples, from 1. */
    static long rank(long count, int percent) {
        return (count * percent + 99) / 100;
    }

    private boolean hold(int bytes) {
        if (!budget.reserve(bytes)) {
            return false;
        }
        heldBytes += bytes;
        return true;
    }

    private void release(int bytes) {
        budget.giveBack(1, bytes);
        heldBytes -= bytes;
    }

    private void giveUp() {
        release();
        isGivenUp = true;
    }

    /** Forgets all samples and gives their memory back. */
    void release() {
        release(heldBytes);
        exact = NO_SAMPLES;
        octaves = null;
        count = 0;
    }
}
