package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** The writers of one database, which end together. */
final class TableWriters {
    private final DuckDBConnection database;
    private final Path file;
    private final List<TableWriter<?>> writers = new ArrayList<>();

    TableWriters(DuckDBConnection database, Path file) {
        this.database = database;
        this.file = file;
    }

    /** A new writer. */
    <R> TableWriter<R> of(Table<R> table) {
        TableWriter<R> writer = new TableWriter<>(table, database, file);
        writers.add(writer);
        return writer;
    }

    /** No more rows come: waits until all are in their tables. */
    void finish() {
        writers.forEach(TableWriter::end);
        writers.forEach(TableWriter::await);
    }

    /** Gives up what is not in its table yet. */
    void abandon() {
        writers.forEach(TableWriter::abandon);
    }
}
