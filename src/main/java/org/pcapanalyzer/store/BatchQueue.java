package org.pcapanalyzer.store;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The batches between the thread that produces rows and the thread of their table: filled ones go one way, written ones
 * come back to be filled again. An empty batch says that no more will come.
 */
final class BatchQueue {
    private static final int BATCHES_WAITING = 8;
    private static final long PATIENCE_MS = 100;

    private final ArrayBlockingQueue<ColumnBatch> filled = new ArrayBlockingQueue<>(BATCHES_WAITING);
    private final ArrayBlockingQueue<ColumnBatch> written = new ArrayBlockingQueue<>(BATCHES_WAITING);
    private volatile boolean isAbandoned;

    /** A batch to fill, for the producer. */
    ColumnBatch next() {
        ColumnBatch batch = written.poll();
        return batch == null ? new ColumnBatch() : batch;
    }

    /** Hands over a batch; false if there was no room for it for a while. */
    boolean offer(ColumnBatch batch) throws InterruptedException {
        return filled.offer(batch, PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Says that the rows are of no use any more: {@link #take} fails from now on. */
    void abandon() {
        isAbandoned = true;
        filled.clear();
        filled.offer(next());
    }

    /** The next batch, for the thread of the table. */
    ColumnBatch take() throws InterruptedException {
        ColumnBatch batch = filled.take();
        if (isAbandoned) {
            throw new IllegalStateException("the analysis was given up");
        }
        return batch;
    }

    /** Gives a written batch back. */
    void giveBack(ColumnBatch batch) {
        batch.clear();
        written.offer(batch);
    }
}
