package org.pcapanalyzer.flow;

import org.pcapanalyzer.flow.ZeekEndpoint.State;

/**
 * Zeek's {@code conn_state} and {@code history} of a TCP connection, letter for letter, and what else its conn.log says of
 * it: sizes by sequence numbers, missed bytes, duration. Follows Zeek's endpoint states and their transitions, without its
 * time-outs. Nothing else depends on it. Sees every segment, second copies included.
 */
final class ZeekState {
    private static final int LARGE_SEQ_DELTA = 1 << 20;

    private static final int SYN = 1;
    private static final int FIN = 1 << 1;
    private static final int RST = 1 << 2;
    private static final int FIN_RST = 1 << 3;
    private static final int MULTI_FLAG = 1 << 4;
    private static final int DATA = 1 << 5;
    private static final int ACK = 1 << 6;

    private final StateBudget budget;

    private Segment segment;
    private ZeekEndpoint sender;
    private ZeekEndpoint peer;
    private Side side;
    /** Place of the segment in the sender's stream, and where its acknowledgement lies in the peer's. */
    private long place;

    private long acked;

    ZeekState(StateBudget budget) {
        this.budget = budget;
    }

    /** Takes the next segment of its connection. */
    void note(Segment next) {
        segment = next;
        sender = next.sender().zeek;
        peer = next.peer().zeek;
        side = next.sender().side;
        if (next.isPlain() && sender.state == State.ESTABLISHED && peer.state == State.ESTABLISHED) {
            notePlain();
            return;
        }
        int end = next.seq() + sequenceLength();
        settleStart(end);
        place = sender.placeOfSent(next.seq());
        noteFlags();
        noteWindow();
        noteTime();
        if (next.isFin()) {
            sender.noteFin(place + sequenceLength());
        }
        noteAck();
        noteProgress(end);
        boolean closes = closes();
        move();
        reassemble();
        noteEnd(sender, peer);
        if (closes) {
            close(sender, peer);
        }
    }

    /** Takes a segment that cannot change the state of an established connection, as most are: no side has an end yet. */
    private void notePlain() {
        int length = segment.payloadLength();
        place = sender.placeOfSent(segment.seq());
        if (length > 0) {
            addOnce(DATA, 'D');
        } else {
            addOnce(ACK, 'A');
        }
        if (segment.packet().window() == 0) {
            addScaled('W', ++sender.zeroWindows, side);
        }
        segment.connection().zeekEndNs = segment.timeNs();
        noteAck();
        noteProgress(segment.seq() + length);
        reassemble();
    }

    /** Trailing packets of a connection that is closed for both sides do not lengthen it. */
    private void noteTime() {
        if (!sender.isClosed || !peer.isClosed) {
            segment.connection().zeekEndNs = segment.timeNs();
        }
    }

    private void move() {
        switch (sender.state) {
            case INACTIVE -> fromInactive();
            case SYN_SENT, SYN_ACK_SENT -> fromSynSent();
            case ESTABLISHED, PARTIAL -> fromEstablished();
            case CLOSED -> fromClosed();
            case RESET -> {}
        }
    }

    private void reassemble() {
        if (segment.isAck() && peer.stream.acknowledge(peer.withoutFin(acked))) {
            if (peer.stream.gaps() > 0 && peer.isClean() && sender.isClean()) {
                noteGaps();
            }
            noteEnd(peer, sender);
        }
        int length = segment.payloadLength();
        boolean isWhole = segment.packet().capturedPayloadLength() == length;
        if (length > 0 && isWhole && !segment.isRst() && place >= 0) {
            sender.stream.add(sender, segment.isSyn() ? place + 1 : place, length, budget);
        }
    }

    /** Zeek reports gaps only while both sides are established or regularly closing. */
    private void noteGaps() {
        peer.missedBytes += peer.stream.missed();
        for (int i = 0; i < peer.stream.gaps(); i++) {
            addScaled('G', ++peer.gaps, segment.peer().side);
        }
    }

    private boolean closes() {
        if (!segment.isFin() && !segment.isRst()) {
            return false;
        }
        return switch (sender.state) {
            case CLOSED -> segment.isRst() && peer.state != State.CLOSED && !sender.isClosed;
            case RESET -> false;
            default -> true;
        };
    }

