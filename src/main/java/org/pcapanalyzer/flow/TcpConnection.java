package org.pcapanalyzer.flow;

/** What TCP adds to a flow: two endpoints and the story of handshake and close. */
final class TcpConnection {
    private static final Closer[] CLOSERS = Closer.values();

    final TcpEndpoint orig = new TcpEndpoint(Side.ORIG);
    final TcpEndpoint resp = new TcpEndpoint(Side.RESP);

    /** Wireshark's bits. */
    int completeness;
    /** Time of the latest SYN, for Wireshark's initial RTT; {@link Flow#ABSENT} if none. */
    long wiresharkSynNs = Flow.ABSENT;
    /** Wireshark's initial RTT; 0 while unknown. */
    long wiresharkRttNs;

    /** Time of the last packet before both sides were closed, as {@link ZeekState} sees it. */
    long zeekEndNs;
    /** A close that {@link ZeekState} saw waits for bytes that are missing. */
    boolean isZeekCloseDeferred;

    Closer firstCloser = Closer.NONE;
    long firstFinNs = Flow.ABSENT;
    long firstRstNs = Flow.ABSENT;
    long reuseGapNs = Flow.ABSENT;
    long synNs = Flow.ABSENT;
    /** Time of the responder's first SYN-ACK. */
    long synackNs = Flow.ABSENT;
    /** Time of the originator's ACK of it, and whether it can answer nothing but that SYN-ACK. */
    long handshakeNs = Flow.ABSENT;

    boolean isOneSynackAnswered;
    /** Longest time by which a second copy of data followed the first on the same path, microseconds; 0 if none came. */
    int copyGapUs;

    final TurnTaking turns = new TurnTaking();

    /** What was asked and answered last; null before the originator's first payload. */
    Turn turn;

    private long pauseNs;
    private long pauseEndNs = Flow.ABSENT;

    /** As {@link Flow#touch}. */
    long touch() {
        return completeness + pauseNs + turns.touch() + (turn == null ? 0 : turn.touch());
    }

    /**
     * Notes a packet after {@code gapNs} of silence. The pause that counts is the longest one that ended with the
     * current exchange: a shorter pause takes its place only when the exchange has lasted longer than the pause before.
     */
    void notePause(long nowNs, long gapNs) {
        if (pauseEndNs == Flow.ABSENT || gapNs >= pauseNs || nowNs - pauseEndNs > pauseNs) {
            pauseNs = gapNs;
            pauseEndNs = nowNs;
        }
    }

    /** The longest pause that ended with the current exchange, nanoseconds. */
    long pauseNs() {
        return pauseNs;
    }

    /**
     * Both sides sent a FIN, or one a RST. Where neither a SYN nor payload was seen (backscatter of a flood, answers to
     * a scan) there is no connection that could close.
     */
    boolean isClosed() {
        boolean isConnection = orig.synCount > 0 || orig.dataPkts + resp.dataPkts > 0;
        return isConnection && (firstRstNs != Flow.ABSENT || orig.finCount > 0 && resp.finCount > 0);
    }

    /** Both sides sent a FIN that the other one acknowledged, and so all before it: nothing has to come any more. */
    boolean isSettled() {
        return orig.finAcked && resp.finAcked;
    }

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        completeness = fields.number(completeness);
        wiresharkSynNs = fields.time(wiresharkSynNs);
        synNs = fields.time(synNs);
        synackNs = fields.time(synackNs);
        handshakeNs = fields.time(handshakeNs);
        pauseEndNs = fields.time(pauseEndNs);
        zeekEndNs = fields.time(zeekEndNs);
        firstFinNs = fields.time(firstFinNs);
        firstRstNs = fields.time(firstRstNs);
        wiresharkRttNs = fields.number(wiresharkRttNs);
        pauseNs = fields.number(pauseNs);
        reuseGapNs = fields.number(reuseGapNs);
        copyGapUs = fields.number(copyGapUs);
        firstCloser = fields.constant(firstCloser, CLOSERS);
        isZeekCloseDeferred = fields.flag(isZeekCloseDeferred);
        isOneSynackAnswered = fields.flag(isOneSynackAnswered);
        turns.pack(fields);
        if (fields.flag(turn != null)) {
            turn = turn == null ? new Turn() : turn;
            turn.pack(fields);
        } else {
            turn = null;
        }
        orig.pack(fields);
        resp.pack(fields);
    }

    /** Gives back memory that a closed connection hardly needs. */
    void trim() {
        orig.trim();
        resp.trim();
    }

    /** Gives back the memory of both directions' streams when the connection is over and told. */
    void release() {
        orig.release();
        resp.release();
        orig.zeek.stream.release();
        resp.zeek.stream.release();
    }

    boolean isHandshakeComplete() {
        return handshakeNs != Flow.ABSENT;
    }

    CloseKind closeKind() {
        if (firstRstNs != Flow.ABSENT) {
            return CloseKind.RST;
        }
        if (orig.finCount > 0 && resp.finCount > 0) {
            return CloseKind.FIN;
        }
        return orig.finCount + resp.finCount > 0 ? CloseKind.HALF : CloseKind.OPEN;
    }

    long synRttNs() {
        boolean once = orig.synCount == 1 && synackNs != Flow.ABSENT;
        return once && synackNs >= synNs ? synackNs - synNs : Flow.ABSENT;
    }

    /** Round-trip time from end to end by the handshake; {@link Flow#ABSENT} if it does not tell. */
    long pathRttNs() {
        long synRttNs = synRttNs();
        long ackRttNs = ackRttNs();
        return synRttNs == Flow.ABSENT || ackRttNs == Flow.ABSENT ? Flow.ABSENT : synRttNs + ackRttNs;
    }

    long ackRttNs() {
        return isOneSynackAnswered ? handshakeNs - synackNs : Flow.ABSENT;
    }
}
