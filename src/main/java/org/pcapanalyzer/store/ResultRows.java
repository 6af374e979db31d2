package org.pcapanalyzer.store;

import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;

/**
 * The rows of a result as plain values: null, Boolean, Number, String, List, Map, JsonNode. Times are UTC, as ISO-8601
 * text with nanoseconds.
 */
final class ResultRows {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'");

    private final ResultSet rows;
    private final List<ResultColumn> columns = new ArrayList<>();
    private final boolean[] isTime;

    ResultRows(ResultSet rows) throws SQLException {
        this.rows = rows;
        ResultSetMetaData described = rows.getMetaData();
        isTime = new boolean[described.getColumnCount()];
        for (int column = 1; column <= isTime.length; column++) {
            columns.add(new ResultColumn(
                    described.getColumnLabel(column),
                    isNumber(described.getColumnType(column), described.getColumnTypeName(column))));
            isTime[column - 1] = described.getColumnTypeName(column).matches("TIMESTAMP(_S|_MS|_NS)?");
        }
    }

    List<ResultColumn> columns() {
        return List.copyOf(columns);
    }

    boolean next() throws SQLException {
        return rows.next();
    }

    /** Values of the current row. */
    List<Object> values() throws SQLException {
        List<Object> values = new ArrayList<>(isTime.length);
        for (int column = 1; column <= isTime.length; column++) {
            // The driver's Timestamp passes through the zone of this machine; LocalDateTime does not.
            Object value = isTime[column - 1] ? rows.getObject(column, LocalDateTime.class) : rows.getObject(column);
            values.add(plain(value));
        }
        return values;
    }

    private static boolean isNumber(int type, String name) {
        return switch (type) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.FLOAT,
                    Types.REAL,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC -> true;
            default -> name.equals("HUGEINT") || name.matches("U\\w*INT\\w*");
        };
    }

    private static Object plain(Object value) throws SQLException {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof JsonNode) {
            return value;
        }
        if (value instanceof LocalDateTime time) {
            return TIME.format(time);
        }
        if (value instanceof Timestamp time) {
            return TIME.format(time.toLocalDateTime());
        }
        if (value instanceof OffsetDateTime time) {
            return TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
        }
        if (value instanceof Blob blob) {
            return HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
        }
        return container(value);
    }

    private static Object container(Object value) throws SQLException {
        if (value instanceof Array array) {
            List<Object> elements = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                elements.add(plain(element));
            }
            return elements;
        }
        if (value instanceof DuckDBStruct struct) {
            return plainEntries(struct.getMap());
        }
        return value instanceof Map<?, ?> entries ? plainEntries(entries) : value.toString();
    }

    private static Map<String, Object> plainEntries(Map<?, ?> entries) throws SQLException {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            plain.put(String.valueOf(plain(entry.getKey())), plain(entry.getValue()));
        }
        return plain;
    }
}
