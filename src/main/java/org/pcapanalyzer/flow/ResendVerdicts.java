package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * Holds the row of each resend back until later acknowledgements have told whether it was needed. It was not if the
 * receiver reports a duplicate (D-SACK, RFC 2883), if the acknowledgement echoes the time stamp of an earlier copy
 * (Eifel, RFC 3522), or if it comes sooner than an answer to the resend could. Where there is no room to wait, the verdict
 * so far stands.
 */
final class ResendVerdicts {
    /** A report of a duplicate comes within this, or within four round trips. */
    private static final long LEAST_WAIT_NS = 1_000_000_000L;

    private static final int WAIT_ROUND_TRIPS = 4;
    /** A receiver behind less than this share of the path is beside the capture point. */
    private static final int NEAR_SHARE = 8;
    /** Of the segments, of which fewer are doubled by a network than by a capture on several devices. */
    private static final int FEW_SHARE = 3;
    /** Resends that one acknowledgement is held against. */
    private static final int MOST_EXAMINED = 256;

    private static final long UNKNOWN_AGE = Long.MAX_VALUE;

    private final FlowSink sink;
    private final StateBudget budget;
    private final SenderHabits habits;
    private final StallTracker stalls;
    private final TcpEvent row = new TcpEvent();

    ResendVerdicts(FlowSink sink, StateBudget budget, SenderHabits habits, StallTracker stalls) {
        this.sink = sink;
        this.budget = budget;
        this.habits = habits;
        this.stalls = stalls;
    }

    /** Takes the row of a resent segment, a copy of it. */
    void hold(Segment segment, TcpEvent event) {
        TcpEndpoint sender = segment.sender();
        PendingResends pending = sender.pending(budget);
        if (!pending.hasRoom()) {
            if (pending.size() == 0) {
                settle(sender, event);
                return;
            }
            settleOldest(segment.flow(), sender);
        }
        pending.add(segment, event);
    }

    /**
     * Takes a second copy of a segment with data. If few segments have one, the network made it: then the receiver reports
     * that copy, not the resend.
     */
    void noteCopy(Segment copy) {
        TcpEndpoint sender = copy.sender();
        if (sender.hasPending() && sender.direction().captureDupCount < sender.packets / FEW_SHARE) {
            int resend = sender.pending().newestAt(sender.position(copy.seq()), ResendClassifier.REACH);
            if (resend >= 0) {
                sender.pending().markReported(resend);
            }
        }
    }

    /**
     * Takes an acknowledgement, after it counted for the stream of the peer that it acknowledges.
     *
     * @param ackedBefore up to where that was acknowledged before
     */
    void noteAck(Segment ack, long ackedBefore) {
        TcpEndpoint sender = ack.peer();
        if (!sender.hasPending()) {
            return;
        }
        PendingResends pending = sender.pending();
        if (reportsDuplicate(ack)) {
            noteDuplicate(ack, pending, ackedBefore);
        }
        if (sender.ackedPosition > ackedBefore || ack.packet().sackBlockCount() > 0) {
            noteDelivered(ack, pending, ackedBefore);
        }
        long waitNs = Math.max(LEAST_WAIT_NS, WAIT_ROUND_TRIPS * RoundTrips.pathNs(ack));
        while (pending.size() > 0 && pending.isDelivered(0) && ack.timeNs() - pending.deliveredNs(0) > waitNs) {
            settleOldest(ack.flow(), sender);
        }
    }

    /** RFC 2883 4: the first block lies below the cumulative acknowledgement, or within the second block. */
    private static boolean reportsDuplicate(Segment ack) {
        Packet packet = ack.packet();
        if (packet.sackBlockCount() == 0) {
            return false;
        }
        boolean isBelow = packet.sackLeft(0) - packet.ack() < 0;
        boolean isWithin = packet.sackBlockCount() > 1
                && packet.sackLeft(0) - packet.sackLeft(1) >= 0
                && packet.sackRight(0) - packet.sackRight(1) <= 0;
        return isBelow || isWithin;
    }

    /**
     * Each report is of one copy, the latest in the range that can have arrived and was not reported before. A report that
     * was extended over several segments (RFC 2883 4.2) is of one copy of each.
     */
    private static void noteDuplicate(Segment ack, PendingResends pending, long ackedBefore) {
        long left = ack.peer().position(ack.packet().sackLeft(0));
        long right = ack.peer().position(ack.packet().sackRight(0));
        ack.peer().repair().noteDuplicate(right);
        boolean isEchoed = left <= ackedBefore && ack.packet().sackRight(0) == ack.ack();
        long end = right;
        int oldest = Math.max(0, pending.size() - MOST_EXAMINED);
        for (int i = pending.size() - 1; i >= oldest && left < end; i--) {
            boolean isInRange = pending.position(i) >= left && pending.end(i) <= end;
            if (isInRange && !pending.isReported(i) && mayHaveArrived(ack, pending, i, isEchoed)) {
                pending.markReported(i);
                noteNeedless(ack, pending, i);
                end = pending.position(i);
            }
        }
    }

