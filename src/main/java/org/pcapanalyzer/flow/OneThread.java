package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/** All shards work in the thread that reads. */
final class OneThread implements ShardCrew {
    private final FlowShard[] shards;
    private final IntervalCounter intervals;

    OneThread(FlowShard[] shards, IntervalCounter intervals) {
        this.shards = shards;
        this.intervals = intervals;
    }

    @Override
    public void track(Packet packet, int shard, long second) {
        shards[shard].track(packet, second, Flow.ABSENT);
    }

    @Override
    public void settle() {
        // Nothing is ever left to do.
    }

    @Override
    public void endStretch() {
        for (FlowShard shard : shards) {
            shard.intervals().addTo(intervals);
            shard.outbox().take().run();
        }
        intervals.handOut(intervals.number());
    }

    @Override
    public void endFlows() {
        boolean hasMoreFlows = true;
        while (hasMoreFlows) {
            hasMoreFlows = false;
            for (FlowShard shard : shards) {
                hasMoreFlows |= shard.endFlows();
            }
            endStretch();
        }
    }

    @Override
    public void whenUnused(Runnable release) {
        release.run();
    }

    @Override
    public void awaitUnused() {
        // Nothing is in use between two frames.
    }

    @Override
    public void close() {
        // There are no threads.
    }
}
