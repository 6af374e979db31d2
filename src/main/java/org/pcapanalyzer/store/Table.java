package org.pcapanalyzer.store;

/**
 * How an object becomes a row of a table.
 *
 * @param <R> the object
 */
interface Table<R> {
    /** Name in the database. */
    String name();

    /** Copies the values of {@code source} to the columns of the table, in their order. */
    void copy(R source, ColumnBatch row);
}
