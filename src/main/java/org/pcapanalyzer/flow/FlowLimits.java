package org.pcapanalyzer.flow;

/**
 * Bounds on what the tracker keeps. None of them changes what is counted per packet; each has a counter that says how
 * often it bit ({@link FlowTracker#limitCounts()}).
 *
 * @param liveFlows           flows in the table; beyond that one is evicted ({@link OpenFlows#first()})
 * @param flowBytes           what they may take together without {@code stateBytes}; beyond that too
 * @param awakeBytes          what they may take together before TCP flows are packed, the least recently active first
 *                            ({@link OpenFlows})
 * @param gapsPerDirection    separate holes in one direction's stream; beyond that the oldest is given up as missing
 * @param segmentsPerDirection unacknowledged segments remembered for RTT and resends, a power of two; beyond that
 *                            the oldest is forgotten
 * @param stateBytes          holes, unacknowledged segments and selective acknowledgements of all live flows together,
 *                            bytes; beyond that a direction that wants to keep more gives way as at its own bound
 * @param pendingNeighbors    neighbour requests that wait for their answer; beyond that the oldest counts as unanswered
 * @param lingerNs            packet time for which a closed flow still takes late packets, nanoseconds
 */
public record FlowLimits(
        int liveFlows,
        long flowBytes,
        long awakeBytes,
        int gapsPerDirection,
        int segmentsPerDirection,
        long stateBytes,
        int pendingNeighbors,
        long lingerNs) {
    private static final long SECOND_NS = 1_000_000_000L;
    /** Share of the heap for flows; the rest is for the reader, fragments, rules and report, and the collector. */
    private static final int FLOWS_PERCENT = 79;

    private static final int STATE_PERCENT = 15;
    /**
     * Of what flows may take one part in so many must be taken before any is packed. Packed a flow takes a third, and its next
     * packet several times as long; the collector wants room beside those that are not.
     */
    private static final int AWAKE_SHARE = 2;
    /** About what a TCP flow takes that is asleep. */
    private static final int ASLEEP_BYTES = 1000;

    private static final int FEWEST_FLOWS = 1000;
    /** What a table of 2^28 places holds. */
    private static final int MOST_FLOWS = 1 << 27;

    /** Bounds where flows may take what they like. */
    public FlowLimits(
            int liveFlows,
            int gapsPerDirection,
            int segmentsPerDirection,
            long stateBytes,
            int pendingNeighbors,
            long lingerNs) {
        this(
                liveFlows,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                gapsPerDirection,
                segmentsPerDirection,
                stateBytes,
                pendingNeighbors,
                lingerNs);
    }

    public FlowLimits {
        if (liveFlows < 1
                || flowBytes < 1
                || awakeBytes < 0
                || gapsPerDirection < 4
                || stateBytes < 0
                || pendingNeighbors < 1
                || lingerNs < 0) {
            throw new IllegalArgumentException("a limit is below its least sensible value");
        }
        if (segmentsPerDirection < 4 || Integer.bitCount(segmentsPerDirection) != 1) {
            throw new IllegalArgumentException("segmentsPerDirection must be a power of two, 4 or more");
        }
    }

    /** The bounds of one of several that share these. */
    FlowLimits part(int parts) {
        return new FlowLimits(
                Math.max(1, liveFlows / parts),
                Math.max(1, flowBytes / parts),
                awakeBytes / parts,
                gapsPerDirection,
                segmentsPerDirection,
                stateBytes / parts,
                pendingNeighbors,
                lingerNs);
    }

    /**
     * Bounds that a heap has room for: {@value #FLOWS_PERCENT} % of it for flows, {@value #STATE_PERCENT} % for their
     * state; linger of 120 s (twice the maximum segment lifetime in use).
     */
    public static FlowLimits forHeap(long maxHeapBytes) {
        long flowBytes = maxHeapBytes / 100 * FLOWS_PERCENT;
        long flows = flowBytes / ASLEEP_BYTES / FEWEST_FLOWS * FEWEST_FLOWS;
        int liveFlows = (int) Math.min(MOST_FLOWS, Math.max(FEWEST_FLOWS, flows));
        long stateBytes = maxHeapBytes / 100 * STATE_PERCENT;
        return new FlowLimits(
                liveFlows, flowBytes, flowBytes / AWAKE_SHARE, 1024, 4096, stateBytes, 1024, 120 * SECOND_NS);
    }
}
