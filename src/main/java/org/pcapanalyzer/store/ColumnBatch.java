package org.pcapanalyzer.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDataChunkWriter;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.flow.Flow;

/**
 * Rows of one table, kept column by column: as many as DuckDB takes at once. A row is filled by one call per column, in
 * the order of the table; then {@link #endRow}. Reused once it is written.
 */
final class ColumnBatch {
    /** DuckDB's vector size. */
    static final int CAPACITY = 2048;

    private static final int MOST_COLUMNS = 128;

    private final ColumnValues[] columns = new ColumnValues[MOST_COLUMNS];
    /** Null until there is an address. */
    private AddressTexts addresses;

    private int column;
    private int rows;

    /** A number of up to 64 bits, or a time in nanoseconds since the epoch; {@code Flow.ABSENT} for NULL. */
    ColumnBatch big(String name, long value) {
        next(name).put(rows, value);
        return this;
    }

    /** A number that an int holds; negative for NULL. */
    ColumnBatch number(String name, int value) {
        return big(name, value < 0 ? Flow.ABSENT : value);
    }

    /** 32 bits without sign. */
    ColumnBatch unsigned(String name, int value) {
        return big(name, Integer.toUnsignedLong(value));
    }

    ColumnBatch flag(String name, boolean value) {
        return big(name, value ? 1 : 0);
    }

    /** A text, or the label of an enumeration; empty for NULL. */
    ColumnBatch text(String name, String value) {
        next(name).put(rows, value);
        return this;
    }

    /** A list; none of its values holds a line feed. */
    ColumnBatch list(String name, List<?> values) {
        return text(name, values.stream().map(String::valueOf).collect(Collectors.joining(TableColumn.LIST_SEPARATOR)));
    }

    /** An IP address, which becomes canonical text. */
    ColumnBatch address(String name, int version, long high, long low) {
        if (addresses == null) {
            addresses = new AddressTexts();
        }
        return text(name, addresses.of(version, high, low));
    }

    /** A hardware address, 48 bits; negative for NULL. */
    ColumnBatch mac(String name, long address) {
        return text(name, address < 0 ? "" : Addresses.mac(address));
    }

    /** NULL. */
    ColumnBatch absent(String name) {
        next(name).putAbsent(rows);
        return this;
    }

    /** Ends a row; columns that no call named are NULL. */
    void endRow() {
        while (column < MOST_COLUMNS && columns[column] != null) {
            columns[column++].putAbsent(rows);
        }
        column = 0;
        rows++;
    }

    boolean isFull() {
        return rows == CAPACITY;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** Names of the columns, as far as rows have filled them. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int at = 0; at < MOST_COLUMNS && columns[at] != null; at++) {
            names.add(columns[at].name());
        }
        return names;
    }

    /** Writes all rows and returns their number. */
    int write(DuckDBDataChunkWriter target) {
        for (int at = 0; at < target.columnCount(); at++) {
            if (columns[at] == null) {
                ColumnValues.writeAbsent(target.vector(at), rows);
            } else {
                columns[at].write(target.vector(at), rows);
            }
        }
        return rows;
    }

    /** Forgets the rows. */
    void clear() {
        rows = 0;
    }

    private ColumnValues next(String name) {
        ColumnValues values = columns[column];
        if (values == null) {
            values = first(name);
        }
        assert values.name().equals(name) : name + " stands where " + values.name() + " stood in an earlier row";
        column++;
        return values;
    }

    private ColumnValues first(String name) {
        ColumnValues values = new ColumnValues(name);
        columns[column] = values;
        return values;
    }
}
