package org.pcapanalyzer.store;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The batches between the thread that produces rows and the thread of their table: filled ones go one way, written ones
 * come back to be filled again. An empty batch says that no more will come.
 *
 * @param <R> what a row is made from
 */
final class BatchQueue<R> {
    private static final int BATCHES_WAITING = 8;
    private static final long PATIENCE_MS = 100;

    private final ArrayBlockingQueue<RowBatch<R>> filled = new ArrayBlockingQueue<>(BATCHES_WAITING);
    private final ArrayBlockingQueue<RowBatch<R>> written = new ArrayBlockingQueue<>(BATCHES_WAITING);
    private final Supplier<RowBatch<R>> empty;
    private volatile boolean isAbandoned;

    /** @param empty makes a batch */
    BatchQueue(Supplier<RowBatch<R>> empty) {
        this.empty = empty;
    }

    /** A batch to fill, for the producer. */
    RowBatch<R> next() {
        RowBatch<R> batch = written.poll();
        return batch == null ? empty.get() : batch;
    }

    /** Hands over a batch; false if there was no room for it for a while. */
    boolean offer(RowBatch<R> batch) throws InterruptedException {
        return filled.offer(batch, PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Says that the rows are of no use any more: {@link #take} fails from now on. */
    void abandon() {
        isAbandoned = true;
        filled.clear();
        filled.offer(next());
    }

    /** The next batch, for the thread of the table. */
    RowBatch<R> take() throws InterruptedException {
        RowBatch<R> batch = filled.take();
        if (isAbandoned) {
            throw new IllegalStateException("the analysis was given up");
        }
        return batch;
    }

    /** Gives a written batch back. */
    void giveBack(RowBatch<R> batch) {
        batch.clear();
        written.offer(batch);
    }
}
