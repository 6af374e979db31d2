package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.TcpHeader;

/**
 * Follows the bytes of both streams: in order, missing, late, sent again. Acknowledgements are
 * {@link AckTracker}'s.
 */
final class StreamTracker {
    /** No stack sends a keep-alive sooner after data: a second at least, by a coarse clock. */
    private static final long LEAST_IDLE_NS = 950_000_000L;

    private final StateBudget budget;
    private final TcpEventWriter events;
    private final ResendTracker resends;
    private final ResendVerdicts verdicts;
    private final TurnTracker turns;

    StreamTracker(
            StateBudget budget,
            TcpEventWriter events,
            ResendTracker resends,
            ResendVerdicts verdicts,
            TurnTracker turns) {
        this.turns = turns;
        this.budget = budget;
        this.events = events;
        this.resends = resends;
        this.verdicts = verdicts;
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

    private void begin(Segment segment) {
        TcpEndpoint sender = segment.sender();
        verdicts.settle(segment.flow(), sender);
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
                resends.noteSyn(segment, sinceNs, sends - 1);
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
        UnseenTimeout.noteInOrder(segment);
        advance(segment, segment.position());
    }

    private void noteSilent(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (segment.position() > sender.nextPosition) {
            openGap(segment);
            sender.nextPosition = segment.position();
        } else if (segment.position() == sender.nextPosition) {
            sender.shownNs = segment.timeNs();
        } else if (segment.position() == sender.nextPosition - 1) {
            noteBelowNext(segment);
        } else if (segment.position() == sender.ackedPosition - 1 && !segment.isControl() && !segment.isOutdatedAck()) {
            noteProbe(segment); // data sent after it overtook it
        }
    }

    /** A probe comes after a pause or into a closed window; else it is an acknowledgement that comes late. */
    private void noteBelowNext(Segment segment) {
        boolean mayProbe = isIdle(segment.sender(), segment.timeNs()) || isWindowProbe(segment);
        if (mayProbe && !segment.isControl() && !segment.isOutdatedAck()) {
            noteProbe(segment);
            segment.sender().shownNs = segment.timeNs();
        }
    }

    private static boolean isIdle(TcpEndpoint sender, long nowNs) {
        return sender.lastSentNs == Flow.ABSENT || nowNs - sender.lastSentNs >= LEAST_IDLE_NS;
    }

    private void openGap(Segment segment) {
        TcpEndpoint sender = segment.sender();
        sender.direction().gapCount++;
        UnseenTimeout.noteGap(segment);
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
            segment.sender().sent(budget).add(segment);
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

    private void noteNewBytes(Segment segment, long bytes) {
        if (bytes > 0) {
            turns.note(segment, bytes);
        }
        segment.sender().uniqueBytes += bytes;
        if (segment.peer().finCount > 0) {
            segment.peer().peerBytesAfterFin += bytes;
        }
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

    /** A byte that was acknowledged, or cannot be taken, is sent to provoke an answer, after a pause. */
    private static boolean isProbeOfOneByte(Segment segment) {
        TcpEndpoint sender = segment.sender();
        boolean isPushed = segment.packet().hasFlags(TcpHeader.PSH);
        boolean acked = segment.end() <= sender.ackedPosition && isIdle(sender, segment.timeNs()) && !isPushed;
        return !segment.isFin() && (acked || segment.peer().window == 0);
    }

    /**
     * Whether the window is closed as far as the sender knows: it did not hear that it opened if it echoes an older time
     * stamp, or if this comes sooner after that than a keep-alive does.
     */
    private static boolean isWindowProbe(Segment segment) {
        TcpEndpoint peer = segment.peer();
        if (peer.window == 0 || peer.reopenedNs == Flow.ABSENT) {
            return peer.window == 0;
        }
        boolean isEchoOlder = peer.reopenedTsVal != 0
                && segment.packet().hasTimestamps()
                && segment.packet().tsEcr() - peer.reopenedTsVal < 0;
        return isEchoOlder || segment.timeNs() - peer.reopenedNs < LEAST_IDLE_NS;
    }

    private void noteProbe(Segment segment) {
        TcpDirection direction = segment.sender().direction();
        if (isWindowProbe(segment)) {
            direction.windowProbeCount++;
            events.note(TcpEventKind.WINDOW_PROBE, ResendCause.WINDOW_PROBE);
        } else {
            direction.keepaliveCount++;
            direction.keepaliveUnanswered++;
            events.note(TcpEventKind.KEEP_ALIVE, ResendCause.KEEPALIVE);
        }
    }

    private void noteLateOrResent(Segment segment) {
        TcpEndpoint sender = segment.sender();
        long next = sender.nextPosition;
        boolean isFinMissing =
                segment.isFin() && sender.hasGaps() && sender.gaps().bytesWithin(segment.end() - 1, segment.end()) > 0;
        long filled = sender.hasGaps() ? sender.gaps().fill(segment.position(), Math.min(segment.end(), next)) : 0;
        if (filled > 0) {
            noteNewBytes(segment, isFinMissing ? filled - 1 : filled);
            resends.noteLate(
                    segment, sender.gaps().filledOpenedNs(), sender.gaps().filledMark());
        } else {
            resends.noteResent(segment);
        }
        if (segment.end() > next) {
            extend(segment, next);
        }
    }

    /** Bytes from before the capture, or the first packets of it in disorder. */
    private void noteBeforeStart(Segment segment) {
        TcpEndpoint sender = segment.sender();
        long end = segment.isFin() ? segment.end() - 1 : segment.end();
        noteNewBytes(segment, Math.min(end, sender.firstPosition) - segment.position());
        sender.firstPosition = segment.position();
        resends.noteLate(segment, segment.flow().startNs, 0);
        if (segment.end() > sender.nextPosition) {
            extend(segment, sender.nextPosition);
        }
    }
}
