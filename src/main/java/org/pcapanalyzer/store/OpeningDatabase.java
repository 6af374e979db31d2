package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;

/** A database on its way: opened in a thread of its own, while the first frames are read. For any thread. */
final class OpeningDatabase implements Supplier<DuckDBConnection> {
    private final Path file;
    private final FutureTask<DuckDBConnection> opening;

    private OpeningDatabase(Path file, FutureTask<DuckDBConnection> opening) {
        this.file = file;
        this.opening = opening;
    }

    static OpeningDatabase start(Path file, Callable<DuckDBConnection> opener) {
        FutureTask<DuckDBConnection> opening = new FutureTask<>(opener);
        Thread thread = new Thread(opening, "store-opening");
        thread.setDaemon(true);
        thread.start();
        return new OpeningDatabase(file, opening);
    }

    /**
     * Waits until it is open.
     *
     * @throws StoreException if it cannot be opened
     */
    @Override
    public DuckDBConnection get() {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw StoreException.writing(file, cause);
            }
            throw new IllegalStateException("opening " + file + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while opening " + file, e);
        }
    }

    /** Waits likewise; empty if it cannot be opened, which is told to who asks for it with {@link #get}. */
    Optional<DuckDBConnection> whenOver() {
        try {
            return Optional.of(get());
        } catch (StoreException e) {
            return Optional.empty();
        }
    }
}
