package org.pcapanalyzer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Inserts single rows with all columns of a table, lists among them: for the small tables. */
final class RowInsert implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement statement;
    private int column;

    RowInsert(Connection connection, String table) throws SQLException {
        this.connection = connection;
        String values = TableColumn.of(connection, table).stream()
                .map(RowInsert::placeholder)
                .collect(Collectors.joining(", "));
        this.statement = connection.prepareStatement("INSERT INTO " + table + " VALUES (" + values + ")");
    }

    private static String placeholder(TableColumn column) {
        return column.isTime() ? "make_timestamp_ns(?)" : "?";
    }

    RowInsert number(long value) throws SQLException {
        statement.setLong(++column, value);
        return this;
    }

    RowInsert number(double value) throws SQLException {
        statement.setDouble(++column, value);
        return this;
    }

    RowInsert flag(boolean value) throws SQLException {
        statement.setBoolean(++column, value);
        return this;
    }

    RowInsert text(String value) throws SQLException {
        statement.setString(++column, value);
        return this;
    }

    /** The empty text stands for NULL. */
    RowInsert optionalText(String value) throws SQLException {
        return value.isEmpty() ? absent() : text(value);
    }

    RowInsert absent() throws SQLException {
        statement.setObject(++column, null);
        return this;
    }

    RowInsert texts(Collection<String> values) throws SQLException {
        return list("VARCHAR", values);
    }

    RowInsert numbers(Collection<? extends Number> values) throws SQLException {
        return list("BIGINT", values);
    }

    /** Ends the row: it is in the table once the transaction is committed. */
    void insert() throws SQLException {
        column = 0;
        statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    private RowInsert list(String type, Collection<?> values) throws SQLException {
        statement.setArray(++column, connection.createArrayOf(type, values.toArray()));
        return this;
    }
}
