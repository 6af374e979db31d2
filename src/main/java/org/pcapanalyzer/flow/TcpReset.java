package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * The first RST that came in one side's name, beside what that side's packets are like, and what came after it: a row of
 * {@code tcp_resets}, accessors named after its columns.
 */
public final class TcpReset {
    private final Side side;
    private final long frame;
    private final long timestampNs;
    private final boolean ackSet;
    private final int ttl;
    private final int ttlBefore;
    private final int ipId;
    private final int ipIdBefore;
    private final int win;
    private final boolean timestamps;
    private final boolean timestampsBefore;
    private final long seqAhead;
    private final long survivedIdleNs;
    private final int seq;

    private int pktsAfter;
    private int rstTtlAfter = -1;
    private int dataPktsAfter;
    private int ttlAfter = -1;
    private long dataAfterFrame = Flow.ABSENT;
    private long dataAfterNs = Flow.ABSENT;
    private int peerDataPktsAfter;

    /** Takes the RST before it counts for its flow. */
    TcpReset(Segment segment) {
        Packet packet = segment.packet();
        TcpEndpoint sender = segment.sender();
        Flow flow = segment.flow();
        side = sender.side;
        frame = segment.frame();
        timestampNs = segment.timeNs();
        ackSet = segment.isAck();
        ttl = packet.ttl();
        ttlBefore = side == Side.ORIG ? flow.ttlOrig : flow.ttlResp;
        ipId = packet.ipId();
        ipIdBefore = sender.lastIpId == 0 ? -1 : sender.lastIpId;
        win = packet.window();
        timestamps = packet.hasTimestamps();
        timestampsBefore = sender.clock().hasTicked();
        seq = segment.seq();
        seqAhead = sender.hasStream() ? sender.position(seq) - sender.nextPosition : Flow.ABSENT;
        survivedIdleNs = segment.connection().turns.survivedIdleNs();
    }

    /** Takes a later packet of the same side that is no RST. */
    void noteAfter(Segment segment) {
        pktsAfter++;
        ttlAfter = segment.packet().ttl();
        boolean isBeyond = segment.seq() + segment.payloadLength() - seq > 0;
        if (segment.payloadLength() > 0 && isBeyond && dataPktsAfter++ == 0) {
            dataAfterFrame = segment.frame();
            dataAfterNs = segment.timeNs() - timestampNs;
        }
    }

    /** Takes a later RST of the same side. */
    void noteRstAfter(Segment segment) {
        rstTtlAfter = segment.packet().ttl();
    }

    /** Takes a later packet of the other side that is no RST. */
    void notePeerAfter(Segment segment) {
        if (segment.payloadLength() > 0) {
            peerDataPktsAfter++;
        }
    }

    /** In whose name: column {@code dir}. */
    public Side side() {
        return side;
    }

    public long frame() {
        return frame;
    }

    /** Column {@code ts}. */
    public long timestampNs() {
        return timestampNs;
    }

    public boolean ackSet() {
        return ackSet;
    }

    public int ttl() {
        return ttl;
    }

    /** Absent: -1. */
    public int ttlBefore() {
        return ttlBefore;
    }

    /** Absent (IPv6): -1. */
    public int ipId() {
        return ipId;
    }

    /** Absent: -1. */
    public int ipIdBefore() {
        return ipIdBefore;
    }

    /** As on the wire, not scaled. */
    public int win() {
        return win;
    }

    public boolean timestamps() {
        return timestamps;
    }

    public boolean timestampsBefore() {
        return timestampsBefore;
    }

    /** {@link Flow#ABSENT} where the stream is not known. */
    public long seqAhead() {
        return seqAhead;
    }

    public long survivedIdleNs() {
        return survivedIdleNs;
    }

    public int pktsAfter() {
        return pktsAfter;
    }

    /** Absent: -1. */
    public int rstTtlAfter() {
        return rstTtlAfter;
    }

    public int dataPktsAfter() {
        return dataPktsAfter;
    }

    /** Absent: -1. */
    public int ttlAfter() {
        return ttlAfter;
    }

    /** {@link Flow#ABSENT} if there was none. */
    public long dataAfterFrame() {
        return dataAfterFrame;
    }

    /** {@link Flow#ABSENT} if there was none. */
    public long dataAfterNs() {
        return dataAfterNs;
    }

    public int peerDataPktsAfter() {
        return peerDataPktsAfter;
    }
}
