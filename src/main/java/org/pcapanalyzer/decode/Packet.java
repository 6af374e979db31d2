package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;
import org.pcapanalyzer.capture.Frame;

/**
 * What the decoder found in one frame, filled again by each {@link PacketDecoder#decode} into it. Values and the buffer
 * are valid until then and until the frame's bytes go; whoever needs them for longer copies. Fields that the
 * packet's {@link #kind()} does not have hold what an accessor says of absence, or stale values where it says nothing.
 */
public final class Packet {
    /** The role of a packet in the analysis. */
    public enum Kind {
        TCP,
        UDP,
        SCTP,
        ICMP,
        ICMPV6,
        ARP,
        /** ICMPv6 neighbour solicitation or advertisement. */
        ND,
        /** IP with any other upper layer, or one that is encrypted. */
        OTHER_IP,
        /** A fragment that did not complete its datagram; analysed, but without ports. */
        FRAGMENT,
        /** Of no flow, {@link Packet#anomaly()} says why. */
        SET_ASIDE
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** Larger original lengths are taken for this, so that offsets stay within an int. */
    private static final long MAX_ORIGINAL_LENGTH = 1 << 30;
    /** Tunnels within each other that are followed. */
    private static final int MAX_TUNNELS = 8;

    /** Packets that this one came in, the outermost first; made when first needed. */
    private final Packet[] outers = new Packet[MAX_TUNNELS];

    private int outerCount;
    private int tunnelCount;

    TunnelType tunnelType = TunnelType.NONE;
    long tunnelId;
    TunnelType carries = TunnelType.NONE;

    long frameNumber;
    long timestampNs;
    int capturedLength;
    long originalLength;
    int linkType;
    int frameOffset;
    ByteBuffer buffer = NOTHING;
    boolean isClipped;
    Anomaly anomaly = Anomaly.NONE;
    Kind kind = Kind.SET_ASIDE;

    int deviceId;
    long sourceMac;
    long destinationMac;
    int vlanId;
    int etherType;

    int ipVersion;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int ipProtocol;
    int ipLength;
    int ipOffset;
    int trafficClass;
    int ttl;
    int ipId;
    boolean dontFragment;
    int fragmentOffset;
    boolean hasMoreFragments;
    boolean isReassembled;
    int fragmentCount;

    int sourcePort;
    int destinationPort;
    int payloadOffset;
    int payloadLength;
    int capturedPayloadLength;
    int checksum;

    int seq;
    int ack;
    int flags;
    int window;
    boolean hasAllOptions;
    int mss;
    int windowScale;
    boolean sackPermitted;
    boolean hasTimestamps;
    int tsVal;
    int tsEcr;
    int sackBlockCount;

    int icmpType;
    int icmpCode;
    int echoId;
    int echoSeq;
    long icmpMtu;
    boolean hasQuoted;

    final int[] sackEdges = new int[2 * TcpHeader.MAX_SACK_BLOCKS];
    final QuotedPacket quoted = new QuotedPacket();
    final NeighborMessage neighbor = new NeighborMessage();

    /** Offset of the next header to decode. */
    int cursor;
    /** Offset behind the last captured byte of the current layer. */
    int capturedEnd;
    /** Offset behind the last byte of the current layer, captured or not; not below {@code capturedEnd}. */
    int end;
    /** Whether {@code end} is what a header says, and not only the length of the frame. */
    private boolean isBounded;

    /** Forgets the packet before and stands at the first byte of {@code frame}. */
    void begin(Frame frame) {
        frameNumber = frame.number();
        timestampNs = frame.timestampNs();
        capturedLength = frame.capturedLength();
        originalLength = frame.originalLength();
        linkType = frame.linkType();
        deviceId = frame.interfaceId();
        buffer = frame.buffer();
        frameOffset = frame.offset();
        outerCount = 0;
        tunnelCount = 0;
        tunnelType = TunnelType.NONE;
        tunnelId = -1;
        carries = TunnelType.NONE;
        isClipped = false;
        anomaly = Anomaly.NONE;
        kind = Kind.SET_ASIDE;
        sourceMac = -1;
        destinationMac = -1;
        vlanId = -1;
        etherType = 0;
        ipVersion = 0;
        fragmentOffset = -1;
        hasMoreFragments = false;
        isReassembled = false;
        fragmentCount = 0;
        sourcePort = 0;
        destinationPort = 0;
        checksum = 0;
        hasQuoted = false;
        cursor = frame.offset();
        capturedEnd = cursor + capturedLength;
        end = cursor + (int) Math.min(Math.max(originalLength, capturedLength), MAX_ORIGINAL_LENGTH);
        isBounded = false;
    }

