package org.pcapanalyzer.flow;

/**
 * Keeps the live flows and ends them: closed ones after their linger time or when many have closed since, the least
 * recently active where the bound bites, all at the end of the capture. Order of activity is kept to the second, so that
 * busy flows are not moved with each packet.
 */
final class FlowLifecycle {
    private static final long GRANULARITY_NS = 1_000_000_000L;
    /** Closed flows that wait for late packets at most: at 3000 a second they still wait as long as in Zeek (5 s). */
    private static final int MOST_LINGERING = 1 << 14;

    private final FlowTable table;
    private final FlowLimits limits;
    private final LimitCounts limitCounts;
    private final StreamReassembler streams;
    private final FlowWriter writer;
    private final FlowQueue open = new FlowQueue();
    private final FlowQueue lingering = new FlowQueue();

    FlowLifecycle(
            FlowTable table, FlowLimits limits, LimitCounts limitCounts, StreamReassembler streams, FlowWriter writer) {
        this.table = table;
        this.limits = limits;
        this.limitCounts = limitCounts;
        this.streams = streams;
        this.writer = writer;
    }

    /** Takes a new flow in; where the bound is reached, another one goes first. */
    void admit(Flow flow) {
        if (table.size() >= limits.liveFlows()) {
            makeRoom();
        }
        table.insert(flow);
        open.append(flow, flow.startNs);
    }

    private void makeRoom() {
        if (!lingering.isEmpty()) {
            limitCounts.bite(Limit.LINGERING_FLOWS);
            end(lingering.first(), EndReason.CLOSED);
        } else {
            limitCounts.bite(Limit.LIVE_FLOWS);
            end(open.first(), EndReason.EVICTED);
        }
    }

    /** Notes that a packet of the flow came. */
    void touch(Flow flow, long nowNs) {
        if (Math.abs(nowNs - flow.queuedNs) >= GRANULARITY_NS) {
            queueOf(flow).remove(flow);
            queueOf(flow).append(flow, nowNs);
        }
    }

    /** Lets a TCP flow linger from now on that is closed. */
    void close(Flow flow, long nowNs) {
        if (!flow.isLingering) {
            open.remove(flow);
            flow.isLingering = true;
            flow.tcp.trim();
            lingering.append(flow, nowNs);
            if (lingering.size() > MOST_LINGERING) {
                end(lingering.first(), EndReason.CLOSED);
            }
        }
    }

    /** Ends the flows whose linger time is over. */
    void expire(long nowNs) {
        while (!lingering.isEmpty() && nowNs - lingering.first().queuedNs > limits.lingerNs() + GRANULARITY_NS) {
            end(lingering.first(), EndReason.CLOSED);
        }
    }

    /** Takes a flow out, ends its streams and writes its rows. */
    void end(Flow flow, EndReason reason) {
        queueOf(flow).remove(flow);
        table.remove(flow);
        streams.end(flow, reason);
        if (flow.datagrams != null) {
            flow.datagrams.close();
        }
        writer.write(flow, reason);
        if (flow.tcp != null) {
            flow.tcp.release();
        }
    }

    /** Ends all flows, the least recently active first. */
    void finish() {
        while (!lingering.isEmpty()) {
            end(lingering.first(), EndReason.CLOSED);
        }
        while (!open.isEmpty()) {
            end(open.first(), EndReason.END_OF_CAPTURE);
        }
    }

    private FlowQueue queueOf(Flow flow) {
        return flow.isLingering ? lingering : open;
    }
}
