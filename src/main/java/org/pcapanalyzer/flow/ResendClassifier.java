package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * Finds why a segment lies below the highest one sent: late, or sent again and why. Judges by the connection's own
 * round-trip time wherever it is known.
 */
final class ResendClassifier {
    private static final long MS = 1_000_000L;
    /** Reordering takes less than this where no RTT is known. */
    private static final long REORDER_NS = 3 * MS;
    /** Linux's least retransmission timeout. */
    private static final long TIMEOUT_NS = 200 * MS;
    /** The least of any stack in use (FreeBSD). */
    private static final long SHORT_TIMEOUT_NS = 30 * MS;
    /** The least probe timeout (RFC 8985 7.2). */
    private static final long PROBE_NS = 10 * MS;
    /** RFC 5681 3.2. */
    private static final int FAST_DUP_ACKS = 3;
    /** IP IDs of packets that were sent close to each other differ by less. */
    private static final int CLOSE_IDS = 4096;

    private ResendClassifier() {}

    /** Packs what tells the order of sending around a hole: IP ID before it, IP ID and time stamp of the segment above. */
    static long mark(TcpEndpoint sender, Packet above) {
        int afterId = Math.max(above.ipId(), 0);
        int tsVal = above.hasTimestamps() ? above.tsVal() : 0;
        return (long) sender.lastIpId << 48 | (long) afterId << 32 | tsVal & 0xFFFFFFFFL;
    }

    /**
     * Judges a segment whose bytes were not captured before.
     *
     * @param openedNs when the hole was seen in which it belongs
     * @param mark     what {@link #mark} gave then; 0 if nothing is known
     */
    static ResendCause late(Segment segment, long openedNs, long mark) {
        TcpEndpoint sender = segment.sender();
        long reorderNs = reorderNs(segment.connection());
        if (segment.end() <= sender.ackedPosition) {
            boolean justAcked = segment.timeNs() - sender.ackedNs < reorderNs;
            return justAcked ? ResendCause.REORDERING : ResendCause.SPURIOUS;
        }
        long delayNs = segment.timeNs() - openedNs;
        int order = sendingOrder(segment.packet(), mark);
        if (order < 0 || order == 0 && delayNs < reorderNs) {
            return ResendCause.REORDERING;
        }
        return lossRepair(segment, delayNs);
    }

    /**
     * Judges a segment whose first byte was captured before.
     *
     * @param record its record in the sender's {@link SentSegments}, {@link SentSegments#NONE} if there is none
     */
    static ResendCause resent(Segment segment, int record) {
        TcpEndpoint sender = segment.sender();
        if (segment.end() <= sender.ackedPosition) {
            return ResendCause.SPURIOUS;
        }
        if (record == SentSegments.NONE) {
            return ResendCause.UNKNOWN;
        }
        long delayNs = segment.timeNs() - sender.sent().lastNs(record);
        boolean firstTime = sender.sent().sends(record) == 1;
        boolean tail = segment.end() == sender.nextPosition;
        boolean oldest = sender.sent().isOldest(record);
        if (isAskedFor(segment) && delayNs < TIMEOUT_NS + pathRttNs(segment.connection())) {
            return ResendCause.FAST_RETRANSMIT;
        }
        if (firstTime && tail && delayNs >= probeNs(segment.connection())) {
            boolean headWaits = !oldest && !sender.sent().isOldestResent();
            if (headWaits || oldest && delayNs < TIMEOUT_NS) {
                return ResendCause.TAIL_LOSS_PROBE;
            }
        }
        boolean shortTimer = oldest && delayNs >= Math.max(SHORT_TIMEOUT_NS, 2 * pathRttNs(segment.connection()));
        return delayNs >= TIMEOUT_NS || shortTimer ? ResendCause.TIMEOUT : ResendCause.UNKNOWN;
    }

    /** Judges a SYN or SYN-ACK by the time since the one before. */
    static ResendCause syn(long delayNs) {
        return delayNs >= TIMEOUT_NS ? ResendCause.TIMEOUT : ResendCause.UNKNOWN;
    }

    private static ResendCause lossRepair(Segment segment, long delayNs) {
        if (isAskedFor(segment) && delayNs < TIMEOUT_NS + pathRttNs(segment.connection())) {
            return ResendCause.FAST_RETRANSMIT;
        }
        return delayNs >= TIMEOUT_NS ? ResendCause.TIMEOUT : ResendCause.UNKNOWN;
    }

    /** Duplicate ACKs or SACK say that it is missing, or the repair of a loss is under way. */
    private static boolean isAskedFor(Segment segment) {
        TcpEndpoint sender = segment.sender();
        boolean sackedAbove = sender.hasSacked() && sender.sacked().highest() > segment.position();
        return sender.dupAcks >= FAST_DUP_ACKS || sackedAbove || segment.position() < sender.recoverPosition;
    }

    /** Negative if the packet was sent before the one above the hole, positive if after, 0 if that cannot be told. */
    private static int sendingOrder(Packet packet, long mark) {
        int tsVal = (int) mark;
        if (tsVal != 0 && packet.hasTimestamps() && packet.tsVal() != tsVal) {
            return packet.tsVal() - tsVal;
        }
        int before = (int) (mark >>> 48);
        int after = (int) (mark >>> 32) & 0xFFFF;
        int span = after - before & 0xFFFF;
        if (packet.ipId() <= 0 || before == 0 || after == 0 || span == 0 || span > CLOSE_IDS) {
            return 0;
        }
        int fromBefore = packet.ipId() - before & 0xFFFF;
        if (fromBefore > 0 && fromBefore < span) {
            return -1;
        }
        int fromAfter = packet.ipId() - after & 0xFFFF;
        return fromAfter > 0 && fromAfter <= CLOSE_IDS ? 1 : 0;
    }

    private static long reorderNs(TcpConnection connection) {
        long leastNs = leastPathRttNs(connection);
        return leastNs == Flow.ABSENT ? REORDER_NS : leastNs / 2;
    }

    private static long probeNs(TcpConnection connection) {
        return Math.max(PROBE_NS, pathRttNs(connection) * 3 / 2);
    }

    /** From end to end and back, at its least: the sum of both sides of the capture point. */
    private static long leastPathRttNs(TcpConnection connection) {
        long handshakeNs = connection.pathRttNs();
        if (handshakeNs != Flow.ABSENT) {
            return handshakeNs;
        }
        return sum(connection.orig.rtt().minNs(), connection.resp.rtt().minNs());
    }

    /** From end to end and back, smoothed; 0 if nothing is known. */
    private static long pathRttNs(TcpConnection connection) {
        long smoothedNs =
                sum(connection.orig.rtt().smoothedNs(), connection.resp.rtt().smoothedNs());
        return Math.max(0, Math.max(smoothedNs, connection.pathRttNs()));
    }

    private static long sum(long aNs, long bNs) {
        if (aNs == Flow.ABSENT || bNs == Flow.ABSENT) {
            return Math.max(aNs, bNs);
        }
        return aNs + bNs;
    }
}
