package org.pcapanalyzer.flow;

/**
 * Round-trip times of one direction's segments, nanoseconds; smoothed as in RFC 6298 2. Most directions have at most
 * three samples, of which sum, least and greatest tell all; {@link RttQuantiles} begins with the fourth.
 */
final class RttEstimator {
    /** Without samples, for good. */
    static final RttEstimator NONE = new RttEstimator();

    private static final int FEW = 3;

    private long samples;
    private long sumNs;
    private long minNs = Flow.ABSENT;
    private long maxNs = Flow.ABSENT;
    private long smoothedNs = Flow.ABSENT;
    private long recentMinNs = Flow.ABSENT;
    private RttQuantiles quantiles;

    /** Takes the time from a segment that was sent once to its acknowledgement (Karn's rule is the caller's). */
    void add(long sampleNs, StateBudget budget) {
        if (samples >= FEW) {
            addToQuantiles(sampleNs, budget);
        }
        if (samples == 0) {
            minNs = sampleNs;
            maxNs = sampleNs;
            smoothedNs = sampleNs;
        } else {
            minNs = Math.min(minNs, sampleNs);
            maxNs = Math.max(maxNs, sampleNs);
            smoothedNs += (sampleNs - smoothedNs) / 8;
        }
        recentMinNs = RoundTrips.least(recentMinNs, sampleNs);
        samples++;
        sumNs += sampleNs;
    }

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        samples = fields.number(samples);
        sumNs = fields.number(sumNs);
        minNs = fields.number(minNs);
        maxNs = fields.number(maxNs);
        smoothedNs = fields.number(smoothedNs);
        recentMinNs = fields.flag(recentMinNs == minNs) ? minNs : fields.number(recentMinNs);
        if (fields.flag(quantiles != null && !quantiles.hasBuckets())) {
            quantiles = fields.isPacking() ? quantiles : new RttQuantiles(fields.budget());
            quantiles.pack(fields);
        } else {
            quantiles = fields.object(quantiles);
        }
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return samples;
    }

    /** The least sample since {@link #forgetRecent()}; {@link Flow#ABSENT} without sample since. */
    long recentMinNs() {
        return recentMinNs;
    }

    /** Begins anew with {@link #recentMinNs()}: the path has changed. */
    void forgetRecent() {
        recentMinNs = Flow.ABSENT;
    }

    private void addToQuantiles(long sampleNs, StateBudget budget) {
        if (quantiles == null) {
            quantiles = new RttQuantiles(budget);
            quantiles.add(minNs);
            quantiles.add(sumNs - minNs - maxNs);
            quantiles.add(maxNs);
        }
        quantiles.add(sampleNs);
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

    /**
     * The smallest sample that at least this share of them does not exceed, 0.4 % away from it at most.
     * {@link Flow#ABSENT} without sample, or where the bound on memory bit; not to be asked after {@link #release()}.
     */
    long quantileNs(int percent) {
        long rank = RttQuantiles.rank(samples, percent);
        if (rank == samples) {
            return maxNs;
        }
        if (samples > FEW) {
            long ns = quantiles.quantileNs(percent);
            return ns == Flow.ABSENT ? ns : Math.max(minNs, Math.min(ns, maxNs));
        }
        return rank == 1 ? minNs : sumNs - minNs - maxNs;
    }

    /** {@link Flow#ABSENT} without sample. */
    long maxNs() {
        return maxNs;
    }

    /** {@link Flow#ABSENT} without sample. */
    long smoothedNs() {
        return smoothedNs;
    }

    /** Gives back the memory that counts against the {@link StateBudget}. */
    void release() {
        if (quantiles != null) {
            quantiles.release();
        }
    }
}
