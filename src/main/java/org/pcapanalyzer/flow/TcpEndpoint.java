package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * One side of a TCP connection: what it sent, and what the peer acknowledged of it. Places in its stream are positions:
 * sequence numbers extended to 64 bits, which neither wrap nor lie below 0.
 */
final class TcpEndpoint {
    static final int UNKNOWN_WINDOW = -1;

    private static final long FIRST_EPOCH = 1L << 32;

    final Side side;
    final WiresharkEndpoint wireshark = new WiresharkEndpoint();
    final ZeekEndpoint zeek = new ZeekEndpoint();

    /** One past the highest byte that was sent or acknowledged; 0 while the stream is unknown. */
    long nextPosition;
    /** Lowest byte of payload that the capture could have held. */
    long firstPosition;
    /** Up to here the peer acknowledged. */
    long ackedPosition;
    /** Time of the ACK that moved {@link #ackedPosition} last. */
    long ackedNs = Flow.ABSENT;
    /** Time of the last ACK that told the sender something new: of {@link #ackedPosition}, SACK, or a duplicate. */
    long newsNs = Flow.ABSENT;
    /** Position of the FIN; 0 if none was sent. */
    long finPosition;
    /** Time of the last payload or FIN. */
    long lastSentNs = Flow.ABSENT;

    /** Time when a segment last showed that all up to {@link #nextPosition} was all that was sent. */
    long shownNs = Flow.ABSENT;

    long lastPayloadNs = Flow.ABSENT;
    /** Time of the first payload, and the position behind it. */
    long firstPayloadNs = Flow.ABSENT;

    long firstPayloadEnd;
    /** From the second segment with payload on; null before. */
    Pace pace;

    long uniqueBytes;
    long dataPkts;
    long payloadBytes;
    long ackCount;
    int winMax;
    /** Receive window last advertised, bytes; {@link #UNKNOWN_WINDOW} before. */
    int window = UNKNOWN_WINDOW;

    /** Time when {@link #window} was opened after it had been closed. */
    long reopenedNs = Flow.ABSENT;
    /** Time stamp value of the segment that opened it; 0 if it had none. */
    int reopenedTsVal;

    long lastSynNs = Flow.ABSENT;
    /** End of the first new bytes after a silence as long as a timeout, which may be a resend; 0 if there was none. */
    long resumedEnd;

    long resumedNs;
    /** IP IDs show that packets before it were not captured. */
    boolean resumedBehindLoss;

    long finFrame = Flow.ABSENT;
    long finNs = Flow.ABSENT;
    long peerBytesAfterFin;

    int packets;
    /** Duplicate ACKs of the peer for {@link #ackedPosition}. */
    int dupAcks;

    int synCount;
    int synackCount;
    int finCount;
    int rstCount;
    int initialSeq;
    int mss = -1;
    int windowScale = -1;
    int maxIpLength;
    int lastIpId;
    /** Two packets in a row had different IP IDs. */
    boolean ipIdVaries;
    /** Two packets in a row had the same IP ID. */
    boolean ipIdRepeats;

    boolean sackPermitted;
    boolean dfSeen;
    boolean finAcked;

    /** The sender's own clock, as its time stamps show it. */
    private SenderClock clock = SenderClock.NONE;

    private SentSegments sent;
    private SequenceGaps gaps;
    private SequenceRanges sacked;
    private PendingResends pending;
    private Repair repair;
    private TcpDirection direction;
    /** The first RST in this side's name; null before. */
    TcpReset reset;

    TcpEndpoint(Side side) {
        this.side = side;
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return nextPosition + shownNs + payloadBytes + finNs + (direction == null ? 0 : 1);
    }

    /** The same of its parts. */
    long touchParts() {
        long sum = wireshark.touch() + zeek.touch() + clock.touch();
        return sum + (sent == null ? 0 : sent.touch()) + (pace == null ? 0 : pace.touch());
    }

    /** The same of their parts. */
    long touchInnerParts() {
        return zeek.touchParts() + (sent == null ? 0 : sent.touchParts()) + (pace == null ? 0 : pace.touchParts());
    }

