package org.pcapanalyzer.flow;

/**
 * How the TTL of one direction changed, a row of {@code path_changes}: of all changes the one with the longest stays on
 * both of its sides. One object per direction whose TTL changed, filled while the flow lives.
 */
public final class PathChange {
    private final Side side;
    private long changes;
    /** The stay that lasts: its TTL, first packet and time, packets, and what was before it. */
    private int stayTtl;

    private long stayFrame;
    private long stayNs = Flow.ABSENT;
    private long stayStartPkts;
    private int earlierTtl;
    private long earlierPkts;
    private long earlierRttNs = Flow.ABSENT;

    private long changeNs;
    private long frame;
    private int ttlBefore;
    private int ttlAfter;
    private long pktsBefore;
    private long pktsAfter;
    private long rttMinBeforeNs;
    private long rttMinAfterNs;

    PathChange(Side side) {
        this.side = side;
    }

    /**
     * Takes a packet with another TTL than the one before.
     *
     * @param ttl     that of the packet before
     * @param pkts    packets of the direction before this one
     * @param rttNs   least round-trip time to the sender since the change before
     */
    void begin(int ttl, int nextTtl, long nowNs, long nowFrame, long pkts, long rttNs) {
        end(pkts, rttNs);
        changes++;
        earlierTtl = ttl;
        earlierPkts = pkts - stayStartPkts;
        earlierRttNs = rttNs;
        stayTtl = nextTtl;
        stayFrame = nowFrame;
        stayNs = nowNs;
        stayStartPkts = pkts;
    }

    /** Ends the stay that lasts: what is known of the change before it is whole now. */
    void end(long pkts, long rttNs) {
        if (stayNs == Flow.ABSENT) {
            return;
        }
        long stayPkts = pkts - stayStartPkts;
        if (Math.min(earlierPkts, stayPkts) > Math.min(pktsBefore, pktsAfter)) {
            changeNs = stayNs;
            frame = stayFrame;
            ttlBefore = earlierTtl;
            ttlAfter = stayTtl;
            pktsBefore = earlierPkts;
            pktsAfter = stayPkts;
            rttMinBeforeNs = earlierRttNs;
            rttMinAfterNs = rttNs;
        }
    }

    public Side side() {
        return side;
    }

    /** Times that a packet had another TTL than the one before it. */
    public long changes() {
        return changes;
    }

    /** Time of the first packet after the change. */
    public long changeNs() {
        return changeNs;
    }

    /** Frame of that packet. */
    public long frame() {
        return frame;
    }

    public int ttlBefore() {
        return ttlBefore;
    }

    public int ttlAfter() {
        return ttlAfter;
    }

    /** Packets with the TTL before, since the change before. */
    public long pktsBefore() {
        return pktsBefore;
    }

    /** Packets with the TTL after, until the next change. */
    public long pktsAfter() {
        return pktsAfter;
    }

    /** Least round-trip time between the capture point and the sender before; {@link Flow#ABSENT} without sample. */
    public long rttMinBeforeNs() {
        return rttMinBeforeNs;
    }

    /** The same after. */
    public long rttMinAfterNs() {
        return rttMinAfterNs;
    }
}
