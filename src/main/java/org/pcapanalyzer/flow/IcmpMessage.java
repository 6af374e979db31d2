package org.pcapanalyzer.flow;

/** An ICMP or ICMPv6 message, a row of {@code icmp}. One object, filled again for each message. */
public final class IcmpMessage {
    long timestampNs;
    long frame;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int ipVersion;
    int type;
    int code;
    String name;
    boolean isError;
    int ttl;
    int echoId;
    int echoSeq;
    long mtu;
    boolean hasQuoted;
    FlowProtocol quotedProto;
    int quotedIpVersion;
    long quotedSourceHigh;
    long quotedSourceLow;
    int quotedSport;
    long quotedDestinationHigh;
    long quotedDestinationLow;
    int quotedDport;
    int quotedLen;
    long quotedSeq;
    long quotedFlowId;

    public long timestampNs() {
        return timestampNs;
    }

    public long frame() {
        return frame;
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    public long destinationHigh() {
        return destinationHigh;
    }

    public long destinationLow() {
        return destinationLow;
    }

    public int ipVersion() {
        return ipVersion;
    }

    public int type() {
        return type;
    }

    public int code() {
        return code;
    }

    /** Name of type and code, for example {@code fragmentation_needed}. */
    public String name() {
        return name;
    }

    public boolean isError() {
        return isError;
    }

    public int ttl() {
        return ttl;
    }

    /** Absent: -1. */
    public int echoId() {
        return echoId;
    }

    /** Absent: -1. */
    public int echoSeq() {
        return echoSeq;
    }

    /** {@link Flow#ABSENT} if the message tells none. */
    public long mtu() {
        return mtu;
    }

    /** Whether the accessors {@code quoted...} mean anything. */
    public boolean hasQuoted() {
        return hasQuoted;
    }

    public FlowProtocol quotedProto() {
        return quotedProto;
    }

    public int quotedIpVersion() {
        return quotedIpVersion;
    }

    public long quotedSourceHigh() {
        return quotedSourceHigh;
    }

    public long quotedSourceLow() {
        return quotedSourceLow;
    }

    /** Absent: -1. */
    public int quotedSport() {
        return quotedSport;
    }

    public long quotedDestinationHigh() {
        return quotedDestinationHigh;
    }

    public long quotedDestinationLow() {
        return quotedDestinationLow;
    }

    /** Absent: -1. */
    public int quotedDport() {
        return quotedDport;
    }

    /** IP length of the quoted packet. */
    public int quotedLen() {
        return quotedLen;
    }

    /** TCP sequence number, unsigned; {@link Flow#ABSENT} if none. */
    public long quotedSeq() {
        return quotedSeq;
    }

    /** {@link Flow#ABSENT} if the capture does not hold the flow. */
    public long quotedFlowId() {
        return quotedFlowId;
    }
}
