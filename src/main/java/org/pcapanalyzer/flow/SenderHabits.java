package org.pcapanalyzer.flow;

/**
 * What hosts showed of their TCP that a single flow may not show: whether they never probe the tail of a flight (RFC 8985
 * 7). A lone segment that is sent again looks the same either way. Remembers the hosts of late; two that fall on one place
 * forget each other.
 */
final class SenderHabits {
    private static final int PLACE_BITS = 12;
    private static final long PROBES = 1;
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    /** Behind an address there may be another host, or another setting, after so long. */
    private static final long LONGEST_NS = 600_000_000_000L;

    /** Hashes of addresses, even of those that never probe, odd of those that do; 0 where there is none. */
    private final long[] hosts = new long[1 << PLACE_BITS];
    /** When that showed. */
    private final long[] shownNs = new long[1 << PLACE_BITS];

    /** Notes that the host of one side let its timer run out where a probe was due. One probe seen tells more. */
    void noteNoProbe(Flow flow, Side side, long nowNs) {
        long hash = hash(flow, side);
        if (!isLately(hash | PROBES, nowNs)) {
            hosts[place(hash)] = hash;
            shownNs[place(hash)] = nowNs;
        }
    }

    /** Notes that the host of one side probes. */
    void noteProbe(Flow flow, Side side, long nowNs) {
        long hash = hash(flow, side);
        hosts[place(hash)] = hash | PROBES;
        shownNs[place(hash)] = nowNs;
    }

    /** Whether the host of one side did not probe shortly before or after a time. */
    boolean neverProbes(Flow flow, Side side, long timeNs) {
        return isLately(hash(flow, side), timeNs);
    }

    private boolean isLately(long entry, long timeNs) {
        return hosts[place(entry)] == entry && Math.abs(timeNs - shownNs[place(entry)]) < LONGEST_NS;
    }

    private static int place(long hash) {
        return (int) (hash >>> Long.SIZE - PLACE_BITS);
    }

    private static long hash(Flow flow, Side side) {
        long high = side == Side.ORIG ? flow.origHigh : flow.respHigh;
        long low = side == Side.ORIG ? flow.origLow : flow.respLow;
        long hash = (high * HASH_FACTOR ^ low) * HASH_FACTOR;
        return (hash ^ hash >>> 29 | 2) & ~PROBES;
    }
}
