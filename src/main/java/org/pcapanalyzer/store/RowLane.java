package org.pcapanalyzer.store;

import java.util.function.Consumer;

/**
 * One of the ways on which rows come to a table, for one thread at a time: fills batches and lets them go when they are full.
 *
 * @param <R> what a row is made from
 */
final class RowLane<R> {
    private final TableWriter<R> writer;
    private final Consumer<Runnable> outlet;
    private RowBatch<R> batch;
    private long rows;

    /** @param outlet runs, now or later, what sends a batch */
    RowLane(TableWriter<R> writer, Consumer<Runnable> outlet) {
        this.writer = writer;
        this.outlet = outlet;
    }

    /** Takes a row. Waits while the database is behind, if the outlet runs at once. */
    void add(R row) {
        if (batch == null) {
            batch = writer.emptyBatch();
        }
        batch.add(row);
        rows++;
        if (batch.isFull()) {
            RowBatch<R> full = batch;
            batch = null;
            outlet.accept(() -> writer.send(full));
        }
    }

    /** Sends what is left; no more rows come. */
    void end() {
        if (batch != null) {
            writer.send(batch);
            batch = null;
        }
    }

    /** Rows taken so far. */
    long rows() {
        return rows;
    }
}
