package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/** Follows what each side acknowledges of the other's stream, cumulatively, selectively and more than once. */
final class AckTracker {
    /** An acknowledgement number of 0 that leaps further is broken, not the end of a long stream. */
    private static final long LARGE_LEAP_BYTES = 1 << 20;

    private final StateBudget budget;
    private final StreamTracker streams;
    private final TcpEventWriter events;
    private final ResendVerdicts verdicts;
    private final StallTracker stalls;
    private final IntervalShare intervals;

    AckTracker(
            StateBudget budget,
            StreamTracker streams,
            TcpEventWriter events,
            ResendVerdicts verdicts,
            StallTracker stalls,
            IntervalShare intervals) {
        this.budget = budget;
        this.streams = streams;
        this.events = events;
        this.verdicts = verdicts;
        this.stalls = stalls;
        this.intervals = intervals;
    }

    /** Takes the next segment with ACK of its connection, no RST and no challenge ACK. */
    void note(Segment segment) {
        TcpEndpoint acked = segment.peer();
        if (!acked.hasStream()) {
            acked.beginStream(segment.ack());
            return;
        }
        long ackedBefore = acked.ackedPosition;
        long position = acked.position(segment.ack());
        if (position > acked.ackedPosition) {
            boolean broken = segment.ack() == 0 && position - acked.ackedPosition > LARGE_LEAP_BYTES;
            if (!broken) {
                advance(segment, position);
            }
        } else if (position == acked.ackedPosition && isDuplicate(segment)) {
            noteDuplicate(segment);
        }
        if (segment.packet().sackBlockCount() > 0 && acked.hasSent()) {
            noteSack(segment);
        }
        verdicts.noteAck(segment, ackedBefore);
    }

    private void advance(Segment segment, long position) {
        TcpEndpoint acked = segment.peer();
        if (position > acked.nextPosition) {
            leap(segment, position);
        }
        long from = Math.max(acked.ackedPosition, acked.firstPosition);
        long to = acked.finPosition == 0 ? position : Math.min(position, acked.finPosition);
        if (to > from && acked.packets > 0) {
            segment.sender().ackCount++;
            if (acked.hasGaps()) {
                noteUnseen(segment, from, to);
            }
        }
        if (acked.hasSent()) {
            stalls.noteProgress(segment, position);
            acked.sent().acknowledge(position, segment.timeNs());
        }
        if (acked.hasSacked()) {
            acked.sacked().dropBelow(position);
        }
        acked.ackedPosition = position;
        acked.ackedNs = segment.timeNs();
        acked.newsNs = segment.timeNs();
        acked.dupAcks = 0;
        acked.finAcked |= acked.finPosition != 0 && position > acked.finPosition;
    }

    /** The peer has received what was not captured; of a side that was never seen nothing is missed. */
    private void leap(Segment segment, long position) {
        TcpEndpoint acked = segment.peer();
        if (acked.packets > 0) {
            streams.openHole(acked, position, segment.timeNs(), 0);
        } else {
            acked.firstPosition = position;
        }
        acked.nextPosition = position;
    }

    private void noteUnseen(Segment segment, long from, long to) {
        int holes = segment.peer().gaps().holesWithin(from, to);
        if (holes > 0) {
            segment.sender().direction().ackedUnseenCount++;
            events.note(TcpEventKind.ACKED_UNSEEN);
        }
    }

    /** RFC 5681 2: no data, same window, and something outstanding; with SACK the window may differ (RFC 6675). */
    private static boolean isDuplicate(Segment segment) {
        Packet packet = segment.packet();
        TcpEndpoint acked = segment.peer();
        boolean pure = segment.sequenceLength() == 0 && packet.window() != 0;
        boolean sameWindow = WindowTracker.scaledWindow(segment) == segment.sender().window;
        boolean outstanding = acked.nextPosition > acked.ackedPosition;
        return pure && outstanding && (sameWindow || packet.sackBlockCount() > 0);
    }

    private void noteDuplicate(Segment segment) {
        TcpEndpoint acked = segment.peer();
        acked.dupAcks++;
        acked.newsNs = segment.timeNs();
        segment.sender().direction().dupAckCount++;
        intervals.countDuplicateAck();
        events.note(TcpEventKind.DUPLICATE_ACK, null, null, Flow.ABSENT, Flow.ABSENT, acked.dupAcks);
    }

    private void noteSack(Segment segment) {
        Packet packet = segment.packet();
        TcpEndpoint acked = segment.peer();
        for (int i = 0; i < packet.sackBlockCount(); i++) {
            long left = Math.max(acked.position(packet.sackLeft(i)), acked.ackedPosition);
            long right = Math.min(acked.position(packet.sackRight(i)), acked.nextPosition);
            if (left < right && !acked.isAcked(left, right)) {
                acked.newsNs = segment.timeNs();
                acked.sacked(budget).add(left, right, acked.sent());
            }
        }
    }
}
