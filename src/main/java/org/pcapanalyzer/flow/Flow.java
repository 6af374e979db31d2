package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TunnelType;

/**
 * Both directions of one 5-tuple, from its first packet to its close: a row of {@code flows}. Accessors are named
 * after its columns; from {@link #connState()} on they mean something for TCP only (state and history also for UDP).
 */
public final class Flow implements Cloneable {
    /** Stands for a time or number that is not known. */
    public static final long ABSENT = Long.MIN_VALUE;

    /** Between the ids of the outsides of tunnels that begin in the same frame; no capture has as many frames. */
    private static final long OUTSIDE_LEVEL = 1_000_000_000_000L;

    // For the table: the tuple as in FlowKey, and the queue that the flow is in, with its links.
    int lane;
    int hash;
    Flow previous;
    Flow next;
    FlowQueue queue;
    long queuedNs;

    long origHigh;
    long origLow;
    long respHigh;
    long respLow;
    char origPort;
    char respPort;
    byte ipVersion;
    short vlan = -1;
    FlowTunnel tunnel = FlowTunnel.NONE;
    FlowProtocol proto;
    OriginatorSource origSource;
    EndReason endReason;

    long flowId;
    long startNs;
    long endNs;
    long frameLast;
    long idleMaxNs;
    long origPkts;
    long respPkts;
    long origIpBytes;
    long respIpBytes;
    long origPayloadBytes;
    long respPayloadBytes;
    int truncatedPkts;
    short ttlOrig = -1;
    short ttlResp = -1;
    int icmpErrors;
    int fragPkts;
    ConnState connState;
    History history;
    /** What TCP adds; null of other protocols, and while it is {@link #packed}. */
    TcpConnection tcp;
    /** History, connection and streams of a TCP flow that is quiet, taken apart by {@link ConnectionPacker}. */
    byte[] packed;
    /** What of them is kept as it is. */
    Object[] kept;
    /** Hardware addresses of the first packet of each side: from, and to. */
    long origMac = -1;

    long origToMac = -1;
    long respMac = -1;
    long respToMac = -1;
    /** What is noteworthy of the path; null for most flows. */
    FlowPath path;
    /** Null unless long headers of QUIC were seen. */
    QuicSight quic;
    /** What is put together of the streams; null while nobody wants them. */
    StreamPair streams;
    /** Takes the datagrams; null if nobody wants them. */
    DatagramReader datagrams;

    /** Reads a field of each cache line that the next packet will need, for {@link FlowPrefetch}. */
    long touch() {
        return startNs + respPkts + respToMac + (streams == null ? 0 : streams.touch());
    }

