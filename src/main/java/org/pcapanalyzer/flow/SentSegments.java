package org.pcapanalyzer.flow;

/**
 * The segments of one direction that were sent and not yet acknowledged, by position, and behind them in the same ring
 * the most recently acknowledged ones until their place is needed. Methods that take an index take one that
 * {@link #find} or {@link #stuck} returned, before the next change. A record takes seven longs:
 *
 * <pre>
 *   0  position of the first byte
 *   1  sequence length (high 32 bits), IP length as last sent (low 32 bits)
 *   2  time first sent
 *   3  time last sent
 *   4  frame in which it was first sent
 *   5  packets that the peer had sent by then (high 32 bits), sends (24 bits), flags (8 bits)
 *   6  time stamp of the copy that was captured first (high 32 bits), its IP ID; 0 where it has none
 * </pre>
 */
final class SentSegments {
    static final int NONE = -1;

    private static final int WORDS = 7;
    private static final int RECORD_BYTES = WORDS * Long.BYTES;
    private static final int MOST_TOUCHED = 64;
    private static final int PAYLOAD = 1;
    private static final int LATE = 2;
    private static final int SACKED = 4;
    private static final int RESIZED = 8;
    private static final int FIRST_UNSEEN = 16;
    private static final int SENDS_SHIFT = 8;
    private static final long ONE_SEND = 1L << SENDS_SHIFT;
    private static final int MOST_SENDS = 0xFFFFFF;

    private static final long[] NO_WORDS = {};

    private final StateBudget budget;
    private final RttEstimator rtt = new RttEstimator();
    private long[] words = NO_WORDS;
    private int capacity;
    private int head;
    private int size;
    private int remembered;
    private int maxDeliveredIpLength;

    SentSegments(StateBudget budget) {
        this.budget = budget;
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return head;
    }

    /** The same of its parts. */
    long touchParts() {
        return (capacity == 0 ? 0 : words[at(head)] + words[at(head + size)]) + rtt.touch();
    }

    /** Unacknowledged segments. */
    int size() {
        return size;
    }

    /** Round-trip times of segments with payload. */
    RttEstimator rtt() {
        return rtt;
    }

    /** IP length of the largest packet with payload, always sent in that size, that was acknowledged; 0 if none. */
    int maxDeliveredIpLength() {
        return maxDeliveredIpLength;
    }

    /** Records a new segment at the end of the stream. Where there is no room the oldest record gives way. */
    void add(Segment segment) {
        if (hasRoom()) {
            put(head + size, segment, 0);
        }
    }

    /**
     * Records a segment that lies below others that were captured before.
     *
     * @param isFirstUnseen whether it was sent before, which was not captured
     * @return records above it, at most {@value #MOST_TOUCHED}
     */
    int addLate(Segment segment, boolean isFirstUnseen) {
        if (!hasRoom()) {
            return 0;
        }
        int index = makeRoom(segment.position());
        if (index == NONE) {
            return MOST_TOUCHED;
        }
        int above = head + size - index;
        put(index, segment, isFirstUnseen ? LATE | FIRST_UNSEEN : LATE);
        return above;
    }

    private boolean hasRoom() {
        if (size == capacity && !grow()) {
            if (capacity == 0) {
                return false;
            }
            forgetOldest();
        }
        return true;
    }

    private void put(int index, Segment segment, int lateness) {
        int flags = segment.payloadLength() > 0 ? PAYLOAD | lateness : lateness;
        int at = at(index);
        words[at] = segment.position();
        words[at + 1] = (long) segment.sequenceLength() << 32 | segment.ipLength();
        words[at + 2] = segment.timeNs();
        words[at + 3] = segment.timeNs();
        words[at + 4] = segment.frame();
        words[at + 5] = (long) segment.peer().packets << 32 | ONE_SEND | flags;
        words[at + 6] = (long) segment.packet().tsVal() << 32
                | Math.max(segment.packet().ipId(), 0);
        size++;
        remembered = Math.min(remembered, capacity - size);
    }

    /** Moves up to {@value #MOST_TOUCHED} records up; a segment that is later than that is not recorded. */
    private int makeRoom(long position) {
        int index = head + size;
        int lowest = Math.max(head, index - MOST_TOUCHED);
        while (index > lowest && words[at(index - 1)] > position) {
            index--;
        }
        if (index > head && words[at(index - 1)] > position) {
            return NONE;
        }
        for (int i = head + size; i > index; i--) {
            System.arraycopy(words, at(i - 1), words, at(i), WORDS);
        }
        return index;
    }