    /** Position of a sequence number that is less than 2^31 away from {@link #nextPosition}. */
    long position(int seq) {
        return nextPosition + (seq - (int) nextPosition);
    }

    /** The clock behind the time stamps that it sends. */
    SenderClock clock() {
        return clock;
    }

    /** Takes a packet that it sent, with time stamps. */
    void noteTimestamps(Packet packet, TcpEndpoint peer) {
        if (clock == SenderClock.NONE) {
            clock = new SenderClock();
        }
        clock.note(packet, peer.clock.echoNs(packet));
    }

    boolean hasStream() {
        return nextPosition != 0;
    }

    /** Starts the stream at a sequence number; everything before it is unknown. */
    void beginStream(int seq) {
        nextPosition = FIRST_EPOCH + (seq & 0xFFFFFFFFL);
        firstPosition = nextPosition;
        ackedPosition = nextPosition;
        finPosition = 0;
        repair = null;
        release();
        pace = null;
        sent = null;
        gaps = null;
        sacked = null;
        pending = null;
    }

    /** The detail of this direction, made when the first noteworthy thing happens. */
    TcpDirection direction() {
        if (direction == null) {
            direction = new TcpDirection(this);
        }
        return direction;
    }

    boolean isNoteworthy() {
        return direction != null;
    }

    boolean hasSent() {
        return sent != null;
    }

    SentSegments sent() {
        return sent;
    }

    SentSegments sent(StateBudget budget) {
        if (sent == null) {
            sent = new SentSegments(budget);
        }
        return sent;
    }

    boolean hasGaps() {
        return gaps != null && gaps.count() > 0;
    }

    SequenceGaps gaps() {
        return gaps;
    }

    SequenceGaps gaps(StateBudget budget) {
        if (gaps == null) {
            gaps = new SequenceGaps(budget);
        }
        return gaps;
    }

    boolean hasSacked() {
        return sacked != null && !sacked.isEmpty();
    }

    SequenceRanges sacked() {
        return sacked;
    }

    SequenceRanges sacked(StateBudget budget) {
        if (sacked == null) {
            sacked = new SequenceRanges(budget);
        }
        return sacked;
    }

    /** Whether the peer acknowledged the range, cumulatively or selectively. */
    boolean isAcked(long start, long end) {
        return end <= ackedPosition || hasSacked() && sacked.covers(Math.max(start, ackedPosition), end);
    }

    boolean hasPending() {
        return pending != null && pending.size() > 0;
    }

    PendingResends pending() {
        return pending;
    }

    PendingResends pending(StateBudget budget) {
        if (pending == null) {
            pending = new PendingResends(budget);
        }
        return pending;
    }

    /** Whether this side has sent again. */
    boolean hasRepair() {
        return repair != null;
    }

    /** How this side repairs its losses; made when it first sends again. */
    Repair repair() {
        if (repair == null) {
            repair = new Repair();
        }
        return repair;
    }

    /** Whether the peer may acknowledge selectively what this side sends: unless the handshake says otherwise. */
    boolean maySack(TcpEndpoint peer) {
        return !hasSyn() || !peer.hasSyn() || sackPermitted && peer.sackPermitted;
    }

    /** Whether the handshake shows that both sides acknowledge selectively. */
    boolean knowsSack(TcpEndpoint peer) {
        return sackPermitted && peer.sackPermitted;
    }

    private boolean hasSyn() {
        return synCount + synackCount > 0;
    }

    /** Payload that was sent, captured or not, and not acknowledged. */
    long unackedPayloadBytes() {
        long end = finPosition == 0 ? nextPosition : finPosition;
        return Math.max(0, end - Math.max(ackedPosition, firstPosition));
    }

    long retransPkts() {
        return direction == null ? 0 : direction.retransPkts;
    }

    long missingBytes() {
        return gaps == null ? 0 : gaps.totalBytes();
    }