    /** Names an oddity that does not keep the packet from being analysed. */
    void note(Anomaly oddity) {
        if (anomaly == Anomaly.NONE) {
            anomaly = oddity;
        }
    }

    /**
     * Ends the decoding: the frame belongs to no flow. In a tunnel only its content is given up: the packet is then the
     * one that carried it, and the anomaly that of {@link Anomaly#inTunnel()}.
     */
    Step setAside(Anomaly reason) {
        if (outerCount == 0) {
            anomaly = reason;
            kind = Kind.SET_ASIDE;
            return Step.DONE;
        }
        copy(outers[--outerCount]);
        anomaly = reason.inTunnel();
        if (anomaly == Anomaly.MALFORMED_IN_TUNNEL) {
            carries = TunnelType.NONE;
        }
        return Step.DONE;
    }

    /**
     * Goes into the tunnel whose inner packet begins at {@code offset} of the payload: this packet becomes the last of
     * {@link #outer}, and what follows describes the inner one. False if tunnels are nested too deep.
     *
     * @param id see {@link #tunnelId()}
     */
    boolean enterTunnel(TunnelType type, long id, int offset) {
        if (tunnelCount == MAX_TUNNELS) {
            note(Anomaly.TOO_MANY_TUNNELS);
            return false;
        }
        carries = type;
        if (outers[outerCount] == null) {
            outers[outerCount] = new Packet();
        }
        outers[outerCount++].copy(this);
        cursor = payloadOffset;
        bound(payloadLength);
        cursor = offset;
        carries = TunnelType.NONE;
        kind = Kind.SET_ASIDE;
        sourceMac = -1;
        destinationMac = -1;
        etherType = 0;
        ipVersion = 0;
        fragmentOffset = -1;
        hasMoreFragments = false;
        isReassembled = false;
        fragmentCount = 0;
        sourcePort = 0;
        destinationPort = 0;
        checksum = 0;
        return enterLinkTunnel(type, id);
    }

    /** The same for a tunnel right above the link layer, which has no packet around it; the cursor stays. */
    boolean enterLinkTunnel(TunnelType type, long id) {
        if (tunnelCount == MAX_TUNNELS) {
            return false;
        }
        tunnelCount++;
        tunnelType = type;
        tunnelId = id;
        return true;
    }

    /** Takes over what a packet with a payload that is not looked into has. */
    private void copy(Packet other) {
        frameNumber = other.frameNumber;
        timestampNs = other.timestampNs;
        capturedLength = other.capturedLength;
        originalLength = other.originalLength;
        buffer = other.buffer;
        isClipped = other.isClipped;
        kind = other.kind;
        tunnelType = other.tunnelType;
        tunnelId = other.tunnelId;
        carries = other.carries;
        sourceMac = other.sourceMac;
        destinationMac = other.destinationMac;
        vlanId = other.vlanId;
        etherType = other.etherType;
        ipVersion = other.ipVersion;
        sourceHigh = other.sourceHigh;
        sourceLow = other.sourceLow;
        destinationHigh = other.destinationHigh;
        destinationLow = other.destinationLow;
        ipProtocol = other.ipProtocol;
        ipLength = other.ipLength;
        ipOffset = other.ipOffset;
        trafficClass = other.trafficClass;
        ttl = other.ttl;
        ipId = other.ipId;
        dontFragment = other.dontFragment;
        fragmentOffset = other.fragmentOffset;
        hasMoreFragments = other.hasMoreFragments;
        isReassembled = other.isReassembled;
        fragmentCount = other.fragmentCount;
        sourcePort = other.sourcePort;
        destinationPort = other.destinationPort;
        payloadOffset = other.payloadOffset;
        payloadLength = other.payloadLength;
        capturedPayloadLength = other.capturedPayloadLength;
        checksum = other.checksum;
    }

    /**
     * Makes {@code length} bytes from the cursor on the current layer, whatever follows them in the frame.
     *
     * @return the bytes that it has: fewer where a header around it leaves less room
     */
    int enter(int length) {
        int entered = length;
        if (length > remaining()) {
            note(Anomaly.IP_LENGTH_BEYOND_FRAME);
            entered = isBounded ? remaining() : length;
        }
        end = cursor + entered;
        isClipped = capturedEnd < end;
        capturedEnd = Math.min(capturedEnd, end);
        return entered;
    }

    /** Says that by a header the layers within have at most {@code length} bytes from the cursor on. */
    void bound(int length) {
        end = Math.min(end, cursor + length);
        capturedEnd = Math.min(capturedEnd, end);
        isBounded = true;
    }

