package org.pcapanalyzer.flow;

/** One side of a TCP connection: what it sent and what it said of what it received. */
final class TcpEndpoint {
    final Side side;
    final RttEstimator rtt = new RttEstimator();

    long dataPkts;
    long payloadBytes;
    long ackCount;
    long winMax;
    long finFrame = Flow.ABSENT;
    long finNs = Flow.ABSENT;
    long peerBytesAfterFin;
    int synCount;
    int synackCount;
    int finCount;
    int rstCount;
    int mss = -1;
    int windowScale = -1;
    int maxIpLength;
    int maxDeliveredIpLength;
    boolean sackPermitted;
    boolean dfSeen;
    boolean finAcked;

    private TcpDirection direction;

    TcpEndpoint(Side side) {
        this.side = side;
    }

    /** The detail of this direction, made when the first noteworthy thing happens. */
    TcpDirection direction() {
        if (direction == null) {
            direction = new TcpDirection(this);
        }
        return direction;
    }

    boolean isNoteworthy() {
        return direction != null;
    }

    long retransPkts() {
        return direction == null ? 0 : direction.retransPkts;
    }

    long uniqueBytes() {
        return payloadBytes;
    }

    long missingBytes() {
        return 0;
    }
}
