package org.pcapanalyzer.flow;

import java.util.concurrent.ArrayBlockingQueue;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;

/**
 * The thread of a shard: decodes the frames that it is sent once more, which costs less than to hand packets over, tracks
 * them, and sends each batch back.
 */
final class ShardThread {
    private static final long JOIN_MILLIS = 1_000;

    private final FlowShard shard;
    private final ArrayBlockingQueue<FrameBatch> toDo;
    private final ArrayBlockingQueue<FrameBatch> done;
    private final Thread thread;
    private final PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
    private final PacketBatch packets;
    private Packet packet = new Packet();

    /** @param mostBatches never more are on their way to it and back */
    ShardThread(FlowShard shard, String name, int mostBatches) {
        this.shard = shard;
        packets = new PacketBatch(shard);
        toDo = new ArrayBlockingQueue<>(mostBatches);
        done = new ArrayBlockingQueue<>(mostBatches);
        thread = new Thread(this::work, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void send(FrameBatch batch) {
        toDo.add(batch);
    }

    /** Waits for the batch sent longest ago; throws what the shard died of, if it did. */
    FrameBatch receive() {
        try {
            FrameBatch batch = done.take();
            if (batch.failure instanceof Error error) {
                throw error;
            }
            if (batch.failure != null) {
                throw (RuntimeException) batch.failure;
            }
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while packets were tracked", e);
        }
    }

    /** Ends the thread, whatever it is at. */
    void end() {
        thread.interrupt();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (true) {
                FrameBatch batch = toDo.take();
                try {
                    work(batch);
                } catch (RuntimeException | Error e) {
                    batch.failure = e;
                }
                done.add(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(FrameBatch batch) {
        boolean isInBatches = shard.openFlows() >= PacketBatch.MANY_FLOWS;
        for (int i = 0; i < batch.count(); i++) {
            decoder.decode(batch.frame(i), packet);
            if (isInBatches) {
                packet = packets.add(packet, batch.second(i));
            } else {
                shard.track(packet, batch.second(i), Flow.ABSENT);
            }
        }
        packets.track();
        batch.clear();
        batch.hasMoreFlows = batch.then == FrameBatch.Then.END_FLOWS && shard.endFlows();
        batch.intervals.takeOver(shard.intervals());
        if (batch.then != FrameBatch.Then.GO_ON) {
            batch.delivery = shard.outbox().take();
        }
    }
}
