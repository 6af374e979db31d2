package org.pcapanalyzer.flow;

/**
 * Resends of one direction whose verdict a later acknowledgement may still change, in the order of sending, each as the
 * row that it becomes. Indices count from the oldest, 0. A record takes seventeen longs:
 *
 * <pre>
 *   0  position of the first byte
 *   1  position behind the last byte
 *   2  time
 *   3  frame
 *   4  sequence number (high 32 bits), acknowledgement number
 *   5  IP length (high 32 bits), payload length
 *   6  window
 *   7  delta
 *   8  frame of the original
 *   9  attempt (high 32 bits), then 8 bits each: kind, label or 0, cause, side of the loss or 0; ordinals, from 1 where 0 is none
 *  10  time stamp (high 32 bits), flags
 *  11  time of the acknowledgement of all its bytes; 0 before
 *  12  time since the sending before, or since the sender learnt something
 *  13  wait counted as a stall
 *  14  start of the stall that it ended, and
 *  15  nanoseconds of that; 0 if it ended none
 *  16  bytes held behind what was missing (high 40 bits), times that this was sent
 * </pre>
 */
final class PendingResends {
    private static final int WORDS = 17;
    private static final int RECORD_BYTES = WORDS * Long.BYTES;
    private static final int MOST = 1024;
    private static final int REPORTED = 1;
    private static final int HAS_TIMESTAMP = 2;
    private static final int LONE = 4;
    private static final int STALL_PROBED = 8;
    private static final int STALL_ENDED = 16;
    private static final int SENDS_BITS = 24;
    private static final int OCTET = 0xFF;
    private static final TcpEventKind[] KINDS = TcpEventKind.values();
    private static final WiresharkLabel[] LABELS = WiresharkLabel.values();
    private static final ResendCause[] CAUSES = ResendCause.values();
    private static final LostWhere[] PLACES = LostWhere.values();
    private static final long[] NO_WORDS = {};

    private final StateBudget budget;
    private long[] words = NO_WORDS;
    private int capacity;
    private int head;
    private int size;

    PendingResends(StateBudget budget) {
        this.budget = budget;
    }

    int size() {
        return size;
    }

    /** Whether one more can be added without removing the oldest; makes room if it may. */
    boolean hasRoom() {
        return size < capacity || grow();
    }

    private boolean grow() {
        int grown = budget.grow(capacity, RECORD_BYTES, MOST, Limit.PENDING_RESENDS_PER_DIRECTION);
        if (grown == capacity) {
            return false;
        }
        long[] copy = new long[grown * WORDS];
        for (int i = 0; i < size; i++) {
            System.arraycopy(words, at(i), copy, i * WORDS, WORDS);
        }
        words = copy;
        capacity = grown;
        head = 0;
        return true;
    }

    /** Forgets all and gives the memory back. */
    void release() {
        budget.giveBack(capacity, RECORD_BYTES);
        words = NO_WORDS;
        capacity = 0;
        head = 0;
        size = 0;
    }

    private int at(int index) {
        return (head + index & capacity - 1) * WORDS;
    }

    /** Takes a copy of the row of the segment; only if there is room. */
    void add(Segment segment, TcpEvent row) {
        int at = at(size++);
        words[at] = segment.position();
        words[at + 1] = segment.end();
        words[at + 2] = row.timestampNs;
        words[at + 3] = row.frame;
        words[at + 4] = (long) row.seq << 32 | row.ack & 0xFFFFFFFFL;
        words[at + 5] = (long) row.ipLength << 32 | row.len;
        words[at + 6] = row.win;
        words[at + 7] = row.deltaNs;
        words[at + 8] = row.origFrame;
        int label = row.hasWsLabel() ? row.wsLabel.ordinal() + 1 : 0;
        int lost = row.hasLost() ? row.lost.ordinal() + 1 : 0;
        int names = row.event.ordinal() << 24 | label << 16 | row.cause.ordinal() << 8 | lost;
        words[at + 9] = (long) row.attempt << 32 | names;
        TcpEndpoint sender = segment.sender();
        boolean isTail = segment.end() == sender.nextPosition
                && sender.hasSent()
                && sender.sent().size() <= 1;
        long waitNs = Math.min(row.deltaNs, segment.timeNs() - Math.max(0, sender.newsNs));
        boolean isByTime = waitNs >= row.deltaNs / 4 * 3;
        boolean isLone = isTail && isByTime && segment.position() <= sender.ackedPosition;
        int flags = (segment.packet().hasTimestamps() ? HAS_TIMESTAMP : 0) | (isLone ? LONE : 0);
        words[at + 10] = (long) segment.packet().tsVal() << 32 | flags;
        words[at + 11] = 0;
        words[at + 12] = waitNs;
        words[at + 13] = sender.repair().stallNs;
        words[at + 14] = 0;
        words[at + 15] = 0;
        words[at + 16] = 0;
    }

