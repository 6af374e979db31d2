package org.pcapanalyzer.flow;

/**
 * What {@link ZeekState} knows of one side. Sequence numbers are Zeek's 64 bits: those of the wire, with the number of
 * times that they wrapped above them; places in the stream are relative to the first of them.
 */
final class ZeekEndpoint {
    /** States of a side, named as Zeek's {@code TCP_*}. */
    enum State {
        INACTIVE,
        SYN_SENT,
        SYN_ACK_SENT,
        PARTIAL,
        ESTABLISHED,
        CLOSED,
        RESET
    }

    private static final State[] STATES = State.values();
    private static final long WRAP = 1L << 32;
    private static final long SEQ_MASK = WRAP - 1;

    final ZeekReassembly stream = new ZeekReassembly();

    State state = State.INACTIVE;
    State previousState = State.INACTIVE;
    long missedBytes;
    /** Relative places of the last SYN, FIN and RST, to tell a repeated one from another. */
    int lastSyn;

    int lastFin;
    int lastRst;
    int gaps;
    int resends;
    int zeroWindows;
    /** Bits of the letters in the history that come once, or again only for another sequence number. */
    int letters;

    boolean sentFin;
    /** Its whole stream was delivered, up to a FIN or RST. */
    boolean isAtEnd;

    boolean isClosed;

    private long startSeq;
    private long lastSeq;
    private long ackSeq;
    private long finPlace;

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        state = fields.constant(state, STATES);
        previousState = fields.constant(previousState, STATES);
        startSeq = fields.sequence((int) startSeq) & SEQ_MASK;
        lastSeq = startSeq + fields.number(lastSeq - startSeq);
        ackSeq = startSeq + fields.number(ackSeq - startSeq);
        finPlace = fields.number(finPlace);
        missedBytes = fields.number(missedBytes);
        lastSyn = fields.number(lastSyn);
        lastFin = fields.number(lastFin);
        lastRst = fields.number(lastRst);
        gaps = fields.number(gaps);
        resends = fields.number(resends);
        zeroWindows = fields.number(zeroWindows);
        letters = fields.number(letters);
        sentFin = fields.flag(sentFin);
        isAtEnd = fields.flag(isAtEnd);
        isClosed = fields.flag(isClosed);
        stream.pack(fields);
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return missedBytes + letters;
    }

    /** The same of its parts. */
    long touchParts() {
        return stream.touch();
    }

    void enter(State next) {
        if (next != state) {
            previousState = state;
            state = next;
        }
    }

    /** Sets the first sequence number of the stream (that of the SYN) and the next one expected. */
    void start(int seq, int last) {
        startSeq = seq & SEQ_MASK;
        ackSeq = ackSeq & -WRAP | startSeq;
        lastSeq = lastSeq & -WRAP | last & SEQ_MASK;
    }

    boolean isFirst(int seq) {
        return seq == (int) startSeq;
    }

    /** True while nothing but the SYN was seen of this side. */
    boolean isAfterSyn() {
        return (int) lastSeq == (int) startSeq + 1;
    }

    /** How far a sequence number lies above the last one, negative below. */
    int aboveLast(int seq) {
        return seq - (int) lastSeq;
    }

    /** How far an acknowledgement lies above the last one, negative below. */
    int aboveAcked(int ack) {
        return ack - (int) ackSeq;
    }

    void moveLast(int seq) {
        lastSeq = forward(lastSeq, seq);
    }

    void moveAcked(int ack) {
        ackSeq = forward(ackSeq, ack);
    }

    private static long forward(long from, int seq) {
        long moved = from & -WRAP | seq & SEQ_MASK;
        return moved < from ? moved + WRAP : moved;
    }

    /** Place in the stream of a sequence number that this side sent, negative before its start. */
    long placeOfSent(int seq) {
        return place(lastSeq, seq);
    }

    /** Place in the stream of an acknowledgement of the peer, negative before its start. */
    long placeOfAcked(int ack) {
        return place(ackSeq, ack);
    }

    private long place(long near, int seq) {
        long extended = near + (seq - (int) near);
        return extended < WRAP ? seq - (int) startSeq : extended - startSeq;
    }

    /** Place in the stream up to which the peer acknowledged. */
    long ackedPlace() {
        return ackSeq - startSeq;
    }

    /** Place behind the last byte that this side sent, FIN included. */
    long lastPlace() {
        return lastSeq - startSeq;
    }

    void noteFin(long place) {
        sentFin = true;
        finPlace = place;
    }

    /** Where the payload ends below an acknowledged place: a FIN is none. */
    long withoutFin(long acked) {
        return sentFin && acked >= finPlace ? finPlace - 1 : acked;
    }

    boolean hasNothingAcked() {
        long acked = ackedPlace();
        return acked == 0 || acked == 1;
    }

    /** True if both handshake and, if any, close of this side were regular so far. */
    boolean isClean() {
        return state == State.ESTABLISHED || state == State.CLOSED && previousState == State.ESTABLISHED;
    }

    boolean isSilent() {
        return state == State.INACTIVE || state == State.PARTIAL;
    }

    boolean isOver() {
        return sentFin || state == State.CLOSED || state == State.RESET;
    }

    /** Whether the end of the stream has to wait, for bytes that are missing or for the peer's that are not acknowledged. */
    boolean isPending(ZeekEndpoint peer) {
        if (stream.isGivenUp()) {
            return false;
        }
        long ahead = lastPlace() - stream.delivered();
        if (ahead < 0) {
            return false;
        }
        return ahead > 1 || state != State.RESET && peer.stream.holdsUnacknowledged();
    }

    /** Payload that Zeek would say this side sent, bytes, judged by sequence numbers. */
    long size(ZeekEndpoint peer) {
        boolean halfOpenAborted =
                previousState == State.SYN_SENT && state == State.RESET && peer.state == State.INACTIVE;
        if (halfOpenAborted && !hasNothingAcked()) {
            return 0;
        }
        long size = Math.max(lastPlace(), ackedPlace());
        return Math.max(0, size - (sentFin ? 2 : 1));
    }
}
