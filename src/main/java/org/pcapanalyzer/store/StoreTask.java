package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work on a database file in a thread of its own; who waits for it hears of its failure. For any thread.
 *
 * @param <T> what it gives
 */
final class StoreTask<T> {
    private final Path file;
    private final FutureTask<T> task;
    private final Thread thread;

    private StoreTask(String name, Path file, Callable<T> work) {
        this.file = file;
        this.task = new FutureTask<>(work);
        this.thread = new Thread(task, "store-" + name);
        thread.setDaemon(true);
    }

    /** @param name of the work, for its thread */
    static <T> StoreTask<T> start(String name, Path file, Callable<T> work) {
        StoreTask<T> started = new StoreTask<>(name, file, work);
        started.thread.start();
        return started;
    }

    /**
     * Waits for what the work gives.
     *
     * @throws StoreException if it failed
     */
    T await() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw StoreException.writing(file, cause);
            }
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw new IllegalStateException(thread.getName() + " failed", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    boolean isOver() {
        return task.isDone();
    }

    /** Waits until the thread is over, however it ends. */
    void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What to throw when a wait for the work is interrupted. */
    StoreException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StoreException("Interrupted while writing " + file, e);
    }
}
