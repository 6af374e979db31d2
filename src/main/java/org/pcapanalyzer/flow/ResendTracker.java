package org.pcapanalyzer.flow;

/** Takes the segments that lie below the highest one sent, late or sent again, and judges each as far as it shows itself. */
final class ResendTracker {
    /** A timer that has backed off waits this much longer, in eighths, at least and at most; twice by RFC 6298 5.5. */
    private static final int LEAST_BACK_OFF_EIGHTHS = 13;

    private static final int MOST_BACK_OFF_EIGHTHS = 22;

    private final StateBudget budget;
    private final TcpEventWriter events;
    private final IntervalShare intervals;
    private final SenderHabits habits;

    ResendTracker(StateBudget budget, TcpEventWriter events, IntervalShare intervals, SenderHabits habits) {
        this.budget = budget;
        this.events = events;
        this.intervals = intervals;
        this.habits = habits;
    }

    /** Takes a SYN or SYN-ACK that was sent before, {@code sinceNs} the last time. */
    void noteSyn(Segment segment, long sinceNs, int attempt) {
        long delayNs = segment.timeNs() - sinceNs;
        ResendCause cause = ResendClassifier.syn(segment, sinceNs);
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
        int overtook = 0;
        if (segment.end() > sender.ackedPosition && segment.end() <= sender.nextPosition) {
            overtook = sender.sent(budget).addLate(segment, cause != ResendCause.REORDERING);
        }
        long delayNs = segment.timeNs() - openedNs;
        if (cause == ResendCause.REORDERING) {
            noteReordered(segment, delayNs, overtook);
        } else {
            note(segment, cause, LostWhere.BEFORE, delayNs, Flow.ABSENT, 1);
        }
    }

    /** Takes a segment whose first byte was captured before. */
    void noteResent(Segment segment) {
        TcpEndpoint sender = segment.sender();
        int record = sender.hasSent() ? sender.sent().find(segment.position()) : SentSegments.NONE;
        if (record == SentSegments.NONE) {
            if (ResendClassifier.isOutdated(segment)) {
                noteOvertaken(segment, ResendCause.REORDERING, Flow.ABSENT);
                return;
            }
            ResendCause cause = ResendClassifier.resent(segment, Flow.ABSENT);
            note(segment, cause, LostWhere.AFTER, Flow.ABSENT, Flow.ABSENT, 1);
            return;
        }
        SentSegments sent = sender.sent();
        if (ResendClassifier.isOvertaken(segment, sent, record)) {
            ResendCause cause = ResendClassifier.overtaken(segment, sent, record);
            noteOvertaken(segment, cause, segment.timeNs() - sent.firstNs(record));
            return;
        }
        ResendCause cause = ResendClassifier.resent(segment, sent.lastNs(record));
        long delayNs = segment.timeNs() - sent.lastNs(record);
        int attempt = sent.sends(record);
        if (cause == ResendCause.TIMEOUT) {
            judgeProbe(segment, delayNs, attempt);
        }
        learn(segment, cause);
        LostWhere lost = sent.isFirstUnseen(record) ? LostWhere.BEFORE : LostWhere.AFTER;
        note(segment, cause, lost, delayNs, sent.frame(record), attempt);
        sent.resend(segment, record);
        TcpDirection direction = sender.direction();
        direction.maxSendsOfOne = Math.max(direction.maxSendsOfOne, attempt + 1);
    }

    /** The original, or an earlier resend, comes late: it was not lost, so the resend that overtook it was needless. */
    private void noteOvertaken(Segment segment, ResendCause cause, long delayNs) {
        TcpEndpoint sender = segment.sender();
        if (sender.hasPending()) {
            int resend = sender.pending().newestAt(segment.position(), ResendClassifier.REACH);
            if (resend >= 0) {
                sender.pending().judge(resend, ResendCause.SPURIOUS);
            }
        }
        if (cause == ResendCause.REORDERING) {
            noteReordered(segment, delayNs, 0);
        } else {
            note(segment, cause, LostWhere.BEFORE, delayNs, Flow.ABSENT, 1);
        }
    }

