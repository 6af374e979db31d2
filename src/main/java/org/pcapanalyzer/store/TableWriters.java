package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;

/** The writers of one database, one for each table, which end together. */
final class TableWriters {
    private final Supplier<DuckDBConnection> database;
    private final Path file;
    private final RowBound bound;
    private final Map<String, TableWriter<?>> writers = new LinkedHashMap<>();

    TableWriters(Supplier<DuckDBConnection> database, Path file, RowBound bound) {
        this.database = database;
        this.file = file;
        this.bound = bound;
    }

    /** The writer of a table whose rows' sources are used again. */
    <R> TableWriter<R> copying(Table<R> table) {
        return writer(table, () -> TableWriter.copying(table, database, file, bound));
    }

    /** The writer of a table whose rows' sources do not change any more. */
    <R> TableWriter<R> keeping(Table<R> table) {
        return writer(table, () -> TableWriter.keeping(table, database, file, bound));
    }

    @SuppressWarnings("unchecked")
    private <R> TableWriter<R> writer(Table<R> table, Supplier<TableWriter<R>> maker) {
        // A table of one name is always of one class.
        return (TableWriter<R>) writers.computeIfAbsent(table.name(), name -> maker.get());
    }

    /** No more rows come: waits until all are in their tables. */
    void finish() {
        writers.values().forEach(TableWriter::end);
        writers.values().forEach(TableWriter::await);
    }

    /** Gives up what is not in its table yet. */
    void abandon() {
        writers.values().forEach(TableWriter::abandon);
    }
}
