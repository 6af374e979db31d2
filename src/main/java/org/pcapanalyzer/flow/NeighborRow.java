package org.pcapanalyzer.flow;

/** An ARP packet or neighbour message, a row of {@code arp}. */
public final class NeighborRow {
    long timestampNs;
    long frame;
    NeighborKind op;
    int ipVersion;
    long senderMac;
    long senderHigh;
    long senderLow;
    long targetMac;
    long targetHigh;
    long targetLow;
    int vlan;
    boolean isRequest;
    boolean answered;
    long answerNs;
    long answerFrame;

    public long timestampNs() {
        return timestampNs;
    }

    public long frame() {
        return frame;
    }

    public NeighborKind op() {
        return op;
    }

    public int ipVersion() {
        return ipVersion;
    }

    /** 48 bits. */
    public long senderMac() {
        return senderMac;
    }

    public long senderHigh() {
        return senderHigh;
    }

    public long senderLow() {
        return senderLow;
    }

    /** 48 bits; -1 if the message names none. */
    public long targetMac() {
        return targetMac;
    }

    public long targetHigh() {
        return targetHigh;
    }

    public long targetLow() {
        return targetLow;
    }

    /** Absent: -1. */
    public int vlan() {
        return vlan;
    }

    /** True if the message asks, so that {@link #answered()} means something. */
    public boolean isRequest() {
        return isRequest;
    }

    public boolean answered() {
        return answered;
    }

    /** {@link Flow#ABSENT} without answer. */
    public long answerNs() {
        return answerNs;
    }

    /** {@link Flow#ABSENT} without answer. */
    public long answerFrame() {
        return answerFrame;
    }
}
