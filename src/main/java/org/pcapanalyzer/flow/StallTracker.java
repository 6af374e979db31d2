package org.pcapanalyzer.flow;

/**
 * Finds the times in which a stream stood still because bytes of it were missing: from when they were sent first, or the
 * last acknowledgement before, until one covers them. Near the receiver, where what was lost is not captured, they begin
 * when the hole is seen. The row of a stall waits with that of the resend that ended it, whose cause is not certain
 * before ({@link ResendVerdicts}). Times of a closed window are known at once.
 */
final class StallTracker {
    /** Nobody notices less. */
    static final long LEAST_NS = 100_000_000L;

    private static final int MOST_PER_DIRECTION = 256;

    private final FlowSink sink;
    private final StateBudget budget;
    private final Stall row = new Stall();

    StallTracker(FlowSink sink, StateBudget budget) {
        this.sink = sink;
        this.budget = budget;
    }

    /**
     * Takes an acknowledgement of new data before it counts.
     *
     * @param position up to which all is acknowledged now
     */
    void noteProgress(Segment ack, long position) {
        TcpEndpoint sender = ack.peer();
        if (!sender.hasPending()) {
            return;
        }
        SentSegments sent = sender.sent();
        int oldest = sent.oldestSentAgain();
        if (oldest == SentSegments.NONE) {
            return;
        }
        int resend = sender.pending().newestOver(sender.ackedPosition, ResendClassifier.REACH);
        if (resend < 0) {
            return;
        }
        long startNs = startNs(sender, ack.sender(), oldest, resend);
        long ns = ack.timeNs() - startNs;
        sender.repair().stalledUntilNs = ack.timeNs();
        if (ns >= LEAST_NS && hasRoom(sender.direction())) {
            long heldBytes = Math.max(0, position - sent.end(oldest)) + sackedAbove(sender, position);
            boolean isProbed = sender.repair().probedNs >= startNs;
            sender.pending().noteStall(resend, startNs, ns, heldBytes, sent.sends(oldest), isProbed, true);
        }
    }

    /** When the stream stopped: nothing was expected before, or the window was closed, or that was another stall. */
    private static long startNs(TcpEndpoint sender, TcpEndpoint receiver, int oldest, int resend) {
        SentSegments sent = sender.sent();
        PendingResends pending = sender.pending();
        boolean isHole = sent.isFirstUnseen(oldest) && sent.sends(oldest) == 1 && pending.deltaNs(resend) > 0;
        long missingNs = isHole ? pending.timeNs(resend) - pending.deltaNs(resend) : sent.firstNs(oldest);
        long progressNs = Math.max(sender.ackedNs, sender.repair().stalledUntilNs);
        return Math.max(missingNs, Math.max(progressNs, receiver.reopenedNs));
    }

    private static long sackedAbove(TcpEndpoint sender, long position) {
        return sender.hasSacked() ? sender.sacked().bytesAbove(position) : 0;
    }

    /** Takes the end of what waits for verdicts: what was sent again and never acknowledged stalls until it was last sent. */
    void noteEnd(TcpEndpoint sender, TcpEndpoint receiver) {
        SentSegments sent = sender.sent();
        int oldest = sent.oldestSentAgain();
        if (oldest == SentSegments.NONE) {
            return;
        }
        int resend = sender.pending().newestOver(sender.ackedPosition, ResendClassifier.REACH);
        if (resend < 0 || sender.pending().hasStall(resend)) {
            return;
        }
        long startNs = startNs(sender, receiver, oldest, resend);
        long ns = sender.pending().timeNs(resend) - startNs;
        if (ns >= LEAST_NS && hasRoom(sender.direction())) {
            long heldBytes = sackedAbove(sender, sender.ackedPosition);
            boolean isProbed = sender.repair().probedNs >= startNs;
            sender.pending().noteStall(resend, startNs, ns, heldBytes, sent.sends(oldest), isProbed, false);
        }
    }

    /** Whether the direction may have one more row. */
    private boolean hasRoom(TcpDirection direction) {
        if (direction.stalls == MOST_PER_DIRECTION) {
            budget.bite(Limit.STALLS_PER_DIRECTION);
            return false;
        }
        direction.stalls++;
        return true;
    }

    /** Writes the stall that ended with the oldest resend that waits for its verdict, if one did. */
    void writeOldest(Flow flow, TcpEndpoint sender) {
        PendingResends pending = sender.pending();
        if (pending.hasStall(0)) {
            row.flowId = flow.flowId();
            row.side = sender.side;
            pending.fillOldest(row);
            sink.stall(row);
        }
    }

    /**
     * Takes a time in which a receiver kept its window closed, which stalls the other side.
     *
     * @param frame the segment that opened it; {@link Flow#ABSENT} if none did
     */
    void noteClosedWindow(Flow flow, TcpEndpoint closer, long untilNs, long frame) {
        long sinceNs = closer.direction().zeroWinSinceNs;
        if (untilNs - sinceNs >= LEAST_NS && hasRoom(closer.direction())) {
            row.flowId = flow.flowId();
            row.side = closer == flow.tcp.orig ? Side.RESP : Side.ORIG;
            row.startNs = sinceNs;
            row.ns = untilNs - sinceNs;
            row.cause = StallCause.CLOSED_WINDOW;
            row.isEnded = frame != Flow.ABSENT;
            row.frame = frame;
            row.lostBytes = -1;
            row.heldBytes = Flow.ABSENT;
            row.sends = -1;
            sink.stall(row);
        }
    }
}