    /** Once all of a stream is delivered, its end counts; one that had to wait for that is made up for. */
    private void noteEnd(ZeekEndpoint endpoint, ZeekEndpoint other) {
        if (endpoint.isAtEnd || !endpoint.isOver() || endpoint.isPending(other)) {
            return;
        }
        endpoint.isAtEnd = true;
        TcpConnection connection = segment.connection();
        if (connection.isZeekCloseDeferred) {
            endpoint.isClosed = true;
            connection.isZeekCloseDeferred = false;
        }
    }

    private void close(ZeekEndpoint endpoint, ZeekEndpoint other) {
        TcpConnection connection = segment.connection();
        connection.isZeekCloseDeferred = endpoint.isPending(other);
        endpoint.isClosed |= !connection.isZeekCloseDeferred;
    }

    /** Payload of a RST is no part of the stream. */
    private int sequenceLength() {
        return segment.sequenceLength() - (segment.isRst() ? segment.payloadLength() : 0);
    }

    private void settleStart(int end) {
        boolean syn = segment.isSyn();
        int seq = segment.seq();
        switch (sender.state) {
            case INACTIVE -> {
                if (syn) {
                    sender.start(seq, end);
                } else {
                    sender.start(seq - 1, seq);
                }
            }
            case SYN_SENT, SYN_ACK_SENT -> {
                if (syn && !sender.isFirst(seq)) {
                    sender.start(seq, end);
                }
            }
            case ESTABLISHED, PARTIAL -> {
                if (syn) {
                    sender.start(seq, end);
                }
            }
            case RESET -> {
                if (syn && sender.previousState == State.INACTIVE) {
                    sender.start(seq, end);
                }
            }
            case CLOSED -> {}
        }
    }

    private void noteFlags() {
        boolean syn = segment.isSyn();
        boolean fin = segment.isFin();
        boolean rst = segment.isRst();
        if (fin && rst) {
            addOnce(FIN_RST, 'I');
        } else if (syn && (fin || rst)) {
            addOnce(MULTI_FLAG, 'Q');
        } else if (syn) {
            char letter = segment.isAck() ? 'H' : 'S';
            addUnlessRepeated(SYN, letter, (int) place != sender.lastSyn);
            sender.lastSyn = (int) place;
        } else if (fin) {
            int finPlace = (int) place + segment.payloadLength();
            addUnlessRepeated(FIN, 'F', finPlace != sender.lastFin);
            sender.lastFin = finPlace;
        } else if (rst) {
            addUnlessRepeated(RST, 'R', (int) place != sender.lastRst);
            sender.lastRst = (int) place;
        } else if (segment.payloadLength() > 0) {
            addOnce(DATA, 'D');
        } else if (segment.isAck()) {
            addOnce(ACK, 'A');
        }
    }

    private void addOnce(int bit, char letter) {
        addUnlessRepeated(bit, letter, false);
    }

    private void addUnlessRepeated(int bit, char letter, boolean isOther) {
        if ((sender.letters & bit) == 0 || isOther) {
            sender.letters |= bit;
            segment.flow().history.add(letter, side);
        }
    }

    /** Letters that stand for the 1st, 10th, 100th time and so on. */
    private void addScaled(char letter, int times, Side of) {
        int power = 1;
        while (power < times && power <= Integer.MAX_VALUE / 10) {
            power *= 10;
        }
        if (power == times) {
            segment.flow().history.add(letter, of);
        }
    }

    private void noteWindow() {
        boolean open = peer.state != State.CLOSED && sender.state != State.RESET;
        if (segment.packet().window() == 0 && !segment.isRst() && open) {
            addScaled('W', ++sender.zeroWindows, side);
        }
    }

    private void noteAck() {
        if (!segment.isAck()) {
            return;
        }
        int ack = segment.ack();
        if (peer.state == State.INACTIVE) {
            acked = 1;
            peer.start(ack - 1, ack - 1);
            return;
        }
        acked = peer.placeOfAcked(ack);
        if (acked >= 0 && !segment.isRst()) {
            int delta = peer.aboveAcked(ack);
            if (delta > 0 && (ack != 0 || delta <= LARGE_SEQ_DELTA)) {
                peer.moveAcked(ack);
            }
        }
    }