    /**
     * Notes the stall that a resend ended, or did not end.
     *
     * @param sends    times that what was missing was sent, at most 2^24 - 1
     * @param isProbed whether a probe of the tail was sent meanwhile
     */
    void noteStall(int index, long startNs, long ns, long heldBytes, int sends, boolean isProbed, boolean isEnded) {
        int at = at(index);
        words[at + 14] = startNs;
        words[at + 15] = ns;
        words[at + 16] = heldBytes << SENDS_BITS | sends;
        words[at + 10] |= (isProbed ? STALL_PROBED : 0) | (isEnded ? STALL_ENDED : 0);
    }

    boolean hasStall(int index) {
        return words[at(index) + 15] != 0;
    }

    /** Fills the row with the stall of the oldest resend, but for the flow and its side; only if it has one. */
    void fillOldest(Stall row) {
        int at = at(0);
        boolean isProbed = (words[at + 10] & STALL_PROBED) != 0 && cause(0) == ResendCause.FAST_RETRANSMIT;
        row.cause = isProbed ? StallCause.TAIL_LOSS_PROBE : StallCause.of(cause(0));
        row.startNs = words[at + 14];
        row.ns = words[at + 15];
        row.isEnded = (words[at + 10] & STALL_ENDED) != 0;
        row.frame = words[at + 3];
        row.lostBytes = (int) words[at + 5];
        row.heldBytes = words[at + 16] >>> SENDS_BITS;
        row.sends = (int) words[at + 16] & (1 << SENDS_BITS) - 1;
    }

    /** Fills the row with the oldest resend, but for the flow and its side, and forgets it. */
    void removeOldest(TcpEvent row) {
        int at = at(0);
        row.timestampNs = words[at + 2];
        row.frame = words[at + 3];
        row.seq = (int) (words[at + 4] >>> 32);
        row.ack = (int) words[at + 4];
        row.ipLength = (int) (words[at + 5] >>> 32);
        row.len = (int) words[at + 5];
        row.win = words[at + 6];
        row.deltaNs = words[at + 7];
        row.origFrame = words[at + 8];
        row.attempt = (int) (words[at + 9] >>> 32);
        int names = (int) words[at + 9];
        row.event = KINDS[names >>> 24];
        int label = names >>> 16 & OCTET;
        row.wsLabel = label == 0 ? null : LABELS[label - 1];
        row.cause = CAUSES[names >>> 8 & OCTET];
        int lost = names & OCTET;
        row.lost = lost == 0 ? null : PLACES[lost - 1];
        head = head + 1 & capacity - 1;
        size--;
    }

    long position(int index) {
        return words[at(index)];
    }

    long end(int index) {
        return words[at(index) + 1];
    }

    long timeNs(int index) {
        return words[at(index) + 2];
    }

    /** Time since the sending before, or since the sender learnt something, nanoseconds; {@link Flow#ABSENT} if unknown. */
    long waitNs(int index) {
        return words[at(index) + 12];
    }

    /** Time since the segment was last sent or the hole was seen; {@link Flow#ABSENT} if unknown. */
    long deltaNs(int index) {
        return words[at(index) + 7];
    }

    /** Wait that was counted as a stall for it, nanoseconds. */
    long stallNs(int index) {
        return words[at(index) + 13];
    }

    ResendCause cause(int index) {
        return CAUSES[(int) words[at(index) + 9] >>> 8 & OCTET];
    }

    /** Changes the cause; of what was sent in vain nothing was lost. */
    void judge(int index, ResendCause cause) {
        int at = at(index) + 9;
        words[at] = words[at] & ~(OCTET << 8) | cause.ordinal() << 8;
        if (cause == ResendCause.SPURIOUS) {
            words[at] &= ~OCTET;
        }
    }

    boolean hasTimestamp(int index) {
        return (words[at(index) + 10] & HAS_TIMESTAMP) != 0;
    }

    /** Time stamp value that the resend carries; only if it has one. */
    int tsVal(int index) {
        return (int) (words[at(index) + 10] >>> 32);
    }

    /** Whether nothing else was under way when it was sent, and nothing else prompted it. */
    boolean isLone(int index) {
        return (words[at(index) + 10] & LONE) != 0;
    }

    /** Whether the receiver reported it as a duplicate. */
    boolean isReported(int index) {
        return (words[at(index) + 10] & REPORTED) != 0;
    }

    void markReported(int index) {
        words[at(index) + 10] |= REPORTED;
    }

    boolean isDelivered(int index) {
        return words[at(index) + 11] != 0;
    }

    /** When all its bytes were acknowledged first; only if they were. */
    long deliveredNs(int index) {
        return words[at(index) + 11];
    }

    /** Notes that all its bytes are acknowledged. */
    void markDelivered(int index, long nowNs) {
        words[at(index) + 11] = nowNs;
    }

    /** Index of the newest resend that holds the position, among the latest {@code reach}; -1 if there is none. */
    int newestOver(long position, int reach) {
        for (int i = size - 1; i >= Math.max(0, size - reach); i--) {
            if (position(i) <= position && position < end(i)) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the newest resend that begins at the position, among the latest {@code reach}; -1 if there is none. */
    int newestAt(long position, int reach) {
        for (int i = size - 1; i >= Math.max(0, size - reach); i--) {
            if (position(i) == position) {
                return i;
            }
        }
        return -1;
    }
}
