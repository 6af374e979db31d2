package org.pcapanalyzer.flow;

/** What {@link ZeekState} knows of one side. */
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

    State state = State.INACTIVE;
    State previousState = State.INACTIVE;
    int startSeq;
    int lastSeq;
    int ackSeq;
    /** Sequence numbers of the last SYN, FIN and RST, to tell a repeated one from another. */
    int lastSyn;

    int lastFin;
    int lastRst;
    int gaps;
    int resends;
    int zeroWindows;
    /** Bits of the letters in the history that come once, or again only for another sequence number. */
    int letters;

    boolean sentFin;

    void enter(State next) {
        if (next != state) {
            previousState = state;
            state = next;
        }
    }

    void start(int seq, int last) {
        startSeq = seq;
        ackSeq = seq;
        lastSeq = last;
    }

    /** True if both handshake and, if any, close of this side were regular so far. */
    boolean isClean() {
        return state == State.ESTABLISHED || state == State.CLOSED && previousState == State.ESTABLISHED;
    }

    boolean isSilent() {
        return state == State.INACTIVE || state == State.PARTIAL;
    }

    /** Whether Zeek would say that this side sent no payload, judged by sequence numbers. */
    boolean isEmpty(ZeekEndpoint peer) {
        boolean halfOpenAborted =
                previousState == State.SYN_SENT && state == State.RESET && peer.state == State.INACTIVE;
        if (halfOpenAborted && ackSeq != startSeq && ackSeq != startSeq + 1) {
            return true;
        }
        int size = (lastSeq - ackSeq > 0 ? lastSeq : ackSeq) - startSeq;
        return size - (sentFin ? 2 : 1) <= 0;
    }
}
