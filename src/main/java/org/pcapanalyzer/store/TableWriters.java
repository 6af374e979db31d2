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

    /** A new writer of rows whose sources are used again. */
    <R> TableWriter<R> copying(Table<R> table) {
        return added(TableWriter.copying(table, database, file));
    }

    /** A new writer of rows whose sources do not change any more. */
    <R> TableWriter<R> keeping(Table<R> table) {
        return added(TableWriter.keeping(table, database, file));
    }

    private <R> TableWriter<R> added(TableWriter<R> writer) {
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
