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

    int windowShift() {
        return awaitsFirstAck || scale < 0 ? 0 : scale;
    }
}
