package org.pcapanalyzer.flow;

/** Round-trip times of one direction's segments, nanoseconds; smoothed as in RFC 6298 2. */
final class RttEstimator {
    /** Without samples, for good. */
    static final RttEstimator NONE = new RttEstimator();

    private long samples;
    private long sumNs;
    private long minNs = Flow.ABSENT;
    private long maxNs = Flow.ABSENT;
    private long smoothedNs = Flow.ABSENT;

    /** Takes the time from a segment that was sent once to its acknowledgement (Karn's rule is the caller's). */
    void add(long sampleNs) {
        if (samples == 0) {
            minNs = sampleNs;
            maxNs = sampleNs;
            smoothedNs = sampleNs;
        } else {
            minNs = Math.min(minNs, sampleNs);
            maxNs = Math.max(maxNs, sampleNs);
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
}