    /**
     * Whether the copy can have arrived when the acknowledgement was sent.
     *
     * @param isEchoed whether the time stamp of the segment reported is echoed: it was not beyond what was acknowledged, and
     *                 ends where that does (RFC 7323 4.3)
     */
    private static boolean mayHaveArrived(Segment ack, PendingResends pending, int index, boolean isEchoed) {
        boolean isYounger = isEchoed && echoAge(ack.packet(), pending, index) < 0;
        return !isYounger && !isTooEarly(ack, pending, index);
    }

    private static void noteDelivered(Segment ack, PendingResends pending, long ackedBefore) {
        TcpEndpoint sender = ack.peer();
        for (int i = pending.size() - 1; i >= Math.max(0, pending.size() - MOST_EXAMINED); i--) {
            if (!pending.isDelivered(i) && sender.isAcked(pending.position(i), pending.end(i))) {
                pending.markDelivered(i, ack.timeNs());
                boolean isNext = pending.position(i) <= ackedBefore && pending.end(i) <= sender.ackedPosition;
                long echoAge = isNext ? echoAge(ack.packet(), pending, i) : UNKNOWN_AGE;
                if (echoAge < 0 || isTooEarly(ack, pending, i)) {
                    noteNeedless(ack, pending, i);
                }
            }
        }
    }

    /** Notes that all of it had arrived before. If what was never sent again arrived too, the sender knows it. */
    private static void noteNeedless(Segment ack, PendingResends pending, int index) {
        TcpEndpoint sender = ack.peer();
        if (pending.cause(index) == ResendCause.TIMEOUT && sender.ackedPosition > pending.end(index)) {
            sender.repair().noteNeedlessTimeout(pending.position(index), sender.nextPosition);
        }
        pending.judge(index, ResendCause.SPURIOUS);
    }

    /** Whether the acknowledgement passed before it could answer the resend; near the receiver nothing is too early. */
    private static boolean isTooEarly(Segment ack, PendingResends pending, int index) {
        long echoAge = echoAge(ack.packet(), pending, index);
        long leastNs = RoundTrips.leastToSenderNs(ack);
        boolean isNear = leastNs < RoundTrips.leastPathNs(ack) / NEAR_SHARE;
        boolean isEchoed = echoAge >= 0 && echoAge != UNKNOWN_AGE;
        boolean mayBeEarly = leastNs != Flow.ABSENT && !isNear && !isEchoed;
        return mayBeEarly && ack.timeNs() - pending.timeNs(index) < leastNs / NEAR_SHARE;
    }

    /**
     * By how many ticks what the acknowledgement echoes is younger than the resend. That is the time stamp of the segment
     * that the receiver waited for next (RFC 7323 4.3): an older one filled the hole before the resend came.
     */
    private static long echoAge(Packet ack, PendingResends pending, int index) {
        boolean isEchoed = ack.hasTimestamps() && pending.hasTimestamp(index);
        return isEchoed ? ack.tsEcr() - pending.tsVal(index) : UNKNOWN_AGE;
    }

    /** Settles all that waits of both sides. */
    void settle(Flow flow) {
        settle(flow, flow.tcp.orig);
        settle(flow, flow.tcp.resp);
    }

    /** Settles all that waits of one side. */
    void settle(Flow flow, TcpEndpoint sender) {
        if (sender.hasPending() && sender.hasSent()) {
            stalls.noteEnd(sender, sender == flow.tcp.orig ? flow.tcp.resp : flow.tcp.orig);
        }
        while (sender.hasPending()) {
            settleOldest(flow, sender);
        }
    }

    private void settleOldest(Flow flow, TcpEndpoint sender) {
        PendingResends pending = sender.pending();
        boolean isLoneProbe = pending.cause(0) == ResendCause.TAIL_LOSS_PROBE && pending.isLone(0);
        if (isLoneProbe && habits.neverProbes(flow, sender.side, pending.timeNs(0))) {
            pending.judge(0, ResendCause.TIMEOUT);
        }
        stalls.writeOldest(flow, sender);
        pending.removeOldest(row);
        row.flowId = flow.flowId();
        row.side = sender.side;
        settle(sender, row);
    }

    private void settle(TcpEndpoint sender, TcpEvent event) {
        if (event.event == TcpEventKind.RETRANSMISSION) {
            count(sender.direction(), event);
        }
        sink.tcpEvent(event);
    }

    private static void count(TcpDirection direction, TcpEvent event) {
        switch (event.cause) {
            case FAST_RETRANSMIT -> direction.fastCount++;
            case TIMEOUT -> direction.timeoutCount++;
            case TAIL_LOSS_PROBE -> direction.tailProbeCount++;
            case SPURIOUS -> direction.spuriousCount++;
            default -> {}
        }
        if (event.hasLost()) {
            if (event.lost == LostWhere.BEFORE) {
                direction.lostBeforeCount++;
            } else {
                direction.lostAfterCount++;
            }
        }
    }
}
