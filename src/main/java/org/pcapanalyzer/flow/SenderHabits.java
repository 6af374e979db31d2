package org.pcapanalyzer.flow;

/**
 * What hosts showed of their TCP that a single flow may not show: whether they never probe the tail of a flight (RFC 8985
 * 7). A lone segment that is sent again looks the same either way. Remembers the hosts of late; two that fall on one place
 * forget each other.
 */
final class SenderHabits {
    private static final int PLACE_BITS = 12;
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    /** Hashes of addresses of those that never probe; 0 where there is none. */
    private final long[] neverProbing = new long[1 << PLACE_BITS];

    /** Notes that the host of one side lets its timer run out where a probe was due. */
    void noteNoProbe(Flow flow, Side side) {
        long hash = hash(flow, side);
        neverProbing[place(hash)] = hash;
    }

    /** Notes that the host of one side probes. */
    void noteProbe(Flow flow, Side side) {
        long hash = hash(flow, side);
        if (neverProbing[place(hash)] == hash) {
            neverProbing[place(hash)] = 0;
        }
    }

    boolean neverProbes(Flow flow, Side side) {
        long hash = hash(flow, side);
        return neverProbing[place(hash)] == hash;
    }

    private static int place(long hash) {
        return (int) (hash >>> Long.SIZE - PLACE_BITS);
    }

    private static long hash(Flow flow, Side side) {
        long high = side == Side.ORIG ? flow.origHigh : flow.respHigh;
        long low = side == Side.ORIG ? flow.origLow : flow.respLow;
        long hash = (high * HASH_FACTOR ^ low) * HASH_FACTOR;
        return (hash ^ hash >>> 29) | 1;
    }
}
