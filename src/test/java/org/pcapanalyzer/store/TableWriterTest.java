package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.flow.Flow;

class TableWriterTest {
    private static final String TABLE = """
            CREATE TYPE colour_t AS ENUM ('red', 'green');
            CREATE TABLE things (
                id      BIGINT NOT NULL,
                small   INTEGER,
                seq     UINTEGER,
                port    USMALLINT,
                ttl     UTINYINT,
                ok      BOOLEAN,
                ts      TIMESTAMP_NS,
                colour  colour_t,
                name    VARCHAR,
                address VARCHAR,
                mac     VARCHAR,
                texts   VARCHAR[] NOT NULL,
                numbers BIGINT[] NOT NULL
            )
            """;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path file;
    private DuckDBConnection connection;

    @BeforeEach
    void makeTable() throws SQLException {
        file = folder.resolve("things.duckdb");
        connection = Databases.with(file, TABLE);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** A table whose rows a test writes out by hand. */
    private interface Copying<R> {
        void copy(R source, ColumnBatch row);
    }

    private <R> TableWriter<R> writer(Copying<R> copying) {
        return TableWriter.copying(table(copying), () -> connection, file, bound());
    }

    private RowBound bound() {
        return new RowBound(() -> connection, StoreLimits.DEFAULT);
    }

    private static <R> Table<R> table(Copying<R> copying) {
        return new Table<>() {
            @Override
            public String name() {
                return "things";
            }

            @Override
            public void copy(R source, ColumnBatch row) {
                copying.copy(source, row);
            }
        };
    }

    private <R> void write(R source, Copying<R> copying) {
        TableWriter<R> writer = writer(copying);
        writer.lane().add(source);
        writer.end();
        writer.await();
    }

    private String ask(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertTrue(row.next(), sql);
            return row.getString(1);
        }
    }

    @Test
    void shouldKeepTheLargestValueOfEachType() throws SQLException {
        write(
                1,
                (source, row) -> row.big("id", Long.MAX_VALUE)
                        .number("small", Integer.MAX_VALUE)
                        .unsigned("seq", 0xFFFF_FFFF)
                        .number("port", 65535)
                        .number("ttl", 255)
                        .flag("ok", true)
                        .big("ts", 1_700_000_000_123_456_789L)
                        .text("colour", "green")
                        .text("name", "Zürich 東京 \uD83D\uDC1F 'quoted'")
                        .address("address", 6, 0x2001_0db8_0000_0000L, 1)
                        .mac("mac", 0xFFFF_FFFF_FFFEL));
        assertEquals(
                "9223372036854775807 2147483647 4294967295 65535 255 true 2023-11-14 22:13:20.123456789 green "
                        + "Zürich 東京 \uD83D\uDC1F 'quoted' 2001:db8::1 ff:ff:ff:ff:ff:fe",
                ask("SELECT concat_ws(' ', id, small, seq, port, ttl, ok, ts, colour, name, address, mac)"
                        + " FROM things"));
    }

    @Test
    void shouldKeepLists() throws SQLException {
        TableWriter<List<List<?>>> writer = writer((source, row) -> row.big("id", 1)
                .absent("small")
                .absent("seq")
                .absent("port")
                .absent("ttl")
                .absent("ok")
                .absent("ts")
                .absent("colour")
                .absent("name")
                .absent("address")
                .absent("mac")
                .list("texts", source.get(0))
                .list("numbers", source.get(1)));
        writer.lane().add(List.of(List.of("a, b", "'c'", "東"), List.of(7L, -1L, Long.MAX_VALUE)));
        writer.lane().add(List.of(List.of(), List.of()));
        writer.end();
        writer.await();
        assertEquals(
                "[7, -1, 9223372036854775807], []",
                ask("SELECT string_agg(numbers, ', ' ORDER BY len(texts) DESC) FROM things"));
        assertEquals("東", ask("SELECT max(texts[3]) FROM things"));
        assertEquals("3 0", ask("SELECT max(len(texts)) || ' ' || min(len(texts)) FROM things"));
    }

