package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunctionBuilder;

/**
 * Writes the rows of one table: its {@link #lane lanes} fill batches, a thread and a connection of the table's own feed them
 * to one INSERT. Both start with the first batch that goes out. The rows become visible together, once {@link #await}
 * returns.
 *
 * @param <R> what a row is made from
 */
final class TableWriter<R> {
    private final Table<R> table;
    private final Supplier<DuckDBConnection> database;
    private final Path file;
    private final RowBound bound;
    private final BatchQueue<R> queue;
    private final List<RowLane<R>> lanes = new ArrayList<>();
    private StoreTask<Long> insert;

    private TableWriter(
            Table<R> table,
            Supplier<RowBatch<R>> emptyBatch,
            Supplier<DuckDBConnection> database,
            Path file,
            RowBound bound) {
        this.table = table;
        this.database = database;
        this.file = file;
        this.bound = bound;
        this.queue = new BatchQueue<>(emptyBatch);
    }

    /** A writer of rows whose sources are used again after {@link #add}. */
    static <R> TableWriter<R> copying(Table<R> table, Supplier<DuckDBConnection> database, Path file, RowBound bound) {
        return new TableWriter<>(table, () -> new CopiedRows<>(table), database, file, bound);
    }

    /** A writer of rows whose sources do not change after {@link #add}; their values are copied in the table's thread. */
    static <R> TableWriter<R> keeping(Table<R> table, Supplier<DuckDBConnection> database, Path file, RowBound bound) {
        ColumnBatch columns = new ColumnBatch();
        return new TableWriter<>(table, () -> new KeptRows<>(table, columns), database, file, bound);
    }

    /** A way for rows that go to the table at once. */
    RowLane<R> lane() {
        return lane(Runnable::run);
    }

    /** A further way for rows, see {@link RowLane}. */
    RowLane<R> lane(Consumer<Runnable> outlet) {
        RowLane<R> lane = new RowLane<>(this, outlet);
        lanes.add(lane);
        return lane;
    }

    /** A batch to fill, for any thread. */
    RowBatch<R> emptyBatch() {
        return queue.next();
    }

    /** No more rows come. The last ones are on their way to the table when this returns, not yet in it. */
    void end() {
        lanes.forEach(RowLane::end);
        if (insert != null) {
            send(queue.next());
        }
    }

    /** Waits until all rows are in the table, after {@link #end}. */
    void await() {
        long rows = lanes.stream().mapToLong(RowLane::rows).sum();
        long written = insert == null ? 0 : insert.await();
        if (written != rows) {
            throw new StoreException(
                    "Cannot write " + file + ": table " + table.name() + " took " + written + " of " + rows + " rows");
        }
    }

    /** Gives up: nothing is written unless {@link #await} has returned. The thread is over when this returns. */
    void abandon() {
        if (insert != null) {
            queue.abandon();
            insert.join();
        }
    }

    /** Hands a batch over, on the thread that all lanes send on. Waits while the database is behind. */
    void send(RowBatch<R> filled) {
        if (insert == null) {
            insert = StoreTask.start(table.name(), file, this::insertAll);
        }
        try {
            while (!queue.offer(filled)) {
                if (insert.isOver()) {
                    insert.await();
                    throw new IllegalStateException("table " + table.name() + " ended before its rows");
                }
            }
        } catch (InterruptedException e) {
            throw insert.interrupted(e);
        }
        bound.giveWay();
    }

    private long insertAll() throws SQLException {
        try (DuckDBConnection connection = DatabaseFile.another(database.get());
                Statement statement = connection.createStatement();
                DuckDBTableFunctionBuilder source = DuckDBFunctions.tableFunction()) {
            List<TableColumn> columns = TableColumn.of(connection, table.name());
            source.withName("rows_of_" + table.name())
                    .withFunction(new BatchSource<>(columns, queue, bound))
                    .register(connection);
            String values = columns.stream().map(TableColumn::expression).collect(Collectors.joining(", "));
            return statement.executeLargeUpdate(
                    "INSERT INTO " + table.name() + " SELECT " + values + " FROM rows_of_" + table.name() + "()");
        }
    }
}