    /** @param overtook segments that overtook it; 0 if that is not known */
    private void noteReordered(Segment segment, long delayNs, int overtook) {
        segment.sender().direction().reorderCount++;
        events.note(
                TcpEventKind.OUT_OF_ORDER,
                ResendCause.REORDERING,
                null,
                delayNs,
                Flow.ABSENT,
                overtook > 0 ? overtook : -1);
    }

    private void learn(Segment segment, ResendCause cause) {
        TcpEndpoint sender = segment.sender();
        if (sender.repair().neverProbes) {
            habits.noteNoProbe(segment.flow(), sender.side, segment.timeNs());
        } else if (cause == ResendCause.TAIL_LOSS_PROBE && segment.position() > sender.ackedPosition) {
            habits.noteProbe(segment.flow(), sender.side, segment.timeNs());
        }
    }

    /**
     * The first resend of a lone segment was the first timeout if the next wait is twice as long, for the timer has backed
     * off; it was a probe if the next wait is no longer.
     */
    private void judgeProbe(Segment segment, long delayNs, int attempt) {
        TcpEndpoint sender = segment.sender();
        if (!sender.hasPending() || segment.position() > sender.ackedPosition) {
            return;
        }
        PendingResends pending = sender.pending();
        int earlier = pending.newestAt(segment.position(), ResendClassifier.REACH);
        if (earlier < 0 || !pending.isLone(earlier)) {
            return;
        }
        long waitNs = pending.waitNs(earlier);
        boolean isFirst = attempt == 2 && sender.maySack(segment.peer());
        if (pending.cause(earlier) == ResendCause.TAIL_LOSS_PROBE && hasBackedOff(waitNs, delayNs)) {
            pending.judge(earlier, ResendCause.TIMEOUT);
            sender.direction().stallNs += waitNs;
            sender.repair().noteProbeWasTimeout();
        } else if (isFirst && isNoLonger(waitNs, delayNs)) {
            if (pending.cause(earlier) == ResendCause.TIMEOUT) {
                pending.judge(earlier, ResendCause.TAIL_LOSS_PROBE);
                sender.direction().stallNs -= pending.stallNs(earlier);
                sender.repair().noteTimeoutWasProbe();
            }
            habits.noteProbe(segment.flow(), sender.side, segment.timeNs());
        }
    }

    private static boolean isNoLonger(long waitNs, long nextWaitNs) {
        return waitNs > 0 && nextWaitNs < waitNs / 8 * LEAST_BACK_OFF_EIGHTHS;
    }

    private static boolean hasBackedOff(long waitNs, long nextWaitNs) {
        long eighthNs = waitNs / 8;
        return nextWaitNs >= eighthNs * LEAST_BACK_OFF_EIGHTHS && nextWaitNs <= eighthNs * MOST_BACK_OFF_EIGHTHS;
    }

    private void note(Segment segment, ResendCause cause, LostWhere lost, long delayNs, long origFrame, int attempt) {
        TcpDirection direction = segment.sender().direction();
        direction.retransPkts++;
        direction.retransBytes += segment.payloadLength();
        intervals.countRetransmission();
        segment.sender().repair().stallNs = cause == ResendCause.TIMEOUT ? noteStall(segment) : 0;
        int step = cause == ResendCause.TIMEOUT ? segment.sender().repair().timeoutStep : attempt;
        LostWhere where = cause == ResendCause.SPURIOUS ? null : lost;
        events.note(TcpEventKind.RETRANSMISSION, cause, where, delayNs, origFrame, step);
    }

    /**
     * The wait is that since payload was last sent or acknowledged. Resends that acknowledgements of the repair let out
     * wait for less than a round trip: the timer did not run for them.
     */
    private static long noteStall(Segment segment) {
        TcpEndpoint sender = segment.sender();
        long waitNs = segment.timeNs() - Math.max(sender.lastSentNs, sender.ackedNs);
        if (sender.lastSentNs == Flow.ABSENT || waitNs <= RoundTrips.pathNs(segment)) {
            return 0;
        }
        sender.direction().stallNs += waitNs;
        return waitNs;
    }
}
