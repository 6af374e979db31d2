package org.pcapanalyzer.flow;

/**
 * Keeps the live flows and ends them: closed ones after their linger time or when many have closed since, those first of
 * which nothing has to come any more; those that are missed the least where the bound bites; all at the end of the capture.
 * Order of activity is kept to the second, so that busy flows are not moved with each packet.
 */
final class FlowLifecycle {
    private static final long GRANULARITY_NS = 1_000_000_000L;

    private final FlowTable table;
    private final ShardLimits limits;
    private final LimitCounts limitCounts;
    private final StreamReassembler streams;
    private final FlowWriter writer;
    private final OpenFlows open;
    // Closed flows: those of which nothing has to come any more, and the others.
    private final FlowQueue settled = new FlowQueue();
    private final FlowQueue unsettled = new FlowQueue();
    /** When their linger time was last looked at. */
    private long lookedNs;

    FlowLifecycle(
            FlowTable table,
            ShardLimits limits,
            LimitCounts limitCounts,
            StateBudget budget,
            StreamReassembler streams,
            FlowWriter writer) {
        this.table = table;
        this.limits = limits;
        this.limitCounts = limitCounts;
        this.streams = streams;
        this.writer = writer;
        open = new OpenFlows(limits.flows().awakeBytes(), budget);
    }

    /** Takes a new flow in; where the bound is reached, another one goes first. */
    void admit(Flow flow) {
        long bytes = open.bytes() + (long) (settled.size() + unsettled.size()) * OpenFlows.AWAKE_BYTES;
        if (table.size() >= limits.flows().liveFlows()
                || bytes >= limits.flows().flowBytes()) {
            makeRoom();
        }
        table.insert(flow);
        open.add(flow);
    }

    private void makeRoom() {
        if (isAnyLingering()) {
            limitCounts.bite(Limit.LINGERING_FLOWS);
            end(firstLingering(), EndReason.CLOSED);
        } else {
            limitCounts.bite(Limit.LIVE_FLOWS);
            end(open.first(), EndReason.EVICTED);
        }
    }

    /** Flows that are not closed. */
    int openFlows() {
        return open.size();
    }

    /** Notes that a packet of the flow came. */
    void noteActivity(Flow flow, long nowNs) {
        if (Math.abs(nowNs - flow.queuedNs) >= GRANULARITY_NS) {
            flow.queue.renew(flow, nowNs);
        }
    }

    /** Whether a flow is closed and waits for late packets. */
    boolean isLingering(Flow flow) {
        return flow.queue == settled || flow.queue == unsettled;
    }

    /** Lets a TCP flow linger that is closed, after each of its packets. */
    void linger(Flow flow, long nowNs) {
        boolean isSettled = flow.tcp.isSettled();
        FlowQueue queue = isSettled ? settled : unsettled;
        if (flow.queue == queue) {
            return;
        }
        if (!isLingering(flow)) {
            flow.tcp.trim();
        }
        remove(flow);
        queue.append(flow, nowNs);
        if (queue.size() > (isSettled ? limits.settled() : limits.unsettled())) {
            end(queue.first(), EndReason.CLOSED);
        }
    }

    /**
     * Has a flow ready whose next packet came.
     *
     * @param isSyn whether it is a SYN of TCP, with which a flow that has only begun has done no more than that
     */
    void ready(Flow flow, boolean isSyn) {
        wake(flow);
        if (!isSyn) {
            open.establish(flow);
        }
    }

    private void wake(Flow flow) {
        if (flow.isAsleep()) {
            open.wake(flow);
        }
    }

    /** Puts flows to sleep, and every second ends those whose linger time is over; between two packets. */
    void expire(long nowNs) {
        open.rest();
        if (Math.abs(nowNs - lookedNs) < GRANULARITY_NS) {
            return;
        }
        lookedNs = nowNs;
        long latestNs = nowNs - limits.flows().lingerNs() - GRANULARITY_NS;
        endQueuedBefore(latestNs, settled);
        endQueuedBefore(latestNs, unsettled);
    }

    private void endQueuedBefore(long timeNs, FlowQueue queue) {
        while (!queue.isEmpty() && queue.first().queuedNs < timeNs) {
            end(queue.first(), EndReason.CLOSED);
        }
    }

    /** Takes a flow out, ends its streams and writes its rows. */
    void end(Flow flow, EndReason reason) {
        boolean isOld = flow.isAsleep();
        wake(flow);
        flow.packed = null;
        remove(flow);
        table.remove(flow);
        streams.end(flow, reason);
        if (flow.datagrams != null) {
            flow.datagrams.close();
        }
        Flow told = isOld ? flow.moved() : flow;
        writer.write(told, reason);
        if (told.tcp != null) {
            told.tcp.release();
        }
    }

    /** Ends so many flows, closed ones first; true if there are more. */
    boolean finish(int flows) {
        int left = flows;
        for (; left > 0 && isAnyLingering(); left--) {
            end(firstLingering(), EndReason.CLOSED);
        }
        for (; left > 0 && !open.isEmpty(); left--) {
            end(open.first(), EndReason.END_OF_CAPTURE);
        }
        return table.size() > 0;
    }

    private boolean isAnyLingering() {
        return !settled.isEmpty() || !unsettled.isEmpty();
    }

    /** One that is missed the least. Only if any is lingering. */
    private Flow firstLingering() {
        return (settled.isEmpty() ? unsettled : settled).first();
    }

    private void remove(Flow flow) {
        if (isLingering(flow)) {
            flow.queue.remove(flow);
        } else {
            open.remove(flow);
        }
    }
}