    private void forgetOldest() {
        head++;
        size--;
        remembered = Math.min(remembered + 1, capacity - size);
    }

    private boolean grow() {
        int most = budget.segmentsPerDirection();
        int next = budget.grow(capacity, RECORD_BYTES, most, Limit.SEGMENTS_PER_DIRECTION);
        if (next == capacity) {
            return false;
        }
        long[] grown = new long[next * WORDS];
        for (int i = head - remembered; i < head + size; i++) {
            System.arraycopy(words, at(i), grown, (i & next - 1) * WORDS, WORDS);
        }
        words = grown;
        capacity = next;
        return true;
    }

    /** Passes all fields and records through; memory of the records is given back, and taken again. */
    void pack(FieldPacker fields) {
        int packedCapacity = fields.number(capacity);
        if (fields.isPacking()) {
            budget.giveBack(capacity, RECORD_BYTES);
        } else {
            budget.takeAgain(packedCapacity, RECORD_BYTES);
            words = words.length == packedCapacity * WORDS ? words : new long[packedCapacity * WORDS];
            capacity = packedCapacity;
        }
        head = fields.number(head);
        size = fields.number(size);
        remembered = fields.number(remembered);
        maxDeliveredIpLength = fields.number(maxDeliveredIpLength);
        for (int i = head - remembered; i < head + size; i++) {
            packRecord(at(i), fields);
        }
        rtt.pack(fields);
    }

    private void packRecord(int at, FieldPacker fields) {
        words[at] = fields.position(words[at]);
        words[at + 1] = (long) fields.number((int) (words[at + 1] >>> 32)) << 32
                | fields.number((int) words[at + 1]) & 0xFFFFFFFFL;
        words[at + 2] = fields.time(words[at + 2]);
        words[at + 3] = fields.time(words[at + 3]);
        words[at + 4] = fields.frame(words[at + 4]);
        words[at + 5] = (long) fields.number((int) (words[at + 5] >>> 32)) << 32
                | fields.number((int) words[at + 5]) & 0xFFFFFFFFL;
        words[at + 6] = (long) fields.number((int) (words[at + 6] >>> 32)) << 32
                | fields.number((int) words[at + 6]) & 0xFFFFFFFFL;
    }

    /** Gives the memory of acknowledged segments back, if there are no others. */
    void trim() {
        if (size == 0) {
            budget.giveBack(capacity, RECORD_BYTES);
            words = NO_WORDS;
            capacity = 0;
            remembered = 0;
        }
    }

    /** Forgets all records and gives their memory back; what was concluded from them stays. */
    void release() {
        size = 0;
        trim();
        rtt.release();
    }

    private int at(int index) {
        return (index & capacity - 1) * WORDS;
    }

    /** Index of the record that holds the position, acknowledged or not; {@link #NONE} if there is none. */
    int find(long position) {
        int index = lastAtOrBelow(position, head - remembered);
        return index >= head - remembered && holds(index, position) ? index : NONE;
    }

