package org.pcapanalyzer.flow;

/** Round-trip times of one direction's segments, nanoseconds; smoothed as in RFC 6298 2. */
final class RttEstimator {
    private static final long MIN_RTO_NS = 200_000_000L;
    private static final long INITIAL_RTO_NS = 1_000_000_000L;

    private long samples;
    private long sumNs;
    private long minNs = Flow.ABSENT;
    private long maxNs = Flow.ABSENT;
    private long smoothedNs = Flow.ABSENT;
    private long variationNs;

    /** Takes the time from a segment that was sent once to its acknowledgement (Karn's rule is the caller's). */
    void add(long sampleNs) {
        if (samples == 0) {
            minNs = sampleNs;
            maxNs = sampleNs;
            smoothedNs = sampleNs;
            variationNs = sampleNs / 2;
        } else {
            minNs = Math.min(minNs, sampleNs);
            maxNs = Math.max(maxNs, sampleNs);
            variationNs += (Math.abs(sampleNs - smoothedNs) - variationNs) / 4;
            smoothedNs += (sampleNs - smoothedNs) / 8;
        }
        samples++;
        sumNs += sampleNs;
    }

    long samples() {
        return samples;
    }

    /** {@link Flow#ABSENT} without sample. */
    long minNs() {
        return minNs;
    }

    /** {@link Flow#ABSENT} without sample. */
    long avgNs() {
        return samples == 0 ? Flow.ABSENT : sumNs / samples;
    }

    /** {@link Flow#ABSENT} without sample. */
    long maxNs() {
        return maxNs;
    }

    /** {@link Flow#ABSENT} without sample. */
    long smoothedNs() {
        return smoothedNs;
    }

    /** Retransmission timeout that a sender with these samples has, at least Linux's 200 ms. */
    long timeoutNs() {
        return samples == 0 ? INITIAL_RTO_NS : smoothedNs + Math.max(MIN_RTO_NS, 4 * variationNs);
    }
}
