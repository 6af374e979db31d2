package org.pcapanalyzer.flow;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.pcapanalyzer.decode.Packet;

/** Tells each ARP packet and neighbour message, and whether questions were answered in time. */
final class NeighborTracker {
    private static final long ANSWER_NS = 3_000_000_000L;

    private final FlowSink sink;
    private final FlowLimits limits;
    private final LimitCounts limitCounts;
    /** Unanswered requests, oldest first. */
    private final ArrayDeque<NeighborRow> pending = new ArrayDeque<>();

    NeighborTracker(FlowSink sink, FlowLimits limits, LimitCounts limitCounts) {
        this.sink = sink;
        this.limits = limits;
        this.limitCounts = limitCounts;
    }

    /** Takes the next ARP packet or neighbour message. */
    void note(Packet packet) {
        NeighborRow row = new NeighborRow(packet);
        if (row.op == NeighborKind.REPLY || row.op == NeighborKind.NA) {
            answer(row);
        }
        if (row.isRequest) {
            if (pending.size() == limits.pendingNeighbors()) {
                limitCounts.bite(Limit.PENDING_NEIGHBORS);
                sink.neighbor(pending.remove());
            }
            pending.add(row);
        } else {
            sink.neighbor(row);
        }
    }

    private void answer(NeighborRow reply) {
        for (Iterator<NeighborRow> requests = pending.iterator(); requests.hasNext(); ) {
            NeighborRow request = requests.next();
            if (request.isAnsweredBy(reply)) {
                request.answered = true;
                request.answerNs = reply.timestampNs;
                request.answerFrame = reply.frame;
                sink.neighbor(request);
                requests.remove();
            }
        }
    }

    /** Hands out the requests that waited too long. */
    void expire(long nowNs) {
        while (!pending.isEmpty() && nowNs - pending.peek().timestampNs > ANSWER_NS) {
            sink.neighbor(pending.remove());
        }
    }

    /** Hands out all that still wait. */
    void finish() {
        while (!pending.isEmpty()) {
            sink.neighbor(pending.remove());
        }
    }
}
