package org.pcapanalyzer.store;

import java.util.ArrayList;
import java.util.List;

/** Rows made from what does not change any more: the producing thread hands it over, that of the table copies the values. */
final class KeptRows<R> implements RowBatch<R> {
    /** Fewer than DuckDB takes at once, as with each row a whole connection may be kept. */
    private static final int CAPACITY = ColumnBatch.CAPACITY / 2;

    private final Table<R> table;
    private final ColumnBatch columns;
    private final List<R> rows = new ArrayList<>(CAPACITY);

    /** @param columns shared by all batches of the table */
    KeptRows(Table<R> table, ColumnBatch columns) {
        this.table = table;
        this.columns = columns;
    }

    @Override
    public void add(R row) {
        rows.add(row);
    }

    @Override
    public boolean isFull() {
        return rows.size() == CAPACITY;
    }

    @Override
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public ColumnBatch columns() {
        columns.clear();
        for (R row : rows) {
            table.copy(row, columns);
            columns.endRow();
        }
        return columns;
    }

    @Override
    public void clear() {
        rows.clear();
    }
}
