package org.pcapanalyzer.flow;

/**
 * Detail of one direction of a TCP flow: a row of {@code tcp_directions}, accessors named after its columns. The object
 * exists from the first noteworthy thing in the direction on; absent times and numbers are {@link Flow#ABSENT}.
 */
public final class TcpDirection {
    private TcpEndpoint endpoint;

    long retransPkts;
    long retransBytes;
    int timeoutCount;
    int fastCount;
    int tailProbeCount;
    int spuriousCount;
    int reorderCount;
    int lostBeforeCount;
    int lostAfterCount;
    long captureDupCount;
    long captureDupIpBytes;
    int keepaliveCount;
    int keepaliveUnanswered;
    int windowProbeCount;
    int maxSendsOfOne = 1;
    long stallNs;
    /** Rows of {@code stalls} that it gave so far. */
    int stalls;

    int gapCount;
    long ackedUnseenCount;
    long dupAckCount;
    int zeroWinCount;
    long zeroWinNs;
    /** Since when the window is closed now. */
    long zeroWinSinceNs = Flow.ABSENT;

    int windowFullCount;
    int stuckIpLength;
    int stuckSends;
    long stuckNs;
    long stuckStartNs = Flow.ABSENT;
    long stuckFrame = Flow.ABSENT;
    int deliveredWhileStuck;
    int peerPktsWhileStuck;
    long rstFrame = Flow.ABSENT;
    long rstNs = Flow.ABSENT;
    int rstTtl = -1;
    long idleBeforeRstNs = Flow.ABSENT;
    long rstAfterOwnDataNs = Flow.ABSENT;
    long rstAfterPeerDataNs = Flow.ABSENT;
    long ownDataBeforeRst = Flow.ABSENT;
    long peerUnackedBeforeRst = Flow.ABSENT;

    private long rttMedianNs = Flow.ABSENT;
    private long rttP95Ns = Flow.ABSENT;

    TcpDirection(TcpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Takes another endpoint that is now what the one before was. */
    void belongTo(TcpEndpoint same) {
        endpoint = same;
    }

    /** Draws the sums that need memory which the direction gives back when it is told. */
    void conclude() {
        rttMedianNs = endpoint.rtt().quantileNs(50);
        rttP95Ns = endpoint.rtt().quantileNs(95);
        if (endpoint.pace != null) {
            endpoint.pace.finish();
        }
    }

    /** Who sends: column {@code dir}. */
    public Side side() {
        return endpoint.side;
    }

    public long dataPkts() {
        return endpoint.dataPkts;
    }

    public long payloadBytes() {
        return endpoint.payloadBytes;
    }

    public long uniqueBytes() {
        return endpoint.uniqueBytes;
    }

    public long retransPkts() {
        return retransPkts;
    }

    public long retransBytes() {
        return retransBytes;
    }

    public int timeoutCount() {
        return timeoutCount;
    }

    public int fastCount() {
        return fastCount;
    }

    public int tailProbeCount() {
        return tailProbeCount;
    }

    public int spuriousCount() {
        return spuriousCount;
    }

    public int reorderCount() {
        return reorderCount;
    }

    public int lostBeforeCount() {
        return lostBeforeCount;
    }

    public int lostAfterCount() {
        return lostAfterCount;
    }

    public long captureDupCount() {
        return captureDupCount;
    }

    public long captureDupIpBytes() {
        return captureDupIpBytes;
    }

    public int keepaliveCount() {
        return keepaliveCount;
    }

    public int keepaliveUnanswered() {
        return keepaliveUnanswered;
    }

    public int windowProbeCount() {
        return windowProbeCount;
    }

    public int maxSendsOfOne() {
        return maxSendsOfOne;
    }

    public long stallNs() {
        return stallNs;
    }

    public int gapCount() {
        return gapCount;
    }

    public long missingBytes() {
        return endpoint.missingBytes();
    }

    public long ackCount() {
        return endpoint.ackCount;
    }

    public long ackedUnseenCount() {
        return ackedUnseenCount;
    }

    public long dupAckCount() {
        return dupAckCount;
    }

    public int zeroWinCount() {
        return zeroWinCount;
    }

    public long zeroWinNs() {
        return zeroWinNs;
    }

    public int windowFullCount() {
        return windowFullCount;
    }

    public long winMax() {
        return endpoint.winMax;
    }

    public long rttSamples() {
        return endpoint.rtt().samples();
    }

    public long rttMinNs() {
        return endpoint.rtt().minNs();
    }

    public long rttAvgNs() {
        return endpoint.rtt().avgNs();
    }

    public long rttMaxNs() {
        return endpoint.rtt().maxNs();
    }

    public long rttMedianNs() {
        return rttMedianNs;
    }

    public long rttP95Ns() {
        return rttP95Ns;
    }

    public long inflightMax() {
        return endpoint.pace == null ? endpoint.uniqueBytes : endpoint.pace.inflightMax();
    }

    /** {@link Flow#ABSENT} with fewer than two segments with payload. */
    public long inflightAvg() {
        return endpoint.pace == null ? Flow.ABSENT : endpoint.pace.inflightAvg();
    }

    /** {@link Flow#ABSENT} with fewer than two segments with payload. */
    public long activeNs() {
        return endpoint.pace == null ? Flow.ABSENT : endpoint.pace.activeNs();
    }

    /** Absent: -1. */
    public int limitAppPct() {
        return endpoint.pace == null ? -1 : endpoint.pace.appPercent();
    }

    /** Absent: -1. */
    public int limitRwndPct() {
        return endpoint.pace == null ? -1 : endpoint.pace.rwndPercent();
    }

    /** Absent: -1. */
    public int limitPathPct() {
        return endpoint.pace == null ? -1 : endpoint.pace.pathPercent();
    }

    public boolean dfSeen() {
        return endpoint.dfSeen;
    }

    public int maxDeliveredIpLength() {
        return endpoint.maxDeliveredIpLength();
    }

    public int stuckIpLength() {
        return stuckIpLength;
    }

    public int stuckSends() {
        return stuckSends;
    }

    public long stuckNs() {
        return stuckNs;
    }

    /** Column {@code ts_stuck}. */
    public long stuckStartNs() {
        return stuckStartNs;
    }

    public long stuckFrame() {
        return stuckFrame;
    }

    public int deliveredWhileStuck() {
        return deliveredWhileStuck;
    }

    public int peerPktsWhileStuck() {
        return peerPktsWhileStuck;
    }

    public long rstFrame() {
        return rstFrame;
    }

    /** Column {@code ts_rst}. */
    public long rstNs() {
        return rstNs;
    }

    /** Absent: -1. */
    public int rstTtl() {
        return rstTtl;
    }

    public long idleBeforeRstNs() {
        return idleBeforeRstNs;
    }

    public long rstAfterOwnDataNs() {
        return rstAfterOwnDataNs;
    }

    public long rstAfterPeerDataNs() {
        return rstAfterPeerDataNs;
    }

    public long ownDataBeforeRst() {
        return ownDataBeforeRst;
    }

    public long peerUnackedBeforeRst() {
        return peerUnackedBeforeRst;
    }

    public long finFrame() {
        return endpoint.finFrame;
    }

    /** Column {@code ts_fin}. */
    public long finNs() {
        return endpoint.finNs;
    }

    public boolean finAcked() {
        return endpoint.finAcked;
    }

    public long peerBytesAfterFin() {
        return endpoint.peerBytesAfterFin;
    }
}
