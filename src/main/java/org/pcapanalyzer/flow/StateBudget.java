package org.pcapanalyzer.flow;

/**
 * What the directions of all live flows may keep of their streams: so many records each, so many bytes together. An
 * array that wants to grow asks here; one that may not is full, and its owner gives records up. Bytes are those of the
 * records in use and in reserve; objects and array headers belong to the flow ({@link FlowLimits#liveFlows()}).
 */
final class StateBudget {
    private static final int FEWEST_RECORDS = 2;

    private final FlowLimits limits;
    private final LimitCounts limitCounts;
    private long usedBytes;

    StateBudget(FlowLimits limits, LimitCounts limitCounts) {
        this.limits = limits;
        this.limitCounts = limitCounts;
    }

    int gapsPerDirection() {
        return limits.gapsPerDirection();
    }

    int segmentsPerDirection() {
        return limits.segmentsPerDirection();
    }

    /** Bytes that all directions hold now. */
    long usedBytes() {
        return usedBytes;
    }

    /** True if others may soon get none. */
    boolean isScarce() {
        return usedBytes > limits.stateBytes() / 4 * 3;
    }

    /**
     * Capacity to which a full array may grow, reserved; the same as before if it may not, which is counted.
     *
     * @param capacity records that it has room for
     * @param most     records that it may have room for, whatever others hold
     * @param bound    name of that bound
     */
    int grow(int capacity, int recordBytes, int most, Limit bound) {
        if (capacity >= most) {
            limitCounts.bite(bound);
            return capacity;
        }
        int grown = Math.min(most, Math.max(FEWEST_RECORDS, 2 * capacity));
        return reserve((long) (grown - capacity) * recordBytes) ? grown : capacity;
    }

    /** Counts that a bound bit which is not one of memory held. */
    void bite(Limit bound) {
        limitCounts.bite(bound);
    }

    /** Reserves so many bytes; false if there are not so many left, which is counted. */
    boolean reserve(long bytes) {
        if (limits.stateBytes() - usedBytes < bytes) {
            limitCounts.bite(Limit.STREAM_STATE);
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    /** Reserves what was given back before, and may be taken again whatever others hold. */
    void takeAgain(int capacity, int recordBytes) {
        usedBytes += (long) capacity * recordBytes;
    }

    /** Takes an array back whose records are no longer needed. */
    void giveBack(int capacity, int recordBytes) {
        usedBytes -= (long) capacity * recordBytes;
    }
}
