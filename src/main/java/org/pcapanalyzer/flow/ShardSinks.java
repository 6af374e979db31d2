package org.pcapanalyzer.flow;

import java.util.Objects;

/**
 * Where one shard of the analysis tells what it finds. All are called by one thread at a time, and those of different shards
 * at the same time.
 *
 * @param facts     rows of flows and of what happens in them
 * @param streams   which streams are wanted
 * @param datagrams which datagrams are wanted
 * @param outbox    passes on what {@code facts} were told
 */
public record ShardSinks(FlowSink facts, StreamSink streams, DatagramSink datagrams, Outbox outbox) {
    public ShardSinks {
        Objects.requireNonNull(facts);
        Objects.requireNonNull(streams);
        Objects.requireNonNull(datagrams);
        Objects.requireNonNull(outbox);
    }

    /** Rows in an order that does not depend on threads: each shard lays them by, and they are passed on in turn. */
    @FunctionalInterface
    public interface Outbox {
        /** Passes everything on at once. */
        Outbox DIRECT = () -> () -> {};

        /**
         * Called by the shard's thread at the end of each stretch of frames. What it returns is run by the thread that reads:
         * stretch after stretch, and in each shard after shard.
         */
        Runnable take();
    }
}
