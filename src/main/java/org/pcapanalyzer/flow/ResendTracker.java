package org.pcapanalyzer.flow;

/** Takes the segments that lie below the highest one sent, late or sent again, and judges each as far as it shows itself. */
final class ResendTracker {
    /** A timer that has backed off waits at least this much longer, in eighths; twice by RFC 6298 5.5. */
    private static final int BACKED_OFF_EIGHTHS = 13;
    /** Resends between two of one segment. */
    private static final int REACH = 64;

    private final StateBudget budget;
    private final TcpEventWriter events;
    private final IntervalCounter intervals;

    ResendTracker(StateBudget budget, TcpEventWriter events, IntervalCounter intervals) {
        this.budget = budget;
        this.events = events;
        this.intervals = intervals;
    }

    /** Takes a SYN or SYN-ACK that was sent before, {@code sinceNs} the last time. */
    void noteSyn(Segment segment, long sinceNs, int attempt) {
        long delayNs = segment.timeNs() - sinceNs;
        ResendCause cause = ResendClassifier.syn(segment, delayNs);
        LostWhere lost = cause == ResendCause.TIMEOUT ? LostWhere.AFTER : null;
        events.note(TcpEventKind.SYN_RETRANSMISSION, cause, lost, delayNs, Flow.ABSENT, attempt);
    }

    /**
     * Takes a segment with bytes that were not captured before.
     *
     * @param openedNs when the hole was seen that it fills
     * @param mark     what {@link ResendClassifier#mark} gave then; 0 if nothing is known
     */
    void noteLate(Segment segment, long openedNs, long mark) {
        TcpEndpoint sender = segment.sender();
        ResendCause cause = ResendClassifier.late(segment, openedNs, mark);
        if (segment.end() > sender.ackedPosition && segment.end() <= sender.nextPosition) {
            sender.sent(budget).addLate(segment, cause != ResendCause.REORDERING);
        }
        long delayNs = segment.timeNs() - openedNs;
        if (cause == ResendCause.REORDERING) {
            sender.direction().reorderCount++;
            events.note(TcpEventKind.OUT_OF_ORDER, cause, null, delayNs, Flow.ABSENT, -1);
        } else {
            note(segment, cause, LostWhere.BEFORE, delayNs, Flow.ABSENT, 1);
        }
    }

    /** Takes a segment whose first byte was captured before. */
    void noteResent(Segment segment) {
        TcpEndpoint sender = segment.sender();
        int record = sender.hasSent() ? sender.sent().find(segment.position()) : SentSegments.NONE;
        if (record == SentSegments.NONE) {
            ResendCause cause = ResendClassifier.resent(segment, Flow.ABSENT);
            note(segment, cause, LostWhere.AFTER, Flow.ABSENT, Flow.ABSENT, 1);
            return;
        }
        SentSegments sent = sender.sent();
        ResendCause cause = ResendClassifier.resent(segment, sent.lastNs(record));
        long delayNs = segment.timeNs() - sent.lastNs(record);
        int attempt = sent.sends(record);
        if (cause == ResendCause.TIMEOUT) {
            judgeProbe(segment, delayNs);
        }
        LostWhere lost = sent.isFirstUnseen(record) ? LostWhere.BEFORE : LostWhere.AFTER;
        note(segment, cause, lost, delayNs, sent.frame(record), attempt);
        sent.resend(segment, record);
        TcpDirection direction = sender.direction();
        direction.maxSendsOfOne = Math.max(direction.maxSendsOfOne, attempt + 1);
    }

    /** A probe of a lone segment was the first timeout if the next wait is twice as long: the timer has backed off. */
    private static void judgeProbe(Segment segment, long delayNs) {
        TcpEndpoint sender = segment.sender();
        if (!sender.hasPending() || segment.position() > sender.ackedPosition) {
            return;
        }
        PendingResends pending = sender.pending();
        int earlier = pending.newestAt(segment.position(), REACH);
        boolean isProbe = earlier >= 0 && pending.cause(earlier) == ResendCause.TAIL_LOSS_PROBE;
        if (isProbe && delayNs >= pending.deltaNs(earlier) / 8 * BACKED_OFF_EIGHTHS) {
            pending.judge(earlier, ResendCause.TIMEOUT);
            sender.direction().stallNs += pending.deltaNs(earlier);
            sender.repair().noteProbeWasTimeout();
        }
    }

    private void note(Segment segment, ResendCause cause, LostWhere lost, long delayNs, long origFrame, int attempt) {
        TcpDirection direction = segment.sender().direction();
        direction.retransPkts++;
        direction.retransBytes += segment.payloadLength();
        intervals.countRetransmission();
        if (cause == ResendCause.TIMEOUT) {
            noteStall(segment);
        }
        int step = cause == ResendCause.TIMEOUT ? segment.sender().repair().timeoutStep : attempt;
        LostWhere where = cause == ResendCause.SPURIOUS ? null : lost;
        events.note(TcpEventKind.RETRANSMISSION, cause, where, delayNs, origFrame, step);
    }

    /**
     * The wait is that since payload was last sent or acknowledged. Resends that acknowledgements of the repair let out
     * wait for less than a round trip: the timer did not run for them.
     */
    private static void noteStall(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (sender.lastSentNs != Flow.ABSENT) {
            long waitNs = segment.timeNs() - Math.max(sender.lastSentNs, sender.ackedNs);
            if (waitNs > RoundTrips.pathNs(segment)) {
                sender.direction().stallNs += waitNs;
            }
        }
    }
}
