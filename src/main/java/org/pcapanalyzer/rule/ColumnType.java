package org.pcapanalyzer.rule;

import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Type of a column of a rule's match: what Java and the texts see, and how it is written as a SQL literal. */
enum ColumnType {
    /** Long. */
    WHOLE(Kind.WHOLE, false),
    /** Double. */
    REAL(Kind.REAL, false),
    /** String. */
    TEXT(Kind.TEXT, false),
    /** Boolean. */
    FLAG(Kind.FLAG, false),
    /** Instant. */
    TIME(Kind.TIME, false),
    WHOLES(Kind.WHOLE, true),
    REALS(Kind.REAL, true),
    TEXTS(Kind.TEXT, true),
    FLAGS(Kind.FLAG, true);

    private static final String TEXT_TYPES = "VARCHAR UUID";
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private final Kind kind;
    private final boolean list;

    ColumnType(Kind kind, boolean list) {
        this.kind = kind;
        this.list = list;
    }

    enum Kind {
        WHOLE("BIGINT"),
        REAL("DOUBLE"),
        TEXT("VARCHAR"),
        FLAG("BOOLEAN"),
        TIME("TIMESTAMP_NS");

        private final String sql;

        Kind(String sql) {
            this.sql = sql;
        }
    }

    /**
     * Type for a name such as {@code DECIMAL(4,2)} or {@code BIGINT[]}; empty if rules have no use for it. Lists of times
     * are not among them: the driver hands them out in the machine's zone.
     */
    static Optional<ColumnType> of(String duckdbType) {
        boolean list = duckdbType.endsWith("[]");
        String element = list ? duckdbType.substring(0, duckdbType.length() - 2) : duckdbType;
        return kind(element).flatMap(kind -> of(kind, list));
    }

    private static Optional<ColumnType> of(Kind kind, boolean list) {
        return Stream.of(values())
                .filter(type -> type.kind == kind && type.list == list)
                .findFirst();
    }

    private static Optional<Kind> kind(String type) {
        return switch (type) {
            case "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "HUGEINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "UBIGINT",
                    "UHUGEINT" -> Optional.of(Kind.WHOLE);
            case "FLOAT", "DOUBLE" -> Optional.of(Kind.REAL);
            case "BOOLEAN" -> Optional.of(Kind.FLAG);
            case "TIMESTAMP_NS", "TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_S" -> Optional.of(Kind.TIME);
            default -> {
                if (type.startsWith("DECIMAL(")) {
                    yield Optional.of(Kind.REAL);
                }
                yield TEXT_TYPES.contains(type) || type.startsWith("ENUM") ? Optional.of(Kind.TEXT) : Optional.empty();
            }
        };
    }

    /** That of the values, those of a list too. */
    Kind kind() {
        return kind;
    }

    boolean isList() {
        return list;
    }

    /** Name of the type in SQL. */
    String sqlName() {
        return kind.sql + (list ? "[]" : "");
    }

    /** Value of a column (from 1) in the current row; empty for NULL. NULLs within a list are left out. */
    Optional<Object> read(ResultSet row, int column) throws SQLException {
        if (!list) {
            Object value = kind == Kind.TIME ? row.getObject(column, LocalDateTime.class) : row.getObject(column);
            return Optional.ofNullable(value).map(this::scalar);
        }
        Array array = row.getArray(column);
        if (array == null) {
            return Optional.empty();
        }
        Object[] elements = (Object[]) array.getArray();
        List<Object> values = new ArrayList<>(elements.length);
        for (Object element : elements) {
            if (element != null) {
                values.add(scalar(element));
            }
        }
        return Optional.of(values);
    }

    private Object scalar(Object value) {
        return switch (kind) {
            case WHOLE -> whole((Number) value);
            case REAL -> ((Number) value).doubleValue();
            case TEXT -> value.toString();
            case FLAG -> value;
            case TIME -> ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
        };
    }

    private static Long whole(Number value) {
        return value instanceof BigInteger big ? big.min(MAX_LONG).longValue() : value.longValue();
    }

    /** Literal of this type; in brackets where a subscript behind it would else belong to the type. */
    String literal(Optional<Object> value) {
        if (value.isEmpty()) {
            return "(NULL::" + sqlName() + ")";
        }
        if (!list) {
            return literal(value.get());
        }
        StringBuilder literal = new StringBuilder("([");
        for (Object element : (List<?>) value.get()) {
            literal.append(literal.length() > 2 ? "," : "")
                    .append(element instanceof Long ? element : literal(element));
        }
        return literal.append("]::").append(sqlName()).append(')').toString();
    }

    /**
     * Literal of a Long, Double, String, Boolean or Instant. Numbers carry their type, or DuckDB would compute with the
     * narrowest that holds them and overflow; negative ones stand in brackets, so that {@code a-$b} holds.
     */
    static String literal(Object value) {
        if (value instanceof Long number) {
            return number < 0 ? "((" + number + ")::BIGINT)" : number + "::BIGINT";
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) && !(number < 0) ? number + "::DOUBLE" : "('" + number + "'::DOUBLE)";
        }
        if (value instanceof Boolean flag) {
            return flag ? "TRUE" : "FALSE";
        }
        if (value instanceof Instant time) {
            return "'" + Times.iso(Times.ns(time)) + "'::TIMESTAMP_NS";
        }
        return "'" + value.toString().replace("'", "''") + "'";
    }
}
