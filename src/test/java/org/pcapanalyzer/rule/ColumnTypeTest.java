package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values go through DuckDB and come back the same. */
class ColumnTypeTest {

    static Stream<Arguments> values() {
        Instant time = Instant.parse("2026-05-01T12:03:04.123456789Z");
        return Stream.of(
                Arguments.of("BIGINT", 5L),
                Arguments.of("BIGINT", -5L),
                Arguments.of("BIGINT", Long.MAX_VALUE),
                Arguments.of("BIGINT", Long.MIN_VALUE),
                Arguments.of("DOUBLE", 0.05),
                Arguments.of("DOUBLE", -1.0e-7),
                Arguments.of("DOUBLE", 1e300),
                Arguments.of("DOUBLE", Double.POSITIVE_INFINITY),
                Arguments.of("VARCHAR", "it's \\ \"x\"; -- $a\n'"),
                Arguments.of("VARCHAR", ""),
                Arguments.of("BOOLEAN", true),
                Arguments.of("TIMESTAMP_NS", time),
                Arguments.of("TIMESTAMP_NS", Instant.parse("1969-12-31T23:59:59.999999999Z")),
                Arguments.of("BIGINT[]", List.of(1L, -2L)),
                Arguments.of("BIGINT[]", List.of()),
                Arguments.of("VARCHAR[]", List.of("a,b", "c'd")),
                Arguments.of("DOUBLE[]", List.of(0.5)),
                Arguments.of("BOOLEAN[]", List.of(true, false)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldWriteLiteralsThatReadBackTheSame(String type, Object value) throws Exception {
        ColumnType column = ColumnType.of(type).orElseThrow();
        assertEquals(type, column.sqlName());
        assertEquals(Optional.of(value), read(column.literal(Optional.of(value)), type));
    }

    @Test
    void shouldKeepTimesWhateverTheZoneOfTheMachine() throws Exception {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            // In New York this hour does not exist.
            Instant time = Instant.parse("2026-03-08T02:30:00.000000001Z");
            assertEquals(Optional.of(time), read(ColumnType.literal(time), "TIMESTAMP_NS"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIGINT", "DOUBLE", "VARCHAR", "BOOLEAN", "TIMESTAMP_NS", "BIGINT[]", "VARCHAR[]"})
    void shouldKeepNullTyped(String type) throws Exception {
        ColumnType column = ColumnType.of(type).orElseThrow();
        assertEquals(Optional.empty(), read(column.literal(Optional.empty()), type));
    }

    @Test
    void shouldNotOverflowWhereAnIntegerWould() throws Exception {
        String product = ColumnType.literal(5_000L) + " * 1000000000";
        assertEquals(Optional.of(5_000_000_000_000L), read(product, "BIGINT"));
        assertEquals(Optional.of(8L), read("3-" + ColumnType.literal(-5L), "BIGINT"));
    }

    @Test
    void shouldLeaveNullsOutOfLists() throws Exception {
        assertEquals(Optional.of(List.of(1L)), read("[NULL, 1]::BIGINT[]", "BIGINT[]"));
    }

    @Test
    void shouldReadWhatAggregatesGive() throws Exception {
        assertEquals(Optional.of(7L), read("sum(7)", "HUGEINT"));
        assertEquals(Optional.of(Long.MAX_VALUE), read("170141183460469231731687303715884105727::HUGEINT", "HUGEINT"));
        assertEquals(Optional.of(0.25), read("0.25", "DECIMAL(3,2)"));
        assertEquals(Optional.of("b"), read("'b'::ENUM ('a', 'b')", "ENUM"));
        assertEquals(Optional.of(4_000_000_000L), read("4000000000::UINTEGER", "UINTEGER"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STRUCT(a INTEGER)",
                "INTERVAL",
                "BLOB",
                "MAP(VARCHAR, BIGINT)",
                "BIGINT[][]",
                "DATE",
                "TIMESTAMP_NS[]"
            })
    void shouldRefuseTypesThatTextsCannotShow(String type) {
        assertTrue(ColumnType.of(type).isEmpty());
    }

    /** The value of an expression, after checking that DuckDB gives it this type. */
    private static Optional<Object> read(String expression, String type) throws Exception {
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
                PreparedStatement statement = db.prepareStatement("SELECT " + expression);
                ResultSet row = statement.executeQuery()) {
            assertEquals(type, row.getMetaData().getColumnTypeName(1));
            row.next();
            return ColumnType.of(type).orElseThrow().read(row, 1);
        }
    }
}
