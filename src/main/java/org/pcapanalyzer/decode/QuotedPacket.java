package org.pcapanalyzer.decode;

/**
 * The packet that an ICMP error quotes, as far as it is quoted: sent by its source, never delivered to its destination.
 * Valid until the next decode.
 */
public final class QuotedPacket {
    int ipVersion;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int ipProtocol;
    int ipLength;
    int ttl;
    int sourcePort;
    int destinationPort;
    int icmpType;
    int icmpCode;
    int seq;
    boolean hasSeq;

    QuotedPacket() {}

    /** 4 or 6. */
    public int ipVersion() {
        return ipVersion;
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

    /** IP protocol number after extension headers, as far as they are quoted. */
    public int ipProtocol() {
        return ipProtocol;
    }

    /** Bytes of the quoted IP packet by its own header, however few of them are quoted. */
    public int ipLength() {
        return ipLength;
    }

    /** TTL or hop limit left when the error was made. */
    public int ttl() {
        return ttl;
    }

    /** Port of TCP, UDP or SCTP; -1 if not quoted, of another protocol, or in a fragment that is not the first. */
    public int sourcePort() {
        return sourcePort;
    }

    /** As {@link #sourcePort()}. */
    public int destinationPort() {
        return destinationPort;
    }

    /** Type of a quoted ICMP or ICMPv6 message; -1 if not quoted or of another protocol. */
    public int icmpType() {
        return icmpType;
    }

    /** As {@link #icmpType()}. */
    public int icmpCode() {
        return icmpCode;
    }

    /** TCP sequence number; 0 unless {@link #hasSeq()}. */
    public int seq() {
        return seq;
    }

    /** True if a TCP sequence number is quoted. */
    public boolean hasSeq() {
        return hasSeq;
    }
}
