package org.pcapanalyzer.flow;

/** Follows FIN and RST: who, when, and what stood open then. */
final class CloseTracker {
    private final TcpEventWriter events;

    CloseTracker(TcpEventWriter events) {
        this.events = events;
    }

    /** Takes the next segment of its connection, after its place in the stream is known and before it counts as sent. */
    void note(Segment segment) {
        if (segment.isRst()) {
            noteRst(segment);
        } else if (segment.isFin()) {
            noteFin(segment);
        }
    }

    private void noteRst(Segment segment) {
        TcpEndpoint sender = segment.sender();
        TcpConnection connection = segment.connection();
        if (connection.firstRstNs == Flow.ABSENT) {
            connection.firstRstNs = segment.timeNs();
            noteCloser(segment);
        }
        if (sender.rstCount++ == 0) {
            describeRst(segment, sender.direction());
            sender.reset = new TcpReset(segment);
        } else {
            sender.reset.noteRstAfter(segment);
        }
        events.note(TcpEventKind.RESET);
    }

    private void describeRst(Segment segment, TcpDirection direction) {
        TcpEndpoint sender = segment.sender();
        TcpEndpoint peer = segment.peer();
        direction.rstFrame = segment.frame();
        direction.rstNs = segment.timeNs();
        direction.rstTtl = segment.packet().ttl();
        direction.idleBeforeRstNs = segment.connection().pauseNs();
        direction.rstAfterOwnDataNs = since(sender.lastSentNs, segment.timeNs());
        direction.rstAfterPeerDataNs = since(peer.lastPayloadNs, segment.timeNs());
        direction.ownDataBeforeRst = sender.payloadBytes;
        direction.peerUnackedBeforeRst = peer.unackedPayloadBytes();
    }

    private static long since(long thenNs, long nowNs) {
        return thenNs == Flow.ABSENT ? Flow.ABSENT : nowNs - thenNs;
    }

    private void noteFin(Segment segment) {
        TcpEndpoint sender = segment.sender();
        TcpConnection connection = segment.connection();
        if (connection.firstFinNs == Flow.ABSENT) {
            connection.firstFinNs = segment.timeNs();
            noteCloser(segment);
        }
        if (sender.finCount++ == 0) {
            sender.finFrame = segment.frame();
            sender.finNs = segment.timeNs();
            if (sender.isNoteworthy()) {
                events.note(TcpEventKind.FIN);
            }
        }
    }

    private static void noteCloser(Segment segment) {
        TcpConnection connection = segment.connection();
        if (connection.firstCloser == Closer.NONE) {
            connection.firstCloser = segment.sender() == connection.orig ? Closer.ORIG : Closer.RESP;
        }
    }
}
