package org.pcapanalyzer.flow;

/** What TCP adds to a flow: two endpoints and the story of handshake and close. */
final class TcpConnection {
    final TcpEndpoint orig = new TcpEndpoint(Side.ORIG);
    final TcpEndpoint resp = new TcpEndpoint(Side.RESP);

    int completeness;
    Closer firstCloser = Closer.NONE;
    long firstFinNs = Flow.ABSENT;
    long firstRstNs = Flow.ABSENT;
    long reuseGapNs = Flow.ABSENT;
    private long synNs = Flow.ABSENT;
    private long synackNs = Flow.ABSENT;
    private long handshakeNs = Flow.ABSENT;

    boolean isHandshakeComplete() {
        return handshakeNs != Flow.ABSENT;
    }

    CloseKind closeKind() {
        if (firstRstNs != Flow.ABSENT) {
            return CloseKind.RST;
        }
        if (orig.finCount > 0 && resp.finCount > 0) {
            return CloseKind.FIN;
        }
        return orig.finCount + resp.finCount > 0 ? CloseKind.HALF : CloseKind.OPEN;
    }

    long synRttNs() {
        boolean once = orig.synCount == 1 && resp.synackCount == 1 && synNs != Flow.ABSENT;
        return once && synackNs != Flow.ABSENT ? synackNs - synNs : Flow.ABSENT;
    }

    long ackRttNs() {
        return isHandshakeComplete() && synackNs != Flow.ABSENT ? handshakeNs - synackNs : Flow.ABSENT;
    }
}
