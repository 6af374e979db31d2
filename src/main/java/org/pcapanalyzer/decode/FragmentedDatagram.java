package org.pcapanalyzer.decode;

/**
 * An IP datagram that came in fragments, whole or not. A flyweight of the decoder: valid during the call of the sink.
 * Addresses as in {@link Packet}.
 */
public final class FragmentedDatagram {
    long firstNs;
    long lastNs;
    int ipVersion;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int ipProtocol;
    long ipId;
    int fragmentCount;
    int bytesSeen;
    int maxFragLength;
    int totalLength;
    boolean isFirstSeen;
    boolean hasOverlap;
    FragmentEnd end = FragmentEnd.COMPLETE;
    int sourcePort;
    int destinationPort;
    long firstFrame;
    long lastFrame;

    FragmentedDatagram() {}

    /** Time of its first fragment seen, nanoseconds since the epoch. */
    public long firstNs() {
        return firstNs;
    }

    /** Time of its last fragment seen. */
    public long lastNs() {
        return lastNs;
    }

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

    /** IP protocol of the upper layer; without the first fragment of an IPv6 datagram what its fragment headers say. */
    public int ipProtocol() {
        return ipProtocol;
    }

    /** Identification field, 16 bits in IPv4, 32 in IPv6. */
    public long ipId() {
        return ipId;
    }

    /** Fragments seen, copies included. */
    public int fragmentCount() {
        return fragmentCount;
    }

    /** Bytes of the datagram's payload that fragments covered by their headers. */
    public int bytesSeen() {
        return bytesSeen;
    }

    /** Bytes of the largest fragment's IP packet. */
    public int maxFragLength() {
        return maxFragLength;
    }

    /** Bytes of the whole payload; -1 if the last fragment was not seen. */
    public int totalLength() {
        return totalLength;
    }

    /** True if the fragment with offset 0 was seen. */
    public boolean isFirstSeen() {
        return isFirstSeen;
    }

    /** True if fragments overlapped without being copies. */
    public boolean hasOverlap() {
        return hasOverlap;
    }

    /** How it ended. */
    public FragmentEnd end() {
        return end;
    }

    /** True if all bytes came. */
    public boolean isComplete() {
        return end == FragmentEnd.COMPLETE;
    }

    /** Source port in the first fragment; -1 if not seen or not TCP, UDP, SCTP. */
    public int sourcePort() {
        return sourcePort;
    }

    /** As {@link #sourcePort()}. */
    public int destinationPort() {
        return destinationPort;
    }

    /** Number of the frame of its first fragment seen. */
    public long firstFrame() {
        return firstFrame;
    }

    /** Number of the frame of its last fragment seen. */
    public long lastFrame() {
        return lastFrame;
    }
}
