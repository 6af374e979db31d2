package org.pcapanalyzer.store;

/** Rows whose values are copied when they are added, since what they are made from is used again. */
final class CopiedRows<R> implements RowBatch<R> {
    private final Table<R> table;
    private final ColumnBatch columns = new ColumnBatch();

    CopiedRows(Table<R> table) {
        this.table = table;
    }

    @Override
    public void add(R row) {
        table.copy(row, columns);
        columns.endRow();
    }

    @Override
    public boolean isFull() {
        return columns.isFull();
    }

    @Override
    public boolean isEmpty() {
        return columns.isEmpty();
    }

    @Override
    public ColumnBatch columns() {
        return columns;
    }

    @Override
    public void clear() {
        columns.clear();
    }
}
