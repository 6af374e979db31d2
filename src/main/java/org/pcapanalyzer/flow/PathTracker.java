package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * Watches the TTL of each direction: when it changes, and whether packets come by again with less of it. Costs a
 * comparison per packet as long as nothing does.
 */
final class PathTracker {
    private final FlowSink sink;
    private final LoopDetector loops = new LoopDetector();
    private long rttBeforeNs = Flow.ABSENT;

    PathTracker(FlowSink sink) {
        this.sink = sink;
    }

    /** Looks at a TCP segment before it is tracked, which may bring a round-trip time by the path that it took. */
    void look(Flow flow, Packet packet, boolean fromOriginator) {
        if (flow.ttlOf(fromOriginator) != packet.ttl()) {
            rttBeforeNs = rttTo(flow, fromOriginator).recentMinNs();
        }
    }

    /** Takes a packet before its flow counts it. */
    void note(Flow flow, Packet packet, boolean fromOriginator) {
        int ttl = flow.ttlOf(fromOriginator);
        boolean isOther = ttl != packet.ttl() && ttl >= 0;
        if (isOther) {
            change(flow, packet, fromOriginator);
        }
        if (flow.path != null && loops.isLooping(packet)) {
            flow.path.loop(fromOriginator).note(loops, packet.timestampNs());
        }
    }

    /** Takes a second copy of a TCP segment, which its flow does not count. */
    void noteCopy(Flow flow, Packet packet, boolean fromOriginator) {
        if (loops.isLooping(packet)) {
            pathOf(flow).loop(fromOriginator).note(loops, packet.timestampNs());
        }
    }

    private void change(Flow flow, Packet packet, boolean fromOriginator) {
        long rttNs = flow.isTcp() ? rttBeforeNs : Flow.ABSENT;
        pathOf(flow)
                .change(fromOriginator)
                .begin(
                        flow.ttlOf(fromOriginator),
                        packet.ttl(),
                        packet.timestampNs(),
                        packet.frameNumber(),
                        flow.packetsOf(fromOriginator),
                        rttNs);
        if (flow.isTcp()) {
            rttTo(flow, fromOriginator).forgetRecent();
        }
    }

    private static FlowPath pathOf(Flow flow) {
        if (flow.path == null) {
            flow.path = new FlowPath();
        }
        return flow.path;
    }

    /** Round-trip times between the capture point and the sender: of what the other side sent to it. */
    private static RttEstimator rttTo(Flow flow, boolean originator) {
        return originator ? flow.tcp.resp.rtt() : flow.tcp.orig.rtt();
    }

    /** Tells of a flow that is over, after its own row. */
    void finish(Flow flow) {
        if (flow.path != null) {
            finish(flow, true);
            finish(flow, false);
        }
    }

    private void finish(Flow flow, boolean originator) {
        FlowPath path = flow.path;
        if (path.hasChange(originator)) {
            long rttNs = flow.isTcp() ? rttTo(flow, originator).recentMinNs() : Flow.ABSENT;
            path.change(originator).end(flow.packetsOf(originator), rttNs);
            sink.pathChange(flow, path.change(originator));
        }
        if (path.hasLoop(originator)) {
            sink.loop(flow, path.loop(originator));
        }
    }
}
