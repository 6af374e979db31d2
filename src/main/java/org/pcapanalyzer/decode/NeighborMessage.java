package org.pcapanalyzer.decode;

/**
 * An ARP packet or a neighbour solicitation or advertisement, of the current packet: valid until the next decode.
 * Addresses as everywhere: IPv4 as ::ffff:a.b.c.d in two longs, MAC in 48 bits with -1 for absent.
 */
public final class NeighborMessage {
    /** What is asked or told. */
    public enum Operation {
        /** ARP request (RFC 826). */
        REQUEST,
        /** ARP reply. */
        REPLY,
        /** Neighbour solicitation (RFC 4861). */
        NS,
        /** Neighbour advertisement. */
        NA,
        /** Reverse, inverse or experimental ARP. */
        OTHER
    }

    Operation operation = Operation.OTHER;
    long senderMac;
    long senderHigh;
    long senderLow;
    long targetMac;
    long targetHigh;
    long targetLow;

    NeighborMessage() {}

    public Operation operation() {
        return operation;
    }

    /** ARP: sender hardware address. NS: source link-layer option, else the frame's source. NA: the frame's source. */
    public long senderMac() {
        return senderMac;
    }

    /** Protocol address of the sender; 0.0.0.0 in an ARP probe, :: in duplicate address detection. */
    public long senderHigh() {
        return senderHigh;
    }

    public long senderLow() {
        return senderLow;
    }

    /** ARP: target hardware address as sent, usually 0 in requests. NS: -1. NA: target link-layer option, else -1. */
    public long targetMac() {
        return targetMac;
    }

    /** Address asked for, or (ARP reply) answered to; NA: the address told. */
    public long targetHigh() {
        return targetHigh;
    }

    public long targetLow() {
        return targetLow;
    }

    /** 4 for ARP, 6 for neighbour discovery. */
    public int ipVersion() {
        return operation == Operation.NS || operation == Operation.NA ? 6 : 4;
    }

    /** True for an ARP probe (RFC 5227) and for duplicate address detection (RFC 4862): the sender has no address yet. */
    public boolean isProbe() {
        return ipVersion() == 6
                ? operation == Operation.NS && (senderHigh | senderLow) == 0
                : operation == Operation.REQUEST && (int) senderLow == 0;
    }

    /** True if an ARP packet tells or asks the sender's own address (gratuitous ARP, RFC 5227 announcement). */
    public boolean isGratuitous() {
        return ipVersion() == 4 && (int) senderLow != 0 && senderLow == targetLow;
    }
}
