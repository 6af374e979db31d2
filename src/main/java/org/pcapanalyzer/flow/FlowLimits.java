package org.pcapanalyzer.flow;

/**
 * Bounds on what the tracker keeps. None of them changes what is counted per packet; each has a counter that says how
 * often it bit ({@link FlowTracker#limitCounts()}).
 *
 * @param liveFlows           flows in the table; beyond that the least recently active is evicted
 * @param gapsPerDirection    separate holes in one direction's stream; beyond that the oldest is given up as missing
 * @param segmentsPerDirection unacknowledged segments remembered for RTT and resends, a power of two; beyond that
 *                            the oldest is forgotten
 * @param pendingNeighbors    neighbour requests that wait for their answer; beyond that the oldest counts as unanswered
 * @param lingerNs            packet time for which a closed flow still takes late packets, nanoseconds
 */
public record FlowLimits(
        int liveFlows, int gapsPerDirection, int segmentsPerDirection, int pendingNeighbors, long lingerNs) {
    private static final long SECOND_NS = 1_000_000_000L;

    public FlowLimits {
        if (liveFlows < 1 || gapsPerDirection < 4 || pendingNeighbors < 1 || lingerNs < 0) {
            throw new IllegalArgumentException("a limit is below its least sensible value");
        }
        if (segmentsPerDirection < 4 || Integer.bitCount(segmentsPerDirection) != 1) {
            throw new IllegalArgumentException("segmentsPerDirection must be a power of two, 4 or more");
        }
    }

    /** Two million flows, linger of 120 s (twice the maximum segment lifetime in use). */
    public static FlowLimits defaults() {
        return new FlowLimits(2_000_000, 1024, 4096, 1024, 120 * SECOND_NS);
    }
}
