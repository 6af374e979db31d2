package org.pcapanalyzer.store;

import java.util.List;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * A table function that yields the rows of a {@link BatchQueue} in their order. DuckDB calls it from the thread of the
 * statement or from threads of its own, never from two at once.
 */
final class BatchSource<R> implements DuckDBTableFunction<Object, Object, Object> {
    private static final Object NOTHING = new Object();

    private final List<TableColumn> columns;
    private final List<String> columnNames;
    private final BatchQueue<R> queue;
    private final RowBound bound;

    /** @param bound hears of the rows */
    BatchSource(List<TableColumn> columns, BatchQueue<R> queue, RowBound bound) {
        this.columns = columns;
        this.columnNames = columns.stream().map(TableColumn::name).toList();
        this.queue = queue;
        this.bound = bound;
    }

    @Override
    public Object bind(DuckDBTableFunctionBindInfo info) {
        for (TableColumn column : columns) {
            info.addResultColumn(column.name(), column.transport());
        }
        return NOTHING;
    }

    @Override
    public Object init(DuckDBTableFunctionInitInfo info) {
        info.setMaxThreads(1);
        return NOTHING;
    }

    @Override
    public Object localInit(DuckDBTableFunctionInitInfo info) {
        return NOTHING;
    }

    @Override
    public synchronized long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter target)
            throws InterruptedException {
        RowBatch<R> batch = queue.take();
        if (batch.isEmpty()) {
            return 0;
        }
        ColumnBatch filled = batch.columns();
        List<String> names = filled.names();
        if (!names.equals(columnNames.subList(0, names.size()))) {
            throw new IllegalStateException("rows have other columns than their table: " + names);
        }
        int rows = filled.write(target);
        queue.giveBack(batch);
        bound.add(rows, columns.size());
        return rows;
    }
}
