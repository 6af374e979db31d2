package org.pcapanalyzer.flow;

/**
 * Follows the bytes of both streams: in order, missing, late, sent again. Acknowledgements are
 * {@link AckTracker}'s.
 */
final class StreamTracker {
    private final StateBudget budget;
    private final TcpEventWriter events;
    private final IntervalCounter intervals;

    StreamTracker(StateBudget budget, TcpEventWriter events, IntervalCounter intervals) {
        this.budget = budget;
        this.events = events;
        this.intervals = intervals;
    }

    /** Takes the next segment of its connection, no RST and no challenge ACK, and locates it. */
    void note(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (segment.isSyn() && !isNewSyn(segment)) {
            return;
        }
        if (!sender.hasStream()) {
            begin(segment);
        }
        segment.locate(sender.position(segment.seq()));
        boolean beginsAhead = sender.packets == 1 && segment.position() > sender.nextPosition;
        if (beginsAhead) {
            sender.nextPosition = segment.position();
            sender.firstPosition = segment.position();
        }
        if (segment.sequenceLength() > 0) {
            noteSent(segment);
        } else {
            noteSilent(segment);
        }
    }

    private static void begin(Segment segment) {
        TcpEndpoint sender = segment.sender();
        sender.beginStream(segment.seq());
        if (segment.isSyn()) {
            sender.firstPosition++;
        }
    }

    /** Tells a SYN that begins a stream from one sent again; one that fits neither is left alone. */
    private boolean isNewSyn(Segment segment) {
        TcpEndpoint sender = segment.sender();
        long sinceNs = sender.lastSynNs;
        sender.lastSynNs = segment.timeNs();
        segment.locate(sender.position(segment.seq()));
        int sends = segment.isAck() ? sender.synackCount : sender.synCount;
        if (sender.hasStream() && segment.position() == sender.firstPosition - 1) {
            if (sends > 1) {
                long delayNs = segment.timeNs() - sinceNs;
                ResendCause cause = ResendClassifier.syn(delayNs);
                events.note(TcpEventKind.SYN_RETRANSMISSION, cause, delayNs, Flow.ABSENT, sends - 1);
            }
            return false;
        }
        boolean begins = !sender.hasStream() || sender.dataPkts == 0;
        if (begins) {
            begin(segment);
        }
        return begins;
    }

    private void noteSent(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (segment.payloadLength() > 0) {
            sender.dataPkts++;
            sender.payloadBytes += segment.payloadLength();
            sender.dfSeen |= segment.packet().dontFragment();
        }
        long next = sender.nextPosition;
        if (segment.position() == next) {
            noteInOrder(segment);
        } else if (segment.position() > next) {
            openGap(segment);
            advance(segment, next);
        } else {
            noteBehind(segment);
        }
        if (segment.payloadLength() > 0) {
            sender.lastPayloadNs = segment.timeNs();
            sender.lastSentNs = segment.timeNs();
        } else if (segment.isFin()) {
            sender.lastSentNs = segment.timeNs();
        }
    }

    private void noteInOrder(Segment segment) {
        boolean probe = segment.payloadLength() == 1 && segment.peer().window == 0 && !segment.isControl();
        if (probe) {
            segment.sender().direction().windowProbeCount++;
            events.note(TcpEventKind.WINDOW_PROBE);
        }
        advance(segment, segment.position());
    }

    private void noteSilent(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (segment.position() > sender.nextPosition) {
            openGap(segment);
            sender.nextPosition = segment.position();
        } else if (segment.position() == sender.nextPosition - 1 && !segment.isControl()) {
            noteProbe(segment);
        }
    }

    private void openGap(Segment segment) {
        TcpEndpoint sender = segment.sender();
        sender.direction().gapCount++;
        long mark = ResendClassifier.mark(sender, segment.packet());
        openHole(sender, segment.position(), segment.timeNs(), mark);
        events.note(TcpEventKind.GAP);
    }

    /** Counts the bytes up to a position as missing. */
    void openHole(TcpEndpoint sender, long end, long nowNs, long mark) {
        sender.gaps(budget).open(sender.nextPosition, end, nowNs, mark);
    }

    /** Takes in new bytes at the end of the stream, from {@code next} on, and remembers the segment. */
    private void advance(Segment segment, long next) {
        TcpEndpoint sender = segment.sender();
        extend(segment, Math.max(next, segment.position()));
        if (segment.payloadLength() > 0 || segment.isFin()) {
            remember(segment, false);
        }
    }

    private void extend(Segment segment, long from) {
        TcpEndpoint sender = segment.sender();
        long bytes = segment.end() - from;
        if (segment.isFin()) {
            sender.finPosition = segment.end() - 1;
            bytes--;
        }
        if (segment.isSyn()) {
            bytes--;
        }
        sender.nextPosition = segment.end();
        noteNewBytes(segment, bytes);
    }

    private static void noteNewBytes(Segment segment, long bytes) {
        segment.sender().uniqueBytes += bytes;
        if (segment.peer().finCount > 0) {
            segment.peer().peerBytesAfterFin += bytes;
        }
    }

