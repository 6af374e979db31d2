package org.pcapanalyzer.flow;

/**
 * Round-trip times of a connection on both sides of the capture point, by handshake and data, nanoseconds. Seen from
 * the capture point a resend answers what passed it a round trip to the sender earlier.
 */
final class RoundTrips {
    private RoundTrips() {}

    /** From the capture point to the sender and back, at its least; {@link Flow#ABSENT} if not known. */
    static long leastToSenderNs(Segment segment) {
        return least(segment, segment.sender(), segment.peer());
    }

    /** From the capture point to the sender's peer and back, at its least; {@link Flow#ABSENT} if not known. */
    static long leastToPeerNs(Segment segment) {
        return least(segment, segment.peer(), segment.sender());
    }

    /** From end to end and back, at its least, as far as it is known; {@link Flow#ABSENT} if not at all. */
    static long leastPathNs(Segment segment) {
        return sum(leastToSenderNs(segment), leastToPeerNs(segment));
    }

    /** The same; {@link Flow#ABSENT} unless both sides of the capture point are known. */
    static long leastWholePathNs(Segment segment) {
        long toSenderNs = leastToSenderNs(segment);
        long toPeerNs = leastToPeerNs(segment);
        return toSenderNs == Flow.ABSENT || toPeerNs == Flow.ABSENT ? Flow.ABSENT : toSenderNs + toPeerNs;
    }

    /** From end to end and back, as the sender's timers take it; 0 if nothing is known. */
    static long pathNs(Segment segment) {
        RttEstimator data = segment.sender().rtt();
        long toPeerNs = data.samples() > 0 ? data.smoothedNs() : handshakeNs(segment, segment.peer());
        return Math.max(0, sum(leastToSenderNs(segment), toPeerNs));
    }

    /** Whether time stamps of the sender tell apart what it sent a round trip later. */
    static boolean isLongerThanTick(Segment segment) {
        long tickNs = segment.sender().clock().mostTickNs();
        return tickNs != Flow.ABSENT && leastPathNs(segment) > 2 * tickNs;
    }

    /** From the capture point to one side and back in the handshake. */
    private static long handshakeNs(Segment segment, TcpEndpoint side) {
        TcpConnection connection = segment.connection();
        return side == connection.orig ? connection.ackRttNs() : connection.synRttNs();
    }

    /** From the capture point to one side and back, by the handshake, by what the other sent, and by time stamps. */
    private static long least(Segment segment, TcpEndpoint side, TcpEndpoint other) {
        return least(
                least(handshakeNs(segment, side), other.rtt().minNs()),
                side.clock().echoRttMinNs());
    }

    /** The lesser of two times that are known. */
    static long least(long aNs, long bNs) {
        return aNs == Flow.ABSENT || bNs == Flow.ABSENT ? Math.max(aNs, bNs) : Math.min(aNs, bNs);
    }

    private static long sum(long aNs, long bNs) {
        return aNs == Flow.ABSENT || bNs == Flow.ABSENT ? Math.max(aNs, bNs) : aNs + bNs;
    }
}
