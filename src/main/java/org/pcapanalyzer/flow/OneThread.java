package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/** All shards work in the thread that reads. */
final class OneThread implements ShardCrew {
    private final FlowShard[] shards;
    private final PacketBatch[] batches;
    private final IntervalCounter intervals;
    private final int fewestFlows;
    private boolean isInBatches;

    /** @param fewestFlows open flows of a shard from which on packets are tracked in batches, from the next stretch on */
    OneThread(FlowShard[] shards, IntervalCounter intervals, int fewestFlows) {
        this.shards = shards;
        this.intervals = intervals;
        this.fewestFlows = fewestFlows;
        batches = new PacketBatch[shards.length];
        for (int i = 0; i < shards.length; i++) {
            batches[i] = new PacketBatch(shards[i]);
        }
        isInBatches = fewestFlows == 0;
    }

    @Override
    public Packet track(Packet packet, int shard, long second) {
        if (isInBatches) {
            return batches[shard].add(packet, second);
        }
        shards[shard].track(packet, second, Flow.ABSENT);
        return packet;
    }

    @Override
    public void settle() {
        for (PacketBatch batch : batches) {
            batch.track();
        }
    }

    @Override
    public void endStretch() {
        settle();
        isInBatches = false;
        for (FlowShard shard : shards) {
            isInBatches |= shard.openFlows() >= fewestFlows;
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
        settle();
        release.run();
    }

    @Override
    public void awaitUnused() {
        settle();
    }

    @Override
    public void close() {
        // There are no threads.
    }
}
