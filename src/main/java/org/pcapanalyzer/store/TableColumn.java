package org.pcapanalyzer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBColumnType;

/**
 * A column as the table declares it.
 *
 * @param type SQL type as DuckDB spells it; ENUM without its labels
 */
record TableColumn(String name, String type) {
    /** Between the values of a list on their way to DuckDB. */
    static final String LIST_SEPARATOR = "\n";

    /** The columns of a table in their order. */
    static List<TableColumn> of(Connection connection, String table) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + table)) {
            ResultSetMetaData described = statement.getMetaData();
            for (int column = 1; column <= described.getColumnCount(); column++) {
                columns.add(new TableColumn(described.getColumnName(column), described.getColumnTypeName(column)));
            }
        }
        return columns;
    }

    private boolean isList() {
        return type.endsWith("[]");
    }

    boolean isTime() {
        return type.equals("TIMESTAMP_NS");
    }

    /** Type in which values reach DuckDB: times as nanoseconds, labels and lists as text. */
    DuckDBColumnType transport() {
        if (isTime()) {
            return DuckDBColumnType.BIGINT;
        }
        return type.equals("ENUM") || isList() ? DuckDBColumnType.VARCHAR : DuckDBColumnType.valueOf(type);
    }

    /** SQL that makes the column's value of the transported one; labels are cast by the INSERT, an empty text is an empty list. */
    String expression() {
        if (isList()) {
            return "coalesce(string_split(" + name + ", chr(10)), [])::" + type;
        }
        return isTime() ? "make_timestamp_ns(" + name + ")" : name;
    }
}