    private void noteProgress(int end) {
        int delta = sender.aboveLast(end);
        if ((segment.isSyn() || segment.isRst()) && (delta > LARGE_SEQ_DELTA || delta < -LARGE_SEQ_DELTA)) {
            return;
        }
        if (segment.isFin() && sender.isAfterSyn()) {
            sender.moveLast(end);
        } else if (sender.state != State.RESET) {
            if (delta > 0) {
                sender.moveLast(end);
            } else if (segment.payloadLength() > 0) {
                addScaled('T', ++sender.resends, side);
            }
        }
    }

    private void fromInactive() {
        boolean isOriginator = side == Side.ORIG;
        if (segment.isSyn()) {
            if (isOriginator) {
                sender.enter(segment.isAck() ? State.SYN_ACK_SENT : State.SYN_SENT);
            } else {
                if (peer.state == State.SYN_SENT) {
                    peer.enter(State.ESTABLISHED);
                }
                sender.enter(State.ESTABLISHED);
            }
        }
        if (segment.isFin()) {
            sender.enter(State.CLOSED);
        }
        if (segment.isRst()) {
            sender.enter(State.RESET);
        }
        if (sender.state != State.INACTIVE) {
            return;
        }
        boolean earlyAck = !isOriginator && segment.payloadLength() == 0 && peer.state == State.SYN_SENT;
        if (!earlyAck) {
            boolean synMissed = segment.isAck() && peer.state == State.ESTABLISHED;
            sender.enter(synMissed ? State.ESTABLISHED : State.PARTIAL);
        }
    }

    private void fromSynSent() {
        if (segment.isFin()) {
            sender.enter(State.CLOSED);
        }
        if (segment.isRst()) {
            sender.enter(State.RESET);
        }
    }

    private void fromEstablished() {
        boolean lateSyn = segment.isBareSyn() && sender.state == State.PARTIAL && peer.state == State.INACTIVE;
        if (lateSyn) {
            sender.enter(State.SYN_SENT);
        }
        if (segment.isFin() && !segment.isRst()) {
            sender.enter(State.CLOSED);
            if (peer.state == State.RESET && peer.previousState == State.CLOSED) {
                peer.enter(State.CLOSED);
            }
        }
        if (segment.isRst()) {
            sender.enter(State.RESET);
        }
    }

    private void fromClosed() {
        if (segment.isRst() && peer.state != State.CLOSED) {
            sender.enter(State.RESET);
        }
    }

    /** The state that Zeek would write when the connection is over. */
    static ConnState connState(TcpConnection connection, History history) {
        ZeekEndpoint orig = connection.orig.zeek;
        ZeekEndpoint resp = connection.resp.zeek;
        if (resp.state == State.RESET) {
            return resetByResponder(orig, resp);
        }
        if (orig.state == State.RESET) {
            if (resp.isSilent()) {
                return isAbortedSyn(history.toString()) ? ConnState.RSTOS0 : ConnState.OTH;
            }
            return ConnState.RSTO;
        }
        if (orig.state == State.CLOSED) {
            if (resp.state == State.CLOSED) {
                return ConnState.SF;
            }
            return resp.isSilent() ? ConnState.SH : ConnState.S2;
        }
        if (resp.state == State.CLOSED) {
            return orig.isSilent() ? ConnState.SHR : ConnState.S3;
        }
        if (orig.state == State.SYN_SENT && resp.state == State.INACTIVE) {
            return ConnState.S0;
        }
        boolean established = orig.state == State.ESTABLISHED && resp.state == State.ESTABLISHED;
        return established ? ConnState.S1 : ConnState.OTH;
    }

    private static ConnState resetByResponder(ZeekEndpoint orig, ZeekEndpoint resp) {
        boolean asked = orig.state == State.SYN_SENT || orig.state == State.SYN_ACK_SENT;
        boolean emptyResets = orig.state == State.RESET && orig.size(resp) == 0 && resp.size(orig) == 0;
        if (asked || emptyResets) {
            return ConnState.REJ;
        }
        return orig.isSilent() ? ConnState.RSTRH : ConnState.RSTR;
    }

    /** A SYN, then a RST of the originator, and none of the letters H, A, F, G, I, Q of it between them. */
    private static boolean isAbortedSyn(String history) {
        int start = history.startsWith("^") ? 1 : 0;
        if (!history.startsWith("S", start)) {
            return false;
        }
        for (int i = start + 1; i < history.length(); i++) {
            if (history.charAt(i) == 'R') {
                return true;
            }
            if ("HAFGIQ".indexOf(history.charAt(i)) >= 0) {
                return false;
            }
        }
        return false;
    }
}
