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
    private final SenderHabits habits;

    ResendTracker(StateBudget budget, TcpEventWriter events, IntervalCounter intervals, SenderHabits habits) {
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
     * Takes a segment in order. After a silence it may be the first resend of a timeout whose originals were all lost
     * before the capture point: then its IP ID is not the next one, as far as there is one.
     */
    void noteInOrder(Segment segment) {
        TcpEndpoint sender = segment.sender();
        boolean isAfterSilence = segment.timeNs() - sender.lastSentNs >= ResendClassifier.LINUX_TIMEOUT_NS;
        if (sender.lastSentNs != Flow.ABSENT && isAfterSilence) {
            int idStep = segment.packet().ipId() - sender.lastIpId & 0xFFFF;
            boolean isNext = sender.ipIdVaries && idStep == 1;
            sender.resumedEnd = isNext ? 0 : segment.end();
            sender.resumedNs = segment.timeNs();
        }
    }

    /**
     * Takes a segment behind a hole, before the hole is noted. If the hole lies behind what a timer sent, and the segment
     * came a round trip later, it was sent to find out whether the timeout was needless (F-RTO, RFC 5682), and the hole is
     * what is repaired next.
     */
    void noteGap(Segment segment) {
        TcpEndpoint sender = segment.sender();
        long leastNs = RoundTrips.leastPathNs(segment);
        long sinceNs = segment.timeNs() - sender.resumedNs;
        boolean isBehind = sender.resumedEnd != 0 && sender.resumedEnd == sender.nextPosition;
        if (isBehind && leastNs != Flow.ABSENT && sinceNs >= leastNs * 3 / 4 && sinceNs < leastNs * 3) {
            sender.repair().noteTimeout(sender, segment.position());
        }
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
            noteReordered(segment, delayNs);
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
                noteReordered(segment, Flow.ABSENT);
                return;
            }
            ResendCause cause = ResendClassifier.resent(segment, Flow.ABSENT);
            note(segment, cause, LostWhere.AFTER, Flow.ABSENT, Flow.ABSENT, 1);
            return;
        }
        SentSegments sent = sender.sent();
        if (ResendClassifier.isOvertaken(segment, sent, record)) {
            noteOvertaken(segment, record);
            return;
        }
        ResendCause cause = ResendClassifier.resent(segment, sent.lastNs(record));
        long delayNs = segment.timeNs() - sent.lastNs(record);
        int attempt = sent.sends(record);
        if (cause == ResendCause.TIMEOUT) {
            judgeProbe(segment, delayNs);
        }
        learn(segment, cause);
        LostWhere lost = sent.isFirstUnseen(record) ? LostWhere.BEFORE : LostWhere.AFTER;
        note(segment, cause, lost, delayNs, sent.frame(record), attempt);
        sent.resend(segment, record);
        TcpDirection direction = sender.direction();
        direction.maxSendsOfOne = Math.max(direction.maxSendsOfOne, attempt + 1);
    }

    /** The original comes late: it was not lost, so the resend that overtook it was needless. */
    private void noteOvertaken(Segment segment, int record) {
        TcpEndpoint sender = segment.sender();
        if (sender.hasPending()) {
            int resend = sender.pending().newestAt(segment.position(), REACH);
            if (resend >= 0) {
                sender.pending().judge(resend, ResendCause.SPURIOUS);
            }
        }
        noteReordered(segment, segment.timeNs() - sender.sent().firstNs(record));
    }

    private void noteReordered(Segment segment, long delayNs) {
        segment.sender().direction().reorderCount++;
        events.note(TcpEventKind.OUT_OF_ORDER, ResendCause.REORDERING, null, delayNs, Flow.ABSENT, -1);
    }

    private void learn(Segment segment, ResendCause cause) {
        TcpEndpoint sender = segment.sender();
        if (sender.repair().neverProbes) {
            habits.noteNoProbe(segment.flow(), sender.side, segment.timeNs());
        } else if (cause == ResendCause.TAIL_LOSS_PROBE && segment.position() > sender.ackedPosition) {
            habits.noteProbe(segment.flow(), sender.side);
        }
    }

    /** A probe of a lone segment was the first timeout if the next wait is twice as long: the timer has backed off. */
    private static void judgeProbe(Segment segment, long delayNs) {
        TcpEndpoint sender = segment.sender();
        if (!sender.hasPending() || segment.position() > sender.ackedPosition) {
            return;
        }
        PendingResends pending = sender.pending();
        int earlier = pending.newestAt(segment.position(), REACH);
        boolean isProbe =
                earlier >= 0 && pending.cause(earlier) == ResendCause.TAIL_LOSS_PROBE && pending.isLone(earlier);
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
