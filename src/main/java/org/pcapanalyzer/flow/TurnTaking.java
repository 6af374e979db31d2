package org.pcapanalyzer.flow;

/**
 * Who speaks in a connection: the packets that one side sent since the other was heard, from the first on that wants an
 * answer, and the pauses after which both
 * were heard again. At the end it tells of a side that nobody answered any more, as a row of {@code tcp_silences};
 * accessors are named after its columns.
 */
public final class TurnTaking {
    /** Fewer packets without an answer are nothing to tell of. */
    private static final int FEW_PKTS = 3;

    private static final long SHORT_NS = 1_000_000_000L;
    private static final Side[] SIDES = Side.values();

    private Side side;
    private boolean wasHeard;
    private int pkts;
    private int dataPkts;
    private long firstNs;
    private long lastNs;
    private long frameFirst;
    private long frameLast;
    private long idleBeforeNs;
    private long longestIdleNs;
    private long survivedIdleNs;
    private long gaveUpFrame = Flow.ABSENT;

    /** Takes the next segment of the connection, {@code gapNs} after the one before. */
    void note(Segment segment, long gapNs) {
        if (segment.sender().side != side) {
            begin(segment);
        } else if (segment.isRst()) {
            if (gaveUpFrame == Flow.ABSENT) {
                gaveUpFrame = segment.frame();
            }
            return;
        }
        longestIdleNs = Math.max(longestIdleNs, gapNs);
        if (pkts == 0) {
            if (!wantsAnswer(segment)) {
                return;
            }
            firstNs = segment.timeNs();
            frameFirst = segment.frame();
            idleBeforeNs = gapNs;
        }
        pkts++;
        if (segment.payloadLength() > 0) {
            dataPkts++;
        }
        lastNs = segment.timeNs();
        frameLast = segment.frame();
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return firstNs + dataPkts;
    }

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        side = fields.constant(side, SIDES);
        wasHeard = fields.flag(wasHeard);
        pkts = fields.number(pkts);
        dataPkts = fields.number(dataPkts);
        firstNs = fields.time(firstNs);
        lastNs = fields.time(lastNs);
        frameFirst = fields.frame(frameFirst);
        frameLast = fields.frame(frameLast);
        idleBeforeNs = fields.number(idleBeforeNs);
        longestIdleNs = fields.number(longestIdleNs);
        survivedIdleNs = fields.number(survivedIdleNs);
        gaveUpFrame = fields.frame(gaveUpFrame);
    }

    private void begin(Segment segment) {
        boolean isAnswered = side != null && !segment.isRst();
        if (isAnswered) {
            survivedIdleNs = Math.max(survivedIdleNs, longestIdleNs);
        }
        wasHeard = side != null;
        side = segment.sender().side;
        pkts = 0;
        dataPkts = 0;
        longestIdleNs = 0;
        gaveUpFrame = Flow.ABSENT;
    }

    /** Whether the other side must say something: to payload, SYN, FIN, and to a keep-alive, which repeats a number. */
    private static boolean wantsAnswer(Segment segment) {
        TcpEndpoint sender = segment.sender();
        return segment.sequenceLength() > 0
                || sender.hasStream() && sender.position(segment.seq()) < sender.nextPosition;
    }

    /** Whether one side ended by speaking to nobody, for more than a moment, after both had been heard. */
    boolean isUnanswered() {
        return wasHeard && pkts >= FEW_PKTS && lastNs - firstNs >= SHORT_NS;
    }

    /** Who speaks: column {@code dir}. */
    public Side side() {
        return side;
    }

    public int pkts() {
        return pkts;
    }

    public int dataPkts() {
        return dataPkts;
    }

    /** Column {@code ts_first}. */
    public long firstNs() {
        return firstNs;
    }

    /** Column {@code ts_last}. */
    public long lastNs() {
        return lastNs;
    }

    public long frameFirst() {
        return frameFirst;
    }

    public long frameLast() {
        return frameLast;
    }

    public long idleBeforeNs() {
        return idleBeforeNs;
    }

    public long survivedIdleNs() {
        return survivedIdleNs;
    }

    /** {@link Flow#ABSENT} if it did not. */
    public long gaveUpFrame() {
        return gaveUpFrame;
    }
}