    /**
     * The same flow in a new object, which takes history and connection along. Until the collector has looked through all of
     * its old objects it takes for alive what they refer to, though nobody refers to them any more: with each old flow that
     * is over a connection that was just put together would become old too.
     */
    Flow moved() {
        try {
            Flow moved = (Flow) clone();
            history = null;
            tcp = null;
            return moved;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the key, in either direction, is this flow's. */
    boolean isOf(FlowKey key) {
        return key.lane == lane && (isSentByOriginator(key) || isSentByResponder(key));
    }

    /** Whether the originator sent the packet of the key, which is one of this flow. */
    boolean isSentByOriginator(FlowKey key) {
        return key.sourcePort == origPort
                && key.destinationPort == respPort
                && key.sourceLow == origLow
                && key.destinationLow == respLow
                && key.sourceHigh == origHigh
                && key.destinationHigh == respHigh;
    }

    private boolean isSentByResponder(FlowKey key) {
        return key.sourcePort == respPort
                && key.destinationPort == origPort
                && key.sourceLow == respLow
                && key.destinationLow == origLow
                && key.sourceHigh == respHigh
                && key.destinationHigh == origHigh;
    }

    /** Whether an earlier connection on the 5-tuple was seen. */
    boolean isReused() {
        return tcp != null && tcp.reuseGapNs != ABSENT;
    }

    /** Packets that the originator, or else the responder, sent so far. */
    long packetsOf(boolean originator) {
        return originator ? origPkts : respPkts;
    }

    /** TTL of the packet that one side sent last; -1 if it sent none. */
    int ttlOf(boolean originator) {
        return originator ? ttlOrig : ttlResp;
    }

    /** Whether the packets of one side went to another hardware address than the answers came from. */
    boolean hasSplitPath() {
        boolean isKnown = origMac >= 0 && origToMac >= 0 && respMac >= 0 && respToMac >= 0;
        return isKnown && (origToMac != respMac || respToMac != origMac) && !isGroup(origToMac) && !isGroup(respToMac);
    }

    private static boolean isGroup(long mac) {
        return (mac >>> 40 & 1) != 0;
    }

    /** Says that the packet of a frame is the flow's first, and at which level of the packets around each other it is. */
    void beginOutside(long frame, int level) {
        flowId = -(frame + level * OUTSIDE_LEVEL);
    }

    /** What it has to do with tunnels, to be changed. */
    FlowTunnel tunnel() {
        if (tunnel == FlowTunnel.NONE) {
            tunnel = new FlowTunnel(TunnelType.NONE, -1, ABSENT);
        }
        return tunnel;
    }

    /** Takes a packet into the counters that all flows have. */
    void count(Packet packet, boolean fromOriginator) {
        long nowNs = packet.timestampNs();
        idleMaxNs = Math.max(idleMaxNs, nowNs - endNs);
        endNs = Math.max(endNs, nowNs);
        frameLast = packet.frameNumber();
        if (packet.isClipped()) {
            truncatedPkts++;
        }
        if (packet.isReassembled()) {
            fragPkts++;
        }
        if (fromOriginator) {
            if (origPkts++ == 0) {
                origMac = packet.sourceMac();
                origToMac = packet.destinationMac();
            }
            origIpBytes += packet.ipLength();
            origPayloadBytes += packet.payloadLength();
            ttlOrig = (short) packet.ttl();
        } else {
            if (respPkts++ == 0) {
                respMac = packet.sourceMac();
                respToMac = packet.destinationMac();
            }
            respIpBytes += packet.ipLength();
            respPayloadBytes += packet.payloadLength();
            ttlResp = (short) packet.ttl();
        }
    }

    public long flowId() {
        return flowId;
    }

    public FlowProtocol proto() {
        return proto;
    }

    public int ipProto() {
        return FlowKey.ipProtocol(lane);
    }

    public int ipVersion() {
        return ipVersion;
    }

    /** Absent: -1. */
    public int vlan() {
        return vlan;
    }

    /** The tunnel that the flow's first packet came out of. */
    public TunnelType tunnelType() {
        return tunnel.type;
    }

    /** {@link #ABSENT} if that tunnel has no number. */
    public long tunnelId() {
        return tunnel.id < 0 ? ABSENT : tunnel.id;
    }

    /** {@link #ABSENT} if the first packet did not come in another IP packet. */
    public long parentFlowId() {
        return tunnel.parentFlowId;
    }

    /** The tunnel that the flow is the outside of. */
    public TunnelType carries() {
        return tunnel.carries;
    }

    /** Packets of it whose inner packet was analysed. */
    public long innerPkts() {
        return tunnel.innerPkts;
    }

    /** Hardware address from which the originator's first packet came. Absent: -1. */
    public long origMac() {
        return origMac;
    }

    /** Hardware address to which it went. Absent: -1. */
    public long origToMac() {
        return origToMac;
    }

    /** The same of the responder. */
    public long respMac() {
        return respMac;
    }

    /** The same of the responder. */
    public long respToMac() {
        return respToMac;
    }

    public long origHigh() {
        return origHigh;
    }

    public long origLow() {
        return origLow;
    }

    public int origPort() {
        return origPort;
    }

    public long respHigh() {
        return respHigh;
    }

    public long respLow() {
        return respLow;
    }

    public int respPort() {
        return respPort;
    }

    public OriginatorSource origSource() {
        return origSource;
    }

    public long startNs() {
        return startNs;
    }

    public long endNs() {
        return endNs;
    }

    public long durationNs() {
        return endNs - startNs;
    }

    public long origPkts() {
        return origPkts;
    }

    public long respPkts() {
        return respPkts;
    }

    public long origIpBytes() {
        return origIpBytes;
    }

    public long respIpBytes() {
        return respIpBytes;
    }

    public long origPayloadBytes() {
        return origPayloadBytes;
    }

    public long respPayloadBytes() {
        return respPayloadBytes;
    }

    public long frameFirst() {
        return flowId > 0 ? flowId : -flowId % OUTSIDE_LEVEL;
    }

    public long frameLast() {
        return frameLast;
    }

    /** Absent: -1. */
    public int ttlOrig() {
        return ttlOrig;
    }

    /** Absent: -1. */
    public int ttlResp() {
        return ttlResp;
    }

    public long idleMaxNs() {
        return idleMaxNs;
    }

    public int icmpErrors() {
        return icmpErrors;
    }

    public int fragPkts() {
        return fragPkts;
    }

    public long truncatedPkts() {
        return truncatedPkts;
    }

    public EndReason endReason() {
        return endReason;
    }

    /** Community ID v1 with seed 0; computed anew by each call. */
    public String communityId() {
        return CommunityId.of(this);
    }

    /** Whether the flow has a {@link #connState()} and a {@link #history()}: TCP and UDP. */
    public boolean hasConnState() {
        return connState != null;
    }

    public ConnState connState() {
        return connState;
    }

    /** Letters as Zeek writes them, upper case for the originator. */
    public String history() {
        return history.toString();
    }

    public boolean isTcp() {
        return proto == FlowProtocol.TCP;
    }

    /** Whether the connection is {@link #packed}: all that is asked of it has to wait until it no longer is. */
    boolean isAsleep() {
        return tcp == null && isTcp();
    }

    /** Bits: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST. */
    public int completeness() {
        return tcp.completeness;
    }

    public boolean handshakeOk() {
        return tcp.isHandshakeComplete();
    }

    public int synCount() {
        return tcp.orig.synCount;
    }

    public int synackCount() {
        return tcp.resp.synackCount;
    }

    public int finCountOrig() {
        return tcp.orig.finCount;
    }

    public int finCountResp() {
        return tcp.resp.finCount;
    }

    public int rstCountOrig() {
        return tcp.orig.rstCount;
    }

    public int rstCountResp() {
        return tcp.resp.rstCount;
    }

    public Closer firstCloser() {
        return tcp.firstCloser;
    }

    public CloseKind closeKind() {
        return tcp.closeKind();
    }

    /** When the originator acknowledged the SYN-ACK; {@link #ABSENT} if that was not seen. */
    public long establishedNs() {
        return tcp.handshakeNs;
    }

    /** First payload of the originator; {@link #ABSENT} if there is none. */
    public long firstDataOrigNs() {
        return tcp.orig.firstPayloadNs;
    }

    public long firstDataRespNs() {
        return tcp.resp.firstPayloadNs;
    }

    /** {@link #ABSENT} if it sent none. */
    public long lastDataOrigNs() {
        return tcp.orig.lastPayloadNs;
    }

    /** Last payload of the responder, sent again or not; {@link #ABSENT} if there is none. */
    public long lastDataRespNs() {
        return tcp.resp.lastPayloadNs;
    }

    /** {@link #ABSENT} if there was none. */
    public long firstFinNs() {
        return tcp.firstFinNs;
    }

    /** {@link #ABSENT} if there was none. */
    public long firstRstNs() {
        return tcp.firstRstNs;
    }

    /** {@link #ABSENT} unless the SYN was sent once and a SYN-ACK after it. */
    public long synRttNs() {
        return tcp.synRttNs();
    }

    /** {@link #ABSENT} unless one SYN-ACK and its ACK were seen. */
    public long ackRttNs() {
        return tcp.ackRttNs();
    }

    /** {@link #ABSENT} without sample. */
    public long rttMinOrigNs() {
        return tcp.orig.rtt().minNs();
    }

    /** {@link #ABSENT} without sample. */
    public long rttMinRespNs() {
        return tcp.resp.rtt().minNs();
    }

    /** Absent: -1. */
    public int mssOrig() {
        return tcp.orig.mss;
    }

    /** Absent: -1. */
    public int mssResp() {
        return tcp.resp.mss;
    }

    /** Absent: -1. */
    public int wscaleOrig() {
        return tcp.orig.windowScale;
    }

    /** Absent: -1. */
    public int wscaleResp() {
        return tcp.resp.windowScale;
    }

    public boolean sackOk() {
        return tcp.orig.sackPermitted && tcp.resp.sackPermitted;
    }

    public long dataPktsOrig() {
        return tcp.orig.dataPkts;
    }

    public long dataPktsResp() {
        return tcp.resp.dataPkts;
    }

    public long retransPktsOrig() {
        return tcp.orig.retransPkts();
    }

    public long retransPktsResp() {
        return tcp.resp.retransPkts();
    }

    public long missingBytesOrig() {
        return tcp.orig.missingBytes();
    }

    public long missingBytesResp() {
        return tcp.resp.missingBytes();
    }

    public int maxIpLengthOrig() {
        return tcp.orig.maxIpLength;
    }

    public int maxIpLengthResp() {
        return tcp.resp.maxIpLength;
    }

    /** Zeek's duration: without trailing packets of a connection that both sides had closed; may be negative. */
    public long zeekDurationNs() {
        return tcp.zeekEndNs - startNs;
    }

    /** Payload of the originator by its sequence numbers, as Zeek counts it. */
    public long zeekBytesOrig() {
        return tcp.orig.zeek.size(tcp.resp.zeek);
    }

    /** The same of the responder. */
    public long zeekBytesResp() {
        return tcp.resp.zeek.size(tcp.orig.zeek);
    }

    /** Bytes of the gaps that Zeek reports, of both directions. */
    public long zeekMissedBytes() {
        return tcp.orig.zeek.missedBytes + tcp.resp.zeek.missedBytes;
    }

    /** {@link #ABSENT} if no earlier connection on this 5-tuple was seen. */
    public long reuseGapNs() {
        return tcp.reuseGapNs;
    }
}
