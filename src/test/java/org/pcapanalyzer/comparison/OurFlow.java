package org.pcapanalyzer.comparison;

import java.util.EnumMap;
import java.util.Map;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.TcpDirection;

/** What is compared of one of our flows, taken at its end. */
final class OurFlow {
    /** Round-trip times of one direction's data; median and greatest are absent where the direction has no row. */
    record Rtt(long minNs, long medianNs, long maxNs) {
        boolean hasAll() {
            return medianNs != Flow.ABSENT;
        }
    }

    private final long frameFirst;
    private final int completeness;
    private final long handshakeRttNs;
    private final Map<Side, String> nodes = new EnumMap<>(Side.class);
    private final Map<Side, Rtt> rtts = new EnumMap<>(Side.class);

    OurFlow(Flow flow) {
        frameFirst = flow.frameFirst();
        completeness = flow.completeness();
        boolean hasRtt = flow.synRttNs() != Flow.ABSENT && flow.ackRttNs() != Flow.ABSENT;
        handshakeRttNs = hasRtt ? flow.synRttNs() + flow.ackRttNs() : 0;
        for (Side side : Side.values()) {
            nodes.put(side, Node.of(flow, side));
        }
        rtts.put(Side.ORIG, new Rtt(flow.rttMinOrigNs(), Flow.ABSENT, Flow.ABSENT));
        rtts.put(Side.RESP, new Rtt(flow.rttMinRespNs(), Flow.ABSENT, Flow.ABSENT));
    }

    void note(TcpDirection direction) {
        rtts.put(direction.side(), new Rtt(direction.rttMinNs(), direction.rttMedianNs(), direction.rttMaxNs()));
    }

    long frameFirst() {
        return frameFirst;
    }

    int completeness() {
        return completeness;
    }

    /** From the SYN to the ACK of the SYN-ACK, nanoseconds; 0 if unknown, as where a SYN was sent twice. */
    long handshakeRttNs() {
        return handshakeRttNs;
    }

    String node(Side side) {
        return nodes.get(side);
    }

    Rtt rtt(Side side) {
        return rtts.get(side);
    }
}