    /** Index of the highest record from {@code from} on that does not begin above the position; below it if there is none. */
    private int lastAtOrBelow(long position, int from) {
        int low = from;
        int high = head + size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (words[at(middle)] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private boolean holds(int index, long position) {
        int at = at(index);
        return words[at] <= position && position < words[at] + (words[at + 1] >>> 32);
    }

    /** Index of the lowest record, if that has payload and was sent again; {@link #NONE} if not. */
    int oldestSentAgain() {
        boolean isSentAgain = size > 0 && is(head, PAYLOAD) && (sends(head) > 1 || is(head, FIRST_UNSEEN));
        return isSentAgain ? head : NONE;
    }

    /** Position behind the record. */
    long end(int index) {
        return words[at(index)] + (words[at(index) + 1] >>> 32);
    }

    long firstNs(int index) {
        return words[at(index) + 2];
    }

    long lastNs(int index) {
        return words[at(index) + 3];
    }

    long frame(int index) {
        return words[at(index) + 4];
    }

    /** Time stamp value of the copy captured first; 0 if it has none. */
    int tsVal(int index) {
        return (int) (words[at(index) + 6] >>> 32);
    }

    /** IP ID of the copy captured first; 0 if it has none. */
    int ipId(int index) {
        return (int) words[at(index) + 6];
    }

    /** IP length as last sent. */
    int ipLength(int index) {
        return (int) words[at(index) + 1];
    }

    /** Times sent, the first included. */
    int sends(int index) {
        return (int) (words[at(index) + 5] & 0xFFFFFFFFL) >>> SENDS_SHIFT;
    }

    /** Packets that the peer had sent when the segment was sent first. */
    int peerPackets(int index) {
        return (int) (words[at(index) + 5] >>> 32);
    }

    private boolean is(int index, int flags) {
        return (words[at(index) + 5] & flags) == flags;
    }

    /** True if it had been sent before it was captured first. */
    boolean isFirstUnseen(int index) {
        return is(index, FIRST_UNSEEN);
    }

    /** Index of the next record above whose original was captured in order; {@link #NONE} if there is none close by. */
    int nextOriginal(int index) {
        int end = Math.min(head + size, index + 1 + MOST_TOUCHED);
        for (int i = index + 1; i < end; i++) {
            if ((words[at(i) + 5] & LATE) == 0) {
                return i;
            }
        }
        return NONE;
    }

    /**
     * Notes that bytes were sent again: a record counts as sent again if its first byte was.
     *
     * @param record the record of the segment's first byte
     */
    void resend(Segment segment, int record) {
        int index = words[at(record)] < segment.position() ? record + 1 : record;
        int end = record < head ? head : Math.min(head + size, record + MOST_TOUCHED);
        while (index < end && words[at(index)] < segment.end()) {
            int at = at(index);
            if (sends(index) < MOST_SENDS) {
                words[at + 5] += ONE_SEND;
            }
            if ((int) words[at + 1] != segment.ipLength()) {
                words[at + 1] = words[at + 1] & ~0xFFFFFFFFL | segment.ipLength();
                words[at + 5] |= RESIZED;
            }
            words[at + 3] = segment.timeNs();
            index++;
        }
    }

    /**
     * Takes out what a cumulative acknowledgement covers. The newest segment of it gives an RTT sample unless any of it
     * was sent more than once, came late or was acknowledged selectively before (Karn's rule, and nothing that waited
     * for a hole to be filled), and unless the acknowledgement covers what was not captured behind it and answers that.
     */
    void acknowledge(long position, long nowNs) {
        long spoilt = 0;
        long behind = position;
        int newest = NONE;
        while (size > 0 && words[at(head)] + (words[at(head) + 1] >>> 32) <= position) {
            newest = head;
            behind = words[at(head)] + (words[at(head) + 1] >>> 32);
            spoilt |= words[at(head) + 5] & (LATE | SACKED);
            spoilt |= sends(head) - 1;
            deliver(head);
            forgetOldest();
        }
        boolean isAnswered = behind == position || size > 0 && words[at(head)] == behind;
        if (newest != NONE && spoilt == 0 && isAnswered && is(newest, PAYLOAD) && nowNs >= firstNs(newest)) {
            rtt.add(nowNs - firstNs(newest), budget);
        }
        if (size > 0 && words[at(head)] < position) {
            cutOldest(position);
        }
    }

    /** What is sent again begins where a partial acknowledgement ended: the record does so too. */
    private void cutOldest(long position) {
        int at = at(head);
        long acknowledged = position - words[at];
        words[at] = position;
        words[at + 1] -= acknowledged << 32;
    }

    /** Notes a selective acknowledgement of the range, newly told, which is part of the acknowledged {@code [from, to)}. */
    void markSacked(long newStart, long newEnd, long from, long to) {
        int index = Math.max(head, lastAtOrBelow(newStart, head));
        while (index < head + size && words[at(index)] < newEnd) {
            long start = words[at(index)];
            if (start >= from && start + (words[at(index) + 1] >>> 32) <= to && !is(index, SACKED)) {
                words[at(index) + 5] |= SACKED;
                deliver(index);
            }
            index++;
        }
    }

    private void deliver(int index) {
        if ((words[at(index) + 5] & (PAYLOAD | RESIZED)) == PAYLOAD) {
            maxDeliveredIpLength = Math.max(maxDeliveredIpLength, ipLength(index));
        }
    }

    /** The segment with payload sent most often of those sent again and not acknowledged; {@link #NONE} if there is none. */
    int stuck() {
        int stuck = NONE;
        for (int i = head; i < head + size; i++) {
            boolean candidate = sends(i) > 1 && is(i, PAYLOAD) && !is(i, SACKED);
            if (candidate && (stuck == NONE || sends(i) > sends(stuck))) {
                stuck = i;
            }
        }
        return stuck;
    }

    /** Segments not sent before {@code stuck}, and smaller, that were acknowledged selectively. */
    int deliveredBeside(int stuck) {
        int delivered = 0;
        for (int i = head; i < head + size; i++) {
            if (is(i, SACKED) && firstNs(i) >= firstNs(stuck) && ipLength(i) < ipLength(stuck)) {
                delivered++;
            }
        }
        return delivered;
    }
}
