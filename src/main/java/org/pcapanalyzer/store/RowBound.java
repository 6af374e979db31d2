package org.pcapanalyzer.store;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;

/**
 * The bound on the memory of a database that rows come to. DuckDB holds blocks and queries to it, but not what it knows of each
 * column of each group of rows, in the file though they are: that grows with the tables, and the bound gives way to it.
 */
final class RowBound {
    /** What it knows of a column of a group; 2,100 bytes were measured over 771 million values of four tables. */
    private static final int COLUMN_BYTES = 2 << 10;

    private static final long STEP_BYTES = 4L << 20;

    private final Supplier<DuckDBConnection> database;
    private final StoreLimits limits;
    private final LongAdder values = new LongAdder();
    private long knownBytes;

    /** @param limits of the database, as it was opened with */
    RowBound(Supplier<DuckDBConnection> database, StoreLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    /** Rows have gone to a table; for any thread. */
    void add(int rows, int columns) {
        values.add((long) rows * columns);
    }

    /** Lowers the bound if enough rows have gone since it was lowered last; for one thread. */
    void giveWay() {
        long bytes = values.sum() / DatabaseFile.ROW_GROUP_ROWS * COLUMN_BYTES;
        if (bytes - knownBytes < STEP_BYTES) {
            return;
        }
        knownBytes = bytes;
        try (Statement statement = database.get().createStatement()) {
            DatabaseFile.limitMemory(statement, limits.beside(bytes));
        } catch (SQLException e) {
            // All of it is in use at this moment: the next step lowers it further.
            return;
        }
    }
}
