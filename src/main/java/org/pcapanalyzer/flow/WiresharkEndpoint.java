package org.pcapanalyzer.flow;

/** What {@link WiresharkLabels} knows of one side. As in Wireshark, a sequence number of 0 stands for unknown. */
final class WiresharkEndpoint {
    static final int SCALE_UNKNOWN = -1;
    static final int SCALE_UNUSED = -2;

    /** Sequence number of the SYN, or one below the first that was seen or acknowledged. */
    int baseSeq;

    int nextSeq;
    int maxSeqToBeAcked;
    int lastAck;
    /** Duplicates of {@link #lastAck} so far; -1 once the peer acknowledged what was not captured. */
    int dupAcks;
    /** As in the header, unscaled; -1 before the first segment. */
    int window = -1;

    int scale = SCALE_UNKNOWN;
    long nextSeqNs;
    long lastAckNs;
    boolean hasBaseSeq;
    boolean awaitsFirstAck;
    boolean lastWasKeepAlive;
    boolean lastWasWindowProbe;

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        nextSeq = fields.sequence(nextSeq);
        maxSeqToBeAcked = fields.sequence(maxSeqToBeAcked);
        baseSeq = fields.sequence(baseSeq);
        lastAck = fields.number(lastAck);
        dupAcks = fields.number(dupAcks);
        window = fields.number(window);
        scale = fields.number(scale);
        nextSeqNs = fields.time(nextSeqNs);
        lastAckNs = fields.time(lastAckNs);
        hasBaseSeq = fields.flag(hasBaseSeq);
        awaitsFirstAck = fields.flag(awaitsFirstAck);
        lastWasKeepAlive = fields.flag(lastWasKeepAlive);
        lastWasWindowProbe = fields.flag(lastWasWindowProbe);
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return nextSeqNs + window;
    }

    int windowShift() {
        return awaitsFirstAck || scale < 0 ? 0 : scale;
    }
}
