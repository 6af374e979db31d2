package org.pcapanalyzer.flow;

/**
 * One direction of a flow whose stream is wanted: where it stands. Places are positions, sequence numbers extended to 64
 * bits as seen from {@link #next}.
 */
final class StreamDirection {
    /** What may come late at the beginning of a stream that began before the capture. */
    private static final int REACH_BYTES = 1 << 20;
    /** Acknowledgements that lead further ahead of all that was seen are not believed. */
    private static final int FARTHEST_ACK_BYTES = 1 << 24;

    private static final long FIRST_EPOCH = 1L << 32;
    private static final GapReason[] REASONS = GapReason.values();

    final StreamPair streams;
    final Side side;
    /** What is held. */
    StreamPieces pieces = StreamPieces.NONE;

    /** Position of the first byte. */
    long start;
    /** Position of the next byte to hand over. */
    long next;
    /** Up to here the receiver acknowledged. */
    long acked;
    /** The lowest position that the start can still move to while nothing was handed over. */
    private long floor;
    /** Position of the FIN; {@link Flow#ABSENT} if none counts. */
    long fin = Flow.ABSENT;
    /** When {@link #acked} moved last. */
    private long ackedNs;
    /** Since when the receiver has bytes that were not handed over; {@link Flow#ABSENT} if it has none. */
    private long overtakenNs = Flow.ABSENT;
    /** Since when bytes wait for the start to be known; {@link Flow#ABSENT} if none do. */
    long waitingNs = Flow.ABSENT;

    boolean isStartKnown;
    boolean isOver;
    private boolean hasBegun;

    long pendingGapBytes;
    GapReason pendingGapReason;

    int gapCount;
    long missingBytes;
    /** Null where no copy differed and nothing was sent behind the FIN. */
    private StreamConflicts conflicts;

    StreamDirection(StreamPair streams, Side side) {
        this.streams = streams;
        this.side = side;
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return start + overtakenNs;
    }

    /** What is held, to hold more. */
    StreamPieces pieces(StreamMemory memory) {
        if (pieces == StreamPieces.NONE) {
            pieces = new StreamPieces(memory);
        }
        return pieces;
    }

    StreamReader reader() {
        return streams.reader;
    }

    /** Passes all fields through; what is held is kept as it is. */
    void pack(FieldPacker fields) {
        next = fields.position(next);
        start = fields.position(start);
        acked = fields.position(acked);
        floor = fields.position(floor);
        fin = fields.position(fin);
        ackedNs = fields.time(ackedNs);
        overtakenNs = fields.time(overtakenNs);
        waitingNs = fields.time(waitingNs);
        isStartKnown = fields.flag(isStartKnown);
        isOver = fields.flag(isOver);
        hasBegun = fields.flag(hasBegun);
        pendingGapBytes = fields.number(pendingGapBytes);
        pendingGapReason = fields.constant(pendingGapReason, REASONS);
        gapCount = fields.number(gapCount);
        missingBytes = fields.number(missingBytes);
        conflicts = fields.object(conflicts);
        StreamPieces held = fields.object(pieces == StreamPieces.NONE ? null : pieces);
        pieces = held == null ? StreamPieces.NONE : held;
    }

    boolean hasBegun() {
        return hasBegun;
    }

    /** Whether anything may have to wait: bytes that are held, an end or a start, or bytes that the receiver has. */
    boolean isUndecided() {
        return !isStartKnown || fin != Flow.ABSENT || overtakenNs != Flow.ABSENT || pieces.count() > 0;
    }

    /** Bytes handed over or told as missing. */
    long streamOffset() {
        return next - start;
    }

    long position(int seq) {
        return next + (seq - (int) next);
    }

    /** Takes the first payload seen for the start, until an earlier one comes. */
    void beginWithPayload(int seq) {
        begin(FIRST_EPOCH + Integer.toUnsignedLong(seq));
        floor = start - REACH_BYTES;
        acked = floor;
    }

    /** Takes the first segment seen, without payload, for the start: bytes before it are from before the capture. */
    void beginWithoutPayload(int seq) {
        begin(FIRST_EPOCH + Integer.toUnsignedLong(seq));
    }