    /** Round-trip times of this side's segments, none if it sent no data. */
    RttEstimator rtt() {
        return sent == null ? RttEstimator.NONE : sent.rtt();
    }

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        nextPosition = fields.position(nextPosition);
        firstPosition = fields.position(firstPosition);
        ackedPosition = fields.position(ackedPosition);
        finPosition = fields.flag(finPosition != 0) ? fields.position(finPosition) : 0;
        resumedEnd = fields.flag(resumedEnd != 0) ? fields.position(resumedEnd) : 0;
        firstPayloadEnd = fields.flag(firstPayloadEnd != 0) ? fields.position(firstPayloadEnd) : 0;
        initialSeq = fields.sequence(initialSeq);
        packTimes(fields);
        packCounters(fields);
        packFlags(fields);
        wireshark.pack(fields);
        zeek.pack(fields);
        packParts(fields);
    }

    private void packTimes(FieldPacker fields) {
        ackedNs = fields.time(ackedNs);
        newsNs = fields.time(newsNs);
        lastSentNs = fields.time(lastSentNs);
        lastPayloadNs = fields.time(lastPayloadNs);
        shownNs = fields.time(shownNs);
        firstPayloadNs = fields.time(firstPayloadNs);
        reopenedNs = fields.time(reopenedNs);
        lastSynNs = fields.time(lastSynNs);
        resumedNs = fields.flag(resumedNs != 0) ? fields.time(resumedNs) : 0;
        finNs = fields.time(finNs);
        finFrame = fields.frame(finFrame);
    }

    private void packCounters(FieldPacker fields) {
        uniqueBytes = fields.number(uniqueBytes);
        dataPkts = fields.number(dataPkts);
        payloadBytes = fields.number(payloadBytes);
        ackCount = fields.number(ackCount);
        winMax = fields.number(winMax);
        window = fields.number(window);
        reopenedTsVal = fields.number(reopenedTsVal);
        peerBytesAfterFin = fields.number(peerBytesAfterFin);
        packets = fields.number(packets);
        dupAcks = fields.number(dupAcks);
        synCount = fields.number(synCount);
        synackCount = fields.number(synackCount);
        finCount = fields.number(finCount);
        rstCount = fields.number(rstCount);
        mss = fields.number(mss);
        windowScale = fields.number(windowScale);
        maxIpLength = fields.number(maxIpLength);
        lastIpId = fields.number(lastIpId);
    }

    private void packFlags(FieldPacker fields) {
        resumedBehindLoss = fields.flag(resumedBehindLoss);
        ipIdVaries = fields.flag(ipIdVaries);
        ipIdRepeats = fields.flag(ipIdRepeats);
        sackPermitted = fields.flag(sackPermitted);
        dfSeen = fields.flag(dfSeen);
        finAcked = fields.flag(finAcked);
    }

    /** What most directions lack is kept as it is. */
    private void packParts(FieldPacker fields) {
        if (fields.flag(clock.hasTicked())) {
            clock = clock == SenderClock.NONE ? new SenderClock() : clock;
            clock.pack(fields);
        } else {
            clock = SenderClock.NONE;
        }
        if (fields.flag(pace != null)) {
            pace = pace == null ? new Pace() : pace;
            pace.pack(fields);
        } else {
            pace = null;
        }
        if (fields.flag(sent != null)) {
            sent(fields.budget()).pack(fields);
        } else {
            sent = null;
        }
        gaps = fields.object(gaps);
        sacked = fields.object(sacked);
        pending = fields.object(pending);
        repair = fields.object(repair);
        reset = fields.object(reset);
        direction = fields.object(direction);
        if (direction != null) {
            direction.belongTo(this);
        }
    }

    /** Gives back memory that a closed connection hardly needs. */
    void trim() {
        if (sent != null) {
            sent.trim();
        }
    }

    /** Gives back all memory that counts against the {@link StateBudget}. */
    void release() {
        if (sent != null) {
            sent.release();
        }
        if (gaps != null) {
            gaps.release();
        }
        if (sacked != null) {
            sacked.release();
        }
        if (pending != null) {
            pending.release();
        }
    }

    int maxDeliveredIpLength() {
        return sent == null ? 0 : sent.maxDeliveredIpLength();
    }
}