    private void remember(Segment segment, boolean isLate) {
        segment.sender().sent(budget).add(segment, isLate);
    }

    private void noteBehind(Segment segment) {
        TcpEndpoint sender = segment.sender();
        long overlap = sender.nextPosition - segment.position();
        boolean isAfterProbe = overlap == 1 && segment.payloadLength() > 1;
        if (isAfterProbe) {
            advance(segment, sender.nextPosition);
        } else if (overlap == 1 && segment.payloadLength() == 1 && isProbeOfOneByte(segment)) {
            noteProbe(segment);
        } else if (segment.position() >= sender.firstPosition) {
            noteLateOrResent(segment);
        } else if (sender.synCount + sender.synackCount == 0) {
            noteBeforeStart(segment);
        }
    }

    /** A byte that was acknowledged, or cannot be taken, is sent to provoke an answer. */
    private static boolean isProbeOfOneByte(Segment segment) {
        boolean acked = segment.end() <= segment.sender().ackedPosition;
        return !segment.isFin() && (acked || segment.peer().window == 0);
    }

    private void noteProbe(Segment segment) {
        TcpDirection direction = segment.sender().direction();
        if (segment.peer().window == 0) {
            direction.windowProbeCount++;
            events.note(TcpEventKind.WINDOW_PROBE, ResendCause.WINDOW_PROBE, Flow.ABSENT, Flow.ABSENT, -1);
        } else {
            direction.keepaliveCount++;
            direction.keepaliveUnanswered++;
            events.note(TcpEventKind.KEEP_ALIVE, ResendCause.KEEPALIVE, Flow.ABSENT, Flow.ABSENT, -1);
        }
    }

    private void noteLateOrResent(Segment segment) {
        TcpEndpoint sender = segment.sender();
        long next = sender.nextPosition;
        long filled = sender.hasGaps() ? sender.gaps().fill(segment.position(), Math.min(segment.end(), next)) : 0;
        if (filled > 0) {
            noteNewBytes(segment, filled);
            noteLate(segment, sender.gaps().filledOpenedNs(), sender.gaps().filledMark());
        } else {
            noteResent(segment);
        }
        if (segment.end() > next) {
            extend(segment, next);
        }
    }

    /** Bytes from before the capture, or the first packets of it in disorder. */
    private void noteBeforeStart(Segment segment) {
        TcpEndpoint sender = segment.sender();
        noteNewBytes(segment, Math.min(segment.end(), sender.firstPosition) - segment.position());
        sender.firstPosition = segment.position();
        noteLate(segment, segment.flow().startNs, 0);
        if (segment.end() > sender.nextPosition) {
            extend(segment, sender.nextPosition);
        }
    }

    private void noteLate(Segment segment, long openedNs, long mark) {
        TcpEndpoint sender = segment.sender();
        ResendCause cause = ResendClassifier.late(segment, openedNs, mark);
        if (segment.end() > sender.ackedPosition && segment.end() <= sender.nextPosition) {
            remember(segment, true);
        }
        long delayNs = segment.timeNs() - openedNs;
        if (cause == ResendCause.REORDERING) {
            sender.direction().reorderCount++;
            events.note(TcpEventKind.OUT_OF_ORDER, cause, delayNs, Flow.ABSENT, -1);
        } else {
            count(segment, cause);
            events.note(TcpEventKind.RETRANSMISSION, cause, delayNs, Flow.ABSENT, 1);
        }
    }

    private void noteResent(Segment segment) {
        TcpEndpoint sender = segment.sender();
        int record = sender.hasSent() ? sender.sent().find(segment.position()) : SentSegments.NONE;
        ResendCause cause = ResendClassifier.resent(segment, record);
        count(segment, cause);
        if (record == SentSegments.NONE) {
            events.note(TcpEventKind.RETRANSMISSION, cause, Flow.ABSENT, Flow.ABSENT, 1);
            return;
        }
        SentSegments sent = sender.sent();
        long delayNs = segment.timeNs() - sent.lastNs(record);
        int attempt = sent.sends(record);
        events.note(TcpEventKind.RETRANSMISSION, cause, delayNs, sent.frame(record), attempt);
        sent.resend(segment, record);
        TcpDirection direction = sender.direction();
        direction.maxSendsOfOne = Math.max(direction.maxSendsOfOne, attempt + 1);
    }

    private void count(Segment segment, ResendCause cause) {
        TcpEndpoint sender = segment.sender();
        TcpDirection direction = sender.direction();
        direction.retransPkts++;
        direction.retransBytes += segment.payloadLength();
        intervals.countRetransmission();
        switch (cause) {
            case FAST_RETRANSMIT -> {
                direction.fastCount++;
                sender.recoverPosition = sender.nextPosition;
            }
            case TIMEOUT -> {
                direction.timeoutCount++;
                if (sender.lastSentNs != Flow.ABSENT) {
                    direction.stallNs += Math.max(0, segment.timeNs() - sender.lastSentNs);
                }
            }
            case TAIL_LOSS_PROBE -> direction.tailProbeCount++;
            case SPURIOUS -> direction.spuriousCount++;
            default -> {}
        }
    }
}