    /** Says that the payload takes {@code length} bytes, those from {@code offset} on. */
    void payload(int offset, int length) {
        payloadOffset = offset;
        payloadLength = length;
        capturedPayloadLength = Math.max(0, Math.min(length, capturedEnd - offset));
    }

    /** Captured bytes from the cursor on; negative if the cursor lies behind them. */
    int capturedRemaining() {
        return capturedEnd - cursor;
    }

    /** Bytes of the current layer from the cursor on, captured or not. */
    int remaining() {
        return end - cursor;
    }

    /** Number of the frame in the capture, from 1; of a reassembled datagram the frame that completed it. */
    public long frameNumber() {
        return frameNumber;
    }

    /** Nanoseconds since the epoch, UTC. */
    public long timestampNs() {
        return timestampNs;
    }

    /** Bytes of the frame that the file holds. */
    public int capturedLength() {
        return capturedLength;
    }

    /** Bytes that the frame had on the wire, as the file claims. */
    public long originalLength() {
        return originalLength;
    }

    /** Points {@code frame} at the frame that this packet was decoded from; not for one that {@link #isReassembled()}. */
    public void locate(Frame frame) {
        frame.wrap(buffer, frameOffset, capturedLength, originalLength);
        frame.locate(frameNumber, timestampNs, linkType, deviceId);
    }

    /** What the offsets refer to: the frame's block, or the reassembled datagram. Big-endian, read by absolute position. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** True if the snaplen cut bytes of the IP packet. */
    public boolean isClipped() {
        return isClipped;
    }

    /** The oddity met, {@link Anomaly#NONE} for most packets. */
    public Anomaly anomaly() {
        return anomaly;
    }

    /** What the packet is, and so which accessors mean something. */
    public Kind kind() {
        return kind;
    }

    /** The tunnel that this packet came out of, the innermost of several; {@link TunnelType#NONE} for most packets. */
    public TunnelType tunnelType() {
        return tunnelType;
    }

    /** Number of that tunnel, as {@link TunnelType} tells; -1 if it has none. */
    public long tunnelId() {
        return tunnelId;
    }

    /** The IP packets that this one came in, one in the other; 0 for most packets. */
    public int outerCount() {
        return outerCount;
    }

    /**
     * One of them, the outermost at index 0: a packet of kind UDP or OTHER_IP, valid as long as this one. What it says of
     * the frame is the same.
     */
    public Packet outer(int index) {
        return outers[index];
    }

    /**
     * The tunnel whose outer packet this is: of an {@link #outer} packet, or of one whose content is encrypted or no IP;
     * {@link TunnelType#NONE} for most packets.
     */
    public TunnelType carries() {
        return carries;
    }

    /** Tells the devices apart on which one capture was made: the interface's index, or its number in the file. */
    public int deviceId() {
        return deviceId;
    }

    /** Source hardware address in 48 bits; -1 if the link layer has none. */
    public long sourceMac() {
        return sourceMac;
    }

    /** As {@link #sourceMac()}. */
    public long destinationMac() {
        return destinationMac;
    }

    /** Outermost VLAN id, 0 to 4095; -1 if untagged. */
    public int vlanId() {
        return vlanId;
    }

    /** EtherType of the innermost payload; 0x0800 or 0x86DD for raw IP, 0 if unknown. */
    public int etherType() {
        return etherType;
    }

    /** 4 or 6; 0 if not IP. */
    public int ipVersion() {
        return ipVersion;
    }

    /** Source address, high half; an IPv4 address is held as ::ffff:a.b.c.d. */
    public long sourceHigh() {
        return sourceHigh;
    }

    /** Source address, low half. */
    public long sourceLow() {
        return sourceLow;
    }

    /** Destination address, high half. */
    public long destinationHigh() {
        return destinationHigh;
    }

    /** Destination address, low half. */
    public long destinationLow() {
        return destinationLow;
    }

    /** IP protocol of the upper layer, behind all extension headers. */
    public int ipProtocol() {
        return ipProtocol;
    }

    /** Bytes of the IP packet by its header; by the frame's original length where offload left the header 0; of a reassembled datagram as if it had never been cut. */
    public int ipLength() {
        return ipLength;
    }

    /** Offset of the IP header; -1 for a reassembled datagram, whose headers are in other frames. */
    public int ipOffset() {
        return ipOffset;
    }

    /** The octet of DSCP and ECN (RFC 2474, RFC 3168): type of service in IPv4, traffic class in IPv6. */
    public int trafficClass() {
        return trafficClass;
    }

    /** TTL or hop limit. */
    public int ttl() {
        return ttl;
    }