    /** Takes the first acknowledgement for the start; bytes before it may be captured later. */
    private void beginWithAck(int ack) {
        beginWithPayload(ack);
        acked = start;
    }

    private void begin(long position) {
        start = position;
        next = position;
        acked = position;
        floor = position;
        fin = Flow.ABSENT;
        hasBegun = true;
    }

    /**
     * Takes the first byte behind a SYN for the start.
     *
     * @return false if the SYN does not fit what was seen of the stream
     */
    boolean beginBehindSyn(int seq) {
        long position = hasBegun ? position(seq) : FIRST_EPOCH + Integer.toUnsignedLong(seq);
        if (hasBegun && isStartKnown && position == start) {
            return true;
        }
        boolean isFixed = hasBegun && next != start || pendingGapBytes > 0;
        boolean fits = pieces.count() == 0 || position >= floor && position <= pieces.start(0);
        if (isFixed || !fits) {
            return false;
        }
        begin(position);
        isStartKnown = true;
        return true;
    }

    /** Moves a start that is not known yet down to earlier bytes. */
    void lowerStart(long position) {
        if (!isStartKnown && position >= floor && position < start) {
            start = position;
            next = position;
        }
    }

    void moveTo(long position) {
        next = position;
        overtakenNs = acked > next ? ackedNs : Flow.ABSENT;
    }

    /** Notes that the receiver has all before a sequence number. */
    void acknowledge(int ack, long nowNs) {
        if (!hasBegun) {
            beginWithAck(ack);
            return;
        }
        long position = position(ack);
        if (position <= acked || position - seenEnd() > FARTHEST_ACK_BYTES) {
            return;
        }
        acked = position;
        ackedNs = nowNs;
        if (!isStartKnown && pieces.count() == 0 && acked > start) {
            start = acked;
            next = acked;
        } else if (overtakenNs == Flow.ABSENT && acked > next) {
            overtakenNs = nowNs;
        }
    }

    /** Position behind all that the sender is known to have sent. */
    private long seenEnd() {
        long held = pieces.isWaiting() ? pieces.end(pieces.count() - 1) : next;
        return fin == Flow.ABSENT ? held : Math.max(held, fin + 1);
    }

    /** Notes a FIN; of several that were not reached yet the lowest counts. */
    void noteFin(long position) {
        if (position >= next && (fin == Flow.ABSENT || position < fin)) {
            fin = position;
        }
    }

    /** Where the hole at {@link #next} ends; {@link Flow#ABSENT} if nothing is known behind it. */
    long holeEnd() {
        if (pieces.isWaiting()) {
            long held = pieces.start(pieces.toldCount());
            return fin == Flow.ABSENT ? held : Math.min(held, fin);
        }
        return fin;
    }

    /** Whether the receiver has what is missing, and had it for longer than {@code patienceNs}. */
    boolean isHoleAcknowledged(long nowNs, long patienceNs) {
        return overtakenNs != Flow.ABSENT && nowNs - overtakenNs > patienceNs && holeEnd() > next && acked >= holeEnd();
    }

    boolean hasOvertaken() {
        return overtakenNs != Flow.ABSENT;
    }

    /** Where the stream ends, as far as acknowledgements and FIN tell; a last byte that nobody sent is a FIN. */
    long knownEnd() {
        if (fin != Flow.ABSENT) {
            return fin;
        }
        return acked == next + 1 ? next : Math.max(next, acked);
    }

    StreamConflicts conflicts() {
        if (conflicts == null) {
            conflicts = new StreamConflicts();
        }
        return conflicts;
    }

    long conflictingBytes() {
        return conflicts == null ? 0 : conflicts.bytes;
    }

    StreamTotals totals() {
        long bytes = next - start - missingBytes - pendingGapBytes;
        return conflicts == null
                ? new StreamTotals(bytes, gapCount, missingBytes, 0, 0, 0)
                : new StreamTotals(
                        bytes, gapCount, missingBytes, conflicts.segments, conflicts.bytes, conflicts.bytesBeyondFin);
    }
}
