package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.TcpHeader;

/** Follows the receive windows: closed, opened again, filled by the other side. */
final class WindowTracker {
    private final TcpEventWriter events;
    private final IntervalShare intervals;
    private final StallTracker stalls;

    WindowTracker(TcpEventWriter events, IntervalShare intervals, StallTracker stalls) {
        this.events = events;
        this.intervals = intervals;
        this.stalls = stalls;
    }

    /** The window that the segment advertises, bytes; without both SYNs seen the header's value is all there is. */
    static int scaledWindow(Segment segment) {
        int window = segment.packet().window();
        return segment.isSyn() ? window : window << shift(segment);
    }

    private static int shift(Segment segment) {
        int own = segment.sender().windowScale;
        return own >= 0 && segment.peer().windowScale >= 0 ? own : 0;
    }

    /** Whether both SYNs were seen, so that windows are known in bytes. */
    static boolean isScaleCertain(TcpEndpoint one, TcpEndpoint other) {
        return one.synCount + one.synackCount > 0 && other.synCount + other.synackCount > 0;
    }

    /** Takes the next segment of its connection, after its place in the stream is known. */
    void note(Segment segment) {
        // The window of an acknowledgement that comes late is no longer valid (RFC 9293 3.10.7.4).
        if (segment.isRst() || segment.isOutdatedAck()) {
            return;
        }
        TcpEndpoint sender = segment.sender();
        int window = scaledWindow(segment);
        if (window == 0) {
            noteClosed(segment);
        } else if (sender.window == 0) {
            noteOpened(segment);
        }
        noteFull(segment);
        sender.window = window;
        sender.winMax = Math.max(sender.winMax, window);
    }

    /** A window does not matter any more once the peer has sent all that it had. */
    private void noteClosed(Segment segment) {
        boolean matters = !segment.isSyn() && !segment.isFin() && segment.peer().finCount == 0;
        if (matters && segment.sender().window != 0) {
            TcpDirection direction = segment.sender().direction();
            direction.zeroWinCount++;
            direction.zeroWinSinceNs = segment.timeNs();
            intervals.countZeroWindow();
            events.note(TcpEventKind.ZERO_WINDOW);
        }
    }

    private void noteOpened(Segment segment) {
        segment.sender().reopenedNs = segment.timeNs();
        segment.sender().reopenedTsVal =
                segment.packet().hasTimestamps() ? segment.packet().tsVal() : 0;
        if (segment.sender().isNoteworthy()) {
            TcpDirection direction = segment.sender().direction();
            if (direction.zeroWinSinceNs != Flow.ABSENT) {
                endZeroWindow(segment.flow(), segment.sender(), segment.timeNs(), segment.frame());
                events.note(TcpEventKind.WINDOW_UPDATE);
            }
        }
    }

    /**
     * Ends the time of a window that is closed.
     *
     * @param closer who advertised it
     * @param frame  the segment that opened it; {@link Flow#ABSENT} if none did
     */
    void endZeroWindow(Flow flow, TcpEndpoint closer, long nowNs, long frame) {
        TcpDirection direction = closer.direction();
        if (direction.zeroWinSinceNs != Flow.ABSENT) {
            stalls.noteClosedWindow(flow, closer, nowNs, frame);
            direction.zeroWinNs += Math.max(0, nowNs - direction.zeroWinSinceNs);
            direction.zeroWinSinceNs = Flow.ABSENT;
        }
    }

    /** The segment ends just where the window of the peer does; told only where the scale is certain. */
    private void noteFull(Segment segment) {
        TcpEndpoint peer = segment.peer();
        boolean plain = (segment.packet().flags() & (TcpHeader.SYN | TcpHeader.FIN)) == 0;
        boolean certain = isScaleCertain(segment.sender(), peer);
        if (segment.payloadLength() > 0 && plain && certain && peer.window > 0) {
            if (segment.end() == segment.sender().ackedPosition + peer.window) {
                segment.sender().direction().windowFullCount++;
                events.note(TcpEventKind.WINDOW_FULL);
            }
        }
    }
}
