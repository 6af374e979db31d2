package org.pcapanalyzer.flow;

import java.util.ArrayDeque;
import org.pcapanalyzer.decode.Packet;

/**
 * Each shard works in a thread of its own, a few stretches behind the one that reads. What they found is passed on by that
 * one, stretch after stretch and in each shard after shard, as if there were no threads.
 */
final class ShardThreads implements ShardCrew {
    /** Stretches on their way beside the one that is being filled. */
    private static final int STRETCHES = 3;
    /** Where shards had to wait for one another they may soon have to again: so many packets are tracked at once. */
    private static final int PACKETS_IN_PLACE = 64;

    private final FlowShard[] shards;
    private final IntervalCounter intervals;
    private final ShardThread[] threads;
    private final FrameBatch[] batches;
    private final ArrayDeque<FrameBatch> spare = new ArrayDeque<>();
    /** Ends of seconds, one for each stretch on its way: those before are complete when it is back. */
    private final ArrayDeque<Long> stretches = new ArrayDeque<>();

    private final ArrayDeque<Release> releases = new ArrayDeque<>();
    private long sentStretches;
    private int packetsInPlace;
    private boolean isFilling;
    private boolean hasMoreFlows;

    /** @param stretch the last one whose frames it concerns */
    private record Release(long stretch, Runnable action) {}

    /** @param packetsBefore so many packets are tracked by the reading thread first */
    ShardThreads(FlowShard[] shards, IntervalCounter intervals, int packetsBefore) {
        this.packetsInPlace = packetsBefore;
        this.shards = shards;
        this.intervals = intervals;
        threads = new ShardThread[shards.length];
        batches = new FrameBatch[shards.length];
        for (int i = 0; i < shards.length; i++) {
            threads[i] = new ShardThread(shards[i], "flows-" + (i + 1), STRETCHES + 1);
            threads[i].start();
            batches[i] = new FrameBatch();
        }
    }

    @Override
    public Packet track(Packet packet, int shard, long second) {
        if (packetsInPlace > 0) {
            packetsInPlace--;
            shards[shard].track(packet, second, Flow.ABSENT);
        } else {
            batches[shard].add(packet, second);
            isFilling = true;
        }
        return packet;
    }

    @Override
    public void settle() {
        awaitUnused();
        packetsInPlace = Math.max(packetsInPlace, PACKETS_IN_PLACE);
    }

    @Override
    public void endStretch() {
        endStretch(FrameBatch.Then.END_STRETCH);
    }

    private void endStretch(FrameBatch.Then then) {
        if (stretches.size() == STRETCHES) {
            receiveStretch();
        }
        send(then);
        stretches.add(intervals.number());
        sentStretches++;
        if (packetsInPlace > PACKETS_IN_PLACE) {
            awaitUnused();
        } else {
            packetsInPlace = 0;
        }
    }

    private void send(FrameBatch.Then then) {
        for (int i = 0; i < threads.length; i++) {
            batches[i].then = then;
            threads[i].send(batches[i]);
            batches[i] = spare.isEmpty() ? new FrameBatch() : spare.remove();
        }
        isFilling = false;
    }

    /** Waits for what came of the oldest stretch on its way, and passes it on. */
    private void receiveStretch() {
        hasMoreFlows = false;
        for (ShardThread thread : threads) {
            FrameBatch batch = receive(thread);
            batch.delivery.run();
            hasMoreFlows |= batch.hasMoreFlows;
        }
        intervals.handOut(stretches.remove());
        release(sentStretches - stretches.size());
    }

    private FrameBatch receive(ShardThread thread) {
        FrameBatch batch = thread.receive();
        batch.intervals.addTo(intervals);
        spare.add(batch);
        return batch;
    }

    /** @param stretch so many stretches are done */
    private void release(long stretch) {
        while (!releases.isEmpty() && releases.element().stretch() <= stretch) {
            releases.remove().action().run();
        }
    }

    @Override
    public void whenUnused(Runnable action) {
        releases.add(new Release(sentStretches + 1, action));
    }

    @Override
    public void awaitUnused() {
        while (!stretches.isEmpty()) {
            receiveStretch();
        }
        if (isFilling) {
            send(FrameBatch.Then.GO_ON);
            for (ShardThread thread : threads) {
                receive(thread);
            }
        }
        release(sentStretches + 1);
    }

    @Override
    public void endFlows() {
        hasMoreFlows = true;
        while (hasMoreFlows) {
            endStretch(FrameBatch.Then.END_FLOWS);
        }
        awaitUnused();
    }

    @Override
    public void close() {
        for (ShardThread thread : threads) {
            thread.end();
        }
    }
}
