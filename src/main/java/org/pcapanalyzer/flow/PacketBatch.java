package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/** Packets that a shard tracks together, once what is kept of their flows has been read ahead. */
final class PacketBatch {
    /** Open flows of a shard from which on batches pay: the caches near the processor do not hold what is kept of more. */
    static final int MANY_FLOWS = 512;

    private static final int CAPACITY = FlowPrefetch.MOST_FLOWS;

    private final FlowShard shard;
    private final Packet[] packets = new Packet[CAPACITY];
    private final FlowKey[] keys = new FlowKey[CAPACITY];
    private final long[] seconds = new long[CAPACITY];
    private final FlowPrefetch prefetch;
    private int count;

    PacketBatch(FlowShard shard) {
        this.shard = shard;
        prefetch = new FlowPrefetch(shard);
        for (int i = 0; i < CAPACITY; i++) {
            packets[i] = new Packet();
            keys[i] = new FlowKey();
        }
    }

    /**
     * Takes a packet that came in no tunnel, and keeps it until it is tracked.
     *
     * @return another one, which is not in use
     */
    Packet add(Packet packet, long second) {
        Packet spare = packets[count];
        packets[count] = packet;
        keys[count].of(packet);
        seconds[count] = second;
        if (++count == CAPACITY) {
            track();
        }
        return spare;
    }

    /** Tracks the packets that were taken so far. */
    void track() {
        prefetch.fetch(keys, count);
        for (int i = 0; i < count; i++) {
            shard.track(packets[i], keys[i], seconds[i], Flow.ABSENT);
        }
        count = 0;
    }
}
