package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcapanalyzer.benchmark.LargeCapture;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.select.SelectionException;
import org.pcapanalyzer.store.PacketColumn.Depth;

/** Captures as a table; what the values are {@code FieldAgreementTest} holds. */
class ReadCaptureTest {
    private static final Path SAMPLES = Path.of("samples");
    private static final String HEALTHY = "samples/healthy.pcapng";
    private static final int FRAMES = 50_000;

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private List<String> ask(String sql, String... sources) throws IOException {
        StringBuilder out = new StringBuilder();
        notes.addAll(SqlQuery.run(List.of(sources), sql, SqlFormat.CSV, 0, out).lines());
        return out.toString().lines().skip(1).toList();
    }

    private String fault(String sql) {
        StoreException fault = assertThrows(StoreException.class, () -> ask(sql));
        assertEquals(1, fault.getMessage().lines().count(), fault.getMessage());
        return fault.getMessage();
    }

    private String large() throws IOException {
        Path capture = folder.resolve("large.pcap");
        LargeCapture.main(new String[] {capture.toString(), "" + FRAMES, "512", "96"});
        return capture.toString();
    }

    /** Frames looked into for a query, by depth. */
    private static long[] frameCounts(String sql) throws SQLException {
        try (DuckDBConnection connection = DatabaseFile.openEmpty(StoreLimits.DEFAULT);
                Statement statement = connection.createStatement()) {
            statement.execute(Schema.packets());
            CaptureFunction captures = CaptureFunction.register(connection, TableColumn.of(connection, "packets"));
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    rows.getObject(1);
                }
            }
            return Arrays.stream(Depth.values()).mapToLong(captures::frameCount).toArray();
        }
    }

    @Test
    void shouldHaveTheColumnsOfTheTablePacketsAndNoMoreUnlessAsked() throws IOException, SQLException {
        Path file = folder.resolve("packets.duckdb");
        try (DuckDBConnection connection = Databases.with(file, Schema.packets())) {
            DatabaseFile.close(connection);
        }
        String describe = "SELECT column_name, column_type FROM (DESCRIBE FROM %s)";
        List<String> table = ask(describe.formatted("packets"), file.toString());
        assertEquals(table, ask(describe.formatted("read_capture('" + HEALTHY + "')")));
        assertEquals(table, ask(describe.formatted("packets"), HEALTHY));
        List<String> names = table.stream().map(row -> row.split(",")[0]).toList();
        List<String> withPayload = new ArrayList<>(names);
        withPayload.add("payload");
        assertEquals(
                Arrays.stream(PacketColumn.values())
                        .map(PacketColumn::columnName)
                        .toList(),
                withPayload);
        assertEquals(
                withPayload,
                ask("SELECT column_name FROM (DESCRIBE FROM read_capture('" + HEALTHY + "', payload := true))"));
    }

    @Test
    void shouldExplainEveryColumn() throws IOException {
        String sql = "SELECT count(*), count(*) FILTER (regexp_matches(comment, '^.{3,}\\.$')) FROM duckdb_columns() "
                + "WHERE table_name = 'packets'";
        assertEquals(List.of("55,55"), ask(sql, HEALTHY));
    }

    @Test
    void shouldLookIntoFramesOnlyAsFarAsTheQueryAsks() throws IOException, SQLException {
        String capture = "read_capture('" + large() + "')";
        assertEquals("[50000, 0, 0]", Arrays.toString(frameCounts("SELECT count(*) FROM " + capture)));
        assertEquals("[50000, 0, 0]", Arrays.toString(frameCounts("SELECT sum(captured_length) FROM " + capture)));
        assertEquals(
                "[50000, 50000, 0]", Arrays.toString(frameCounts("SELECT count(DISTINCT src_ip) FROM " + capture)));
        assertEquals(
                "[50000, 50000, 50000]",
                Arrays.toString(frameCounts("SELECT count(*) FROM " + capture + " WHERE flow_id = 1")));
    }

    @Test
    void shouldStopReadingAtTheLimit() throws IOException, SQLException {
        long[] counts = frameCounts("SELECT ttl FROM read_capture('" + large() + "') LIMIT 10");
        assertTrue(counts[0] >= 10 && counts[0] <= 4 * ColumnBatch.CAPACITY, Arrays.toString(counts));
    }

    @Test
    void shouldKeepTheOrderOfTheCapture() throws IOException {
        List<String> frames = ask("SELECT frame FROM packets", large());
        assertEquals(FRAMES, frames.size());
        for (int i = 0; i < FRAMES; i++) {
            assertEquals(Integer.toString(i + 1), frames.get(i));
        }
    }

    @Test
    void shouldReadSeveralFilesAsOneCapture() throws IOException {
        Path ring = Files.createDirectory(folder.resolve("ring"));
        Files.copy(SAMPLES.resolve("healthy.pcapng"), ring.resolve("a.pcapng"));
        Files.copy(SAMPLES.resolve("mtu-black-hole.pcapng"), ring.resolve("b.pcapng"));
        Path archive = folder.resolve("ring.zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("a.pcapng", "b.pcapng")) {
                zip.putNextEntry(new ZipEntry(name));
                Files.copy(ring.resolve(name), zip);
            }
        }
        String sql =
                "SELECT count(*), count(DISTINCT path), count(DISTINCT frame), max(frame), bool_and(file_frame <= frame) FROM ";
        long frames =
                Long.parseLong(ask("SELECT count(*) FROM packets", HEALTHY).get(0)) + 106;
        List<String> expected = List.of("%d,2,%d,%d,true".formatted(frames, frames, frames));
        assertEquals(expected, ask(sql + "read_capture('" + ring + "')"));
        assertEquals(expected, ask(sql + "read_capture('" + archive + "')"));
        assertEquals(expected, ask(sql + "read_capture('" + ring + "/*.pcapng')"));
        assertEquals(expected, ask(sql + "read_capture(['" + ring + "/a.pcapng', '" + ring + "/b.pcapng'])"));
        assertEquals(expected, ask(sql + "packets", ring + "/b.pcapng", ring + "/a.pcapng"));
    }

    @Test
    void shouldNotDecodeAFrameThatAnotherFileHeldBefore() throws IOException {
        Path copy = Files.copy(Path.of(HEALTHY), folder.resolve("copy.pcapng"));
        String repeated =
                "SELECT count(*), count(src_ip), count(flow_id) FROM packets WHERE anomaly = 'repeated_in_set'";
        String frames = ask("SELECT count(*) FROM packets", HEALTHY).get(0);
        assertEquals(List.of(frames + ",0,0"), ask(repeated, HEALTHY, copy.toString()));
        assertEquals(
                ask("SELECT count(*), count(src_ip) FROM packets", HEALTHY),
                ask("SELECT count(*), count(src_ip) FROM packets WHERE anomaly IS NULL", HEALTHY, copy.toString()));
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void shouldGiveTheSameValuesWhateverElseIsAsked(Depth depth) throws IOException {
        List<String> columns = Arrays.stream(PacketColumn.values())
                .filter(column -> column.depth() == depth)
                .map(PacketColumn::columnName)
                .toList();
        String all = String.join(", ", columns);
        String capture = "FROM read_capture('samples/*.pcapng', payload := true)";
        List<String> together = ask("SELECT " + all + " FROM (SELECT * " + capture + ")");
        for (String column : columns) {
            assertEquals(
                    ask("SELECT " + column + " FROM (SELECT * " + capture + ") LIMIT 500"),
                    ask("SELECT " + column + " FROM (SELECT " + all + " " + capture + ") LIMIT 500"),
                    column);
        }
        assertTrue(together.size() > 1000);
    }

    @Test
    void shouldShowPayloadAsHexadecimalText() throws IOException {
        assertEquals(
                List.of("true"),
                ask(
                        "SELECT bool_and(coalesce(length(payload), 0) = 2 * coalesce(payload_captured, 0)) FROM read_capture('"
                                + HEALTHY + "', payload := true)"));
        assertEquals(
                List.of("GET /400 HTTP/1.1"),
                ask("SELECT decode(unhex(payload))[:17] FROM read_capture('" + HEALTHY
                        + "', payload := true) WHERE flow_id = 11 AND payload_length > 0 LIMIT 1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'nosuch.pcap'   | nosuch.pcap: no such file. Check the name and the working directory.",
                "'nosuch/*.pcap' | nosuch/*.pcap: no file matches. Check the pattern and the working directory.",
                "''              | : no such file. Check the name and the working directory.",
                "'README.md'     | README.md: is text, not a packet capture. Name the pcap or pcapng file itself.",
                "['samples/healthy.pcapng', 'nosuch.pcap'] | nosuch.pcap: no such file. Check the name and the working directory.",
            },
            quoteCharacter = '"')
    void shouldTellInOneLineWhatCannotBeRead(String files, String fault) {
        assertEquals(fault, fault("SELECT count(*) FROM read_capture(" + files + ")"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"NULL", "5", "[]", "[5]", "['samples/healthy.pcapng', NULL]"},
            quoteCharacter = '"')
    void shouldWantNames(String files) {
        assertTrue(fault("FROM read_capture(" + files + ")").startsWith("read_capture: names of captures are wanted"));
    }

    @Test
    void shouldTellOfDamage() throws IOException {
        ask("SELECT count(*) FROM read_capture('samples/capture-cut.pcapng')");
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(
                notes.get(0).startsWith("samples/capture-cut.pcapng: After frame 76 the capture ends"), notes.get(0));
        notes.clear();
        ask("SELECT count(*) FROM read_capture('" + HEALTHY + "')");
        assertEquals(List.of(), notes);
    }

    @Test
    void shouldReadTheSameCaptureTwiceInOneQuery() throws IOException {
        String capture = "read_capture('" + HEALTHY + "')";
        assertEquals(
                ask("SELECT count(*) FROM " + capture),
                ask("SELECT count(*) FROM " + capture + " AS a JOIN " + capture + " AS b USING (frame, ts)"));
    }

    @Test
    void shouldKeepToTheFramesThatAFilterSelects() throws IOException {
        assumeTrue(isFilterUsable(), "no libpcap");
        assertEquals(
                ask(
                        "SELECT frame, file_frame FROM packets WHERE 80 IN (src_port, dst_port) AND proto = 'tcp'",
                        HEALTHY),
                ask("SELECT frame, file_frame FROM read_capture('" + HEALTHY + "', filter := 'tcp port 80')"));
        assertEquals(
                ask("SELECT count(*) FROM packets", HEALTHY),
                ask("SELECT count(*) FROM read_capture('" + HEALTHY + "', filter := NULL)"));
        fault("SELECT count(*) FROM read_capture('" + HEALTHY + "', filter := 'no such thing')");
    }

    private static boolean isFilterUsable() {
        try {
            Selection.of(Optional.of("tcp"), Optional.empty(), Optional.empty());
            return true;
        } catch (SelectionException e) {
            return e.reason() != SelectionException.Reason.MISSING_LIBRARY;
        }
    }

    @Test
    void shouldBeUnknownToRules() throws SQLException {
        Path file = folder.resolve("empty.duckdb");
        try (DuckDBConnection connection = Databases.empty(file)) {
            DatabaseFile.close(connection);
        }
        SQLException fault = assertThrows(
                SQLException.class, () -> Databases.column(file, "SELECT * FROM read_capture('" + HEALTHY + "')"));
        assertTrue(fault.getMessage().contains("read_capture does not exist"), fault.getMessage());
    }
}