    @Test
    void shouldWriteNullForWhatIsAbsent() throws SQLException {
        write(
                1,
                (source, row) -> row.big("id", 0)
                        .number("small", -1)
                        .absent("seq")
                        .number("port", -1)
                        .number("ttl", -1)
                        .absent("ok")
                        .big("ts", Flow.ABSENT)
                        .text("colour", "")
                        .text("name", "")
                        .absent("address")
                        .mac("mac", -1));
        assertEquals(
                "1",
                ask(
                        "SELECT count(*) FROM things WHERE coalesce(small, seq, port, ttl) IS NULL"
                                + " AND ok IS NULL AND ts IS NULL AND colour IS NULL AND coalesce(name, address, mac) IS NULL"));
    }

    @Test
    void shouldWriteNullForColumnsThatARowLeavesOutWhateverRowsBeforeHad() throws SQLException {
        TableWriter<Long> writer = writer((id, row) -> {
            row.big("id", id);
            if (id % 3 == 1) {
                row.number("small", 7).unsigned("seq", 8).number("port", 9);
            }
        });
        LongStream.range(0, 6000).forEach(writer.lane()::add);
        writer.end();
        writer.await();
        assertEquals("2000 2000", ask("SELECT count(small) || ' ' || count(port) FROM things"));
        assertEquals(
                "2000", ask("SELECT count(*) FROM things WHERE id % 3 = 1 AND small = 7 AND seq = 8 AND port = 9"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 4096, 50_000})
    void shouldWriteAnyNumberOfRowsInTheirOrder(int count) throws SQLException {
        TableWriter<Long> writer = writer((id, row) -> row.big("id", id).number("small", (int) (id % 1000)));
        LongStream.range(0, count).forEach(writer.lane()::add);
        writer.end();
        writer.await();
        assertEquals(Integer.toString(count), ask("SELECT count(*) FROM things"));
        assertEquals("0", ask("SELECT count(*) FROM things WHERE id <> rowid OR small <> id % 1000"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 50_000})
    void shouldCopyWhatDoesNotChangeInTheThreadOfTheTable(int count) throws SQLException {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Table<Long> table = table((id, row) -> {
            threads.add(Thread.currentThread().getName());
            row.big("id", id).number("small", (int) (id % 1000));
        });
        TableWriter<Long> writer = TableWriter.keeping(table, () -> connection, file, bound());
        LongStream.range(0, count).forEach(writer.lane()::add);
        writer.end();
        writer.await();
        assertEquals(Integer.toString(count), ask("SELECT count(*) FROM things"));
        assertEquals("0", ask("SELECT count(*) FROM things WHERE id <> rowid OR small <> id % 1000"));
        assertFalse(threads.contains(Thread.currentThread().getName()));
    }

    @Test
    void shouldTellTheProducerThatTheDatabaseFailed() {
        TableWriter<Long> writer = writer((id, row) -> row.big("id", id)
                .absent("small")
                .absent("seq")
                .absent("port")
                .absent("ttl")
                .absent("ok")
                .absent("ts")
                .text("colour", id == 3000 ? "blue" : "red"));
        StoreException failure = assertThrows(
                StoreException.class,
                () -> assertTimeoutPreemptively(LONG, () -> {
                    LongStream.range(0, 1_000_000).forEach(writer.lane()::add);
                    writer.end();
                    writer.await();
                }));
        assertTrue(failure.getMessage().startsWith("Cannot write " + file + ": "), failure.getMessage());
        assertTrue(failure.getMessage().contains("Could not convert string 'blue'"), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }

    @Test
    void shouldRefuseRowsWithOtherColumnsThanTheTable() throws SQLException {
        StoreException failure = assertThrows(
                StoreException.class,
                () -> write(1L, (id, row) -> row.big("id", id).number("large", 1)));
        assertTrue(failure.getMessage().contains("rows have other columns than their table"), failure.getMessage());
        assertEquals("0", ask("SELECT count(*) FROM things"));
    }

    @Test
    void shouldLeaveTheTableEmptyAndNoThreadBehindWhenGivenUp() throws SQLException {
        TableWriter<Long> writer = writer((id, row) -> row.big("id", id));
        LongStream.range(0, 5000).forEach(writer.lane()::add);
        assertTimeoutPreemptively(LONG, writer::abandon);
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("store-things")));
        assertEquals("0", ask("SELECT count(*) FROM things"));
    }
}
