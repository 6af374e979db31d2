package org.pcapanalyzer.store;

/**
 * Rows of one table on their way to DuckDB, as many as it takes at once or fewer. The producing thread adds them, the
 * table's own thread asks for the columns; reused once they are written.
 *
 * @param <R> what a row is made from
 */
interface RowBatch<R> {
    void add(R row);

    boolean isFull();

    boolean isEmpty();

    /** The rows column by column, for the table's own thread; valid until it asks another batch of the table. */
    ColumnBatch columns();

    /** Forgets the rows. */
    void clear();
}