    /** IPv4 identification; -1 in IPv6. */
    public int ipId() {
        return ipId;
    }

    /** IPv4 DF bit; always true in IPv6. */
    public boolean dontFragment() {
        return dontFragment;
    }

    /** Bytes of the datagram before this fragment; -1 if this frame holds no fragment. */
    public int fragmentOffset() {
        return fragmentOffset;
    }

    /** True for a fragment that others follow. */
    public boolean hasMoreFragments() {
        return hasMoreFragments;
    }

    /** True for a datagram put together from fragments. */
    public boolean isReassembled() {
        return isReassembled;
    }

    /** Fragments seen of the reassembled datagram, copies included; 0 for others. */
    public int fragmentCount() {
        return fragmentCount;
    }

    /** TCP, UDP, SCTP source port; 0 for others. */
    public int sourcePort() {
        return sourcePort;
    }

    /** TCP, UDP, SCTP destination port; 0 for others. */
    public int destinationPort() {
        return destinationPort;
    }

    /** Offset of the transport payload (behind the TCP options), or of the IP payload for other protocols. May lie behind the captured bytes. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Bytes of payload by the IP header, however few were captured. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Bytes of payload that can be read at {@link #payloadOffset()}. */
    public int capturedPayloadLength() {
        return capturedPayloadLength;
    }

    /** Checksum field of TCP or UDP, unverified; 0 for others. */
    public int checksum() {
        return checksum;
    }

    /** Sequence number, wrapping. */
    public int seq() {
        return seq;
    }

    /** Acknowledgement number, wrapping; meaningless without ACK. */
    public int ack() {
        return ack;
    }

    /** Flag bits, {@link TcpHeader#FIN} and so on. */
    public int flags() {
        return flags;
    }

    /** Window field, unscaled. */
    public int window() {
        return window;
    }

    /** False if the snaplen cut the options: those not captured are then unknown, not absent. */
    public boolean hasAllOptions() {
        return hasAllOptions;
    }

    /** MSS option, bytes; -1 if absent. */
    public int mss() {
        return mss;
    }

    /** Window scale option, shift of at most 14 (larger ones count as 14, RFC 7323 section 2.3); -1 if absent. */
    public int windowScale() {
        return windowScale;
    }

    /** True if the SACK permitted option is there. */
    public boolean sackPermitted() {
        return sackPermitted;
    }

    /** True if the timestamps option is there. */
    public boolean hasTimestamps() {
        return hasTimestamps;
    }

    /** Timestamp value, wrapping; 0 if absent. */
    public int tsVal() {
        return tsVal;
    }

    /** Timestamp echo reply, wrapping; 0 if absent. */
    public int tsEcr() {
        return tsEcr;
    }

    /** SACK blocks, 0 to 4. */
    public int sackBlockCount() {
        return sackBlockCount;
    }

    /** True if all bits of {@code mask} are set. */
    public boolean hasFlags(int mask) {
        return (flags & mask) == mask;
    }

    /** First sequence number of a SACK block, {@code index} below {@link #sackBlockCount()}. */
    public int sackLeft(int index) {
        return sackEdges[2 * index];
    }

    /** Sequence number behind the last of a SACK block. */
    public int sackRight(int index) {
        return sackEdges[2 * index + 1];
    }

    /** Sequence numbers that the segment takes: payload, SYN and FIN. */
    public int sequenceLength() {
        return payloadLength + (flags & TcpHeader.FIN) + ((flags & TcpHeader.SYN) >> 1);
    }

    /** Type of an ICMP or ICMPv6 message; also for neighbour discovery. */
    public int icmpType() {
        return icmpType;
    }

    /** Code of it. */
    public int icmpCode() {
        return icmpCode;
    }

    /** Identifier of an echo request or reply; -1 for others. */
    public int echoId() {
        return echoId;
    }

    /** Sequence number of an echo request or reply; -1 for others. */
    public int echoSeq() {
        return echoSeq;
    }

    /** Next-hop MTU of fragmentation needed or packet too big, bytes, 0 if the router does not tell; -1 for others. */
    public long icmpMtu() {
        return icmpMtu;
    }

    /** True for an error that quotes at least the IP header of a packet: {@link #quoted()} is valid. */
    public boolean hasQuoted() {
        return hasQuoted;
    }

    /** The packet that an ICMP error quotes; valid if {@link #hasQuoted()}. */
    public QuotedPacket quoted() {
        return quoted;
    }

    /** The message of {@link Kind#ARP} and {@link Kind#ND}. */
    public NeighborMessage neighbor() {
        return neighbor;
    }
}
