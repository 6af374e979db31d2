package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.capture.CaptureInterface;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.store.CaptureTotals.Period;

class AnalysisDatabaseTest {
    private static final CaptureSummary SUMMARY = new CaptureSummary(
            "night \"shift\".pcapng",
            "pcapng",
            "gzip",
            4096,
            "ab12",
            10,
            900,
            1000,
            1_700_000_000_000_000_001L,
            1_700_000_001_000_000_002L,
            List.of(
                    new CaptureInterface(0, "eth0", 113, 262144, 1_000_000, "port 53"),
                    new CaptureInterface(1, "", 1, 0, 1_000_000_000, "")),
            2,
            true,
            List.of("offset 4000: cut"),
            5,
            96,
            3,
            4,
            -1,
            6,
            List.of("it's slow"),
            List.of());
    private static final CaptureTotals TOTALS = new CaptureTotals(
            Optional.of(new Period(1_700_000_000_500_000_000L, 1_700_000_001_000_000_002L)),
            9,
            7,
            Map.of("unknown_link_type", 3L),
            Map.of("bad_length", 1L),
            Map.of(),
            "0.1.0");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("flows.duckdb");
    }

    private AnalysisDatabase create() {
        return AnalysisDatabase.create(file, StoreLimits.DEFAULT, AnalysisDatabase.Detail.FLOWS);
    }

    private AnalysisDatabase finished() {
        AnalysisDatabase database = create();
        replay("mtu-black-hole", database);
        database.writeCapture(1, SUMMARY, TOTALS);
        database.finish();
        return database;
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertTrue(row.next(), sql);
            return row.getString(1);
        }
    }

    private List<String> filesBeside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void replay(String sample, AnalysisDatabase database) {
        try {
            Samples.replay(Samples.named(sample), database.sink());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldBringEachKindOfFactToItsTable() throws SQLException {
        try (AnalysisDatabase database = create()) {
            for (String sample : List.of("mtu-black-hole", "fragment-loss", "icmp-unreachable", "arp-unanswered")) {
                replay(sample, database);
            }
            database.finish();
            for (String table : List.of(
                    "flows", "tcp_directions", "tcp_events", "stalls", "fragments", "icmp", "arp", "intervals")) {
                assertEquals("true", ask(database.connection(), "SELECT count(*) > 0 FROM " + table), table);
            }
        }
    }

    @Test
    void shouldTellWhatTheContainerSaysOfItself() throws SQLException {
        try (AnalysisDatabase database = finished()) {
            Connection connection = database.connection();
            assertEquals(
                    "1|night \"shift\".pcapng|ab12|4096|pcapng|gzip|[1, 113]|2|10|900|1000"
                            + "|2023-11-14 22:13:20.5|2023-11-14 22:13:21.000000002|3|4|true"
                            + "|[\"offset 4000: cut\"]|5|96|NULL|6|9|7|3|{\"unknown_link_type\":3}|{\"bad_length\":1}|{}"
                            + "|[\"it's slow\"]|0.1.0",
                    ask(
                            connection,
                            "SELECT list_aggregate([coalesce(column_value, 'NULL') FOR column_value IN [capture_id::VARCHAR,"
                                    + " path, sha256, size_bytes::VARCHAR, format, compression, link_types::VARCHAR,"
                                    + " section_count::VARCHAR, packets::VARCHAR, captured_bytes::VARCHAR,"
                                    + " wire_bytes::VARCHAR, ts_first::VARCHAR, ts_last::VARCHAR,"
                                    + " out_of_order_packets::VARCHAR, truncated_packets::VARCHAR,"
                                    + " truncated_file::VARCHAR, to_json(damage)::VARCHAR, damage_count::VARCHAR,"
                                    + " lost_bytes::VARCHAR, drop_reported::VARCHAR, offload_packets::VARCHAR,"
                                    + " frames_selected::VARCHAR, frames_analysed::VARCHAR, frames_set_aside::VARCHAR, set_aside_json,"
                                    + " anomalies_json, limits_json, to_json(comments)::VARCHAR, tool_version]],"
                                    + " 'string_agg', '|') FROM captures"));
            assertEquals(
                    "eth0 113 port 53",
                    ask(
                            connection,
                            "SELECT concat_ws(' ', i ->> '$[0].name', i ->> '$[0].link_type', i ->> '$[0].filter')"
                                    + " FROM (SELECT interfaces_json::JSON AS i FROM captures)"));
        }
    }

    @Test
    void shouldKeepWhatWasAskedFor() throws SQLException {
        Selection.Scope scope = new Selection.Scope(Optional.of("tcp port 80"), Optional.empty(), Optional.of(1_500L));
        try (AnalysisDatabase database = create()) {
            database.writeSelection(scope);
            database.finish();
            assertEquals(
                    "tcp port 80|NULL|1970-01-01 00:00:00.0000015",
                    ask(
                            database.connection(),
                            "SELECT concat_ws('|', filter, coalesce(ts_from::VARCHAR, 'NULL'), ts_to::VARCHAR) FROM selection"));
        }
    }

    @Test
    void shouldKeepFindingsAndIncidentsBesideTheFacts() throws SQLException {
        FindingRow finding = new FindingRow(
                "zero-window-1",
                "zero-window",
                "Zero window",
                "transport",
                "high",
                0.5,
                List.of("a single flow shows it"),
                "symptom",
                "app-silent-1",
                "",
                "It's \"full\".",
                List.of("10.0.0.1", "2001:db8::1"),
                List.of(),
                "tcp/443",
                1,
                2,
                List.of(7L, 9L),
                20_000,
                Map.of("share", 0.25),
                List.of(11L));
        IncidentRow incident = new IncidentRow(
                1,
                "zero-window-1",
                "zero-window",
                "Zero window",
                "transport",
                "high",
                0.5,
                List.of("a single flow shows it"),
                "s",
                "r",
                List.of("fix; it"),
                List.of("check"),
                "l",
                List.of("10.0.0.1"),
                List.of("10.0.0.2"),
                "",
                1,
                2,
                2,
                List.of(),
                "tcp.port==443");
        try (AnalysisDatabase database = finished()) {
            assertEquals("true", ask(database.connection(), "SELECT count(*) > 0 FROM flows"));
            database.writeDiagnosis(new DiagnosisRecord(
                    List.of(finding, finding),
                    List.of(incident),
                    List.of(new LadderRow(1, "10.0.0.2", "tcp", 443, "transport", "failing", "Why.", 7)),
                    List.of(new LadderRow(1, "10.0.0.2", "", 0, "link", "not_observed", "Why.", 9)),
                    2));
        }
        try (Connection connection = DatabaseFile.openStreaming(file, StoreLimits.DEFAULT)) {
            assertEquals("true", ask(connection, "SELECT count(*) > 0 FROM flows"));
            assertEquals(
                    "2 [\"10.0.0.1\",\"2001:db8::1\"] [] [7, 9] 20000 app-silent-1 {\"share\":0.25} [11] 1970-01-01 00:00:00.000000001",
                    ask(
                            connection,
                            "SELECT concat_ws(' ', count(*) OVER (), to_json(clients)::VARCHAR, servers::VARCHAR, flow_ids::VARCHAR, flow_count,"
                                    + " explained_by, because, metrics_json, evidence_frames::VARCHAR, ts_start::VARCHAR)"
                                    + " FROM findings"));
            assertEquals(
                    "1 transport high [fix; it] true",
                    ask(
                            connection,
                            "SELECT concat_ws(' ', incident_id, layer, severity, fix::VARCHAR, service IS NULL)"
                                    + " FROM incidents"));
            assertEquals(
                    "1 10.0.0.2 tcp 443 transport failing Why. 7",
                    ask(connection, "SELECT concat_ws(' ', *COLUMNS(*)) FROM service_layers"));
            assertEquals(
                    "1 10.0.0.2 link not_observed Why. 9",
                    ask(connection, "SELECT concat_ws(' ', *COLUMNS(*)) FROM host_layers"));
            assertEquals("{\"unfinished\":2}", ask(connection, "SELECT limits_json FROM captures"));
        }
    }

    private static DiagnosisRecord record(List<FindingRow> findings) {
        return new DiagnosisRecord(findings, List.of(), List.of(), List.of(), 0);
    }

    @Test
    void shouldWriteADiagnosisBesideAQueryThatBeganBefore() throws SQLException {
        try (AnalysisDatabase database = finished()) {
            Connection reader = database.connections().get(1);
            reader.setAutoCommit(false);
            assertEquals("true", ask(reader, "SELECT count(*) > 0 FROM flows"));
            database.writeDiagnosis(new DiagnosisRecord(List.of(), List.of(), List.of(), List.of(), 1));
            // Long enough for the diagnosis to be there; the query still sees the tables without it.
            assertEquals(
                    "false",
                    ask(
                            reader,
                            "SELECT bool_or(limits_json LIKE '%unfinished%') FROM captures, range(100000000)"
                                    + " WHERE range % 7 = 0"));
            reader.setAutoCommit(true);
        }
        assertEquals(List.of("{\"unfinished\":1}"), Databases.column(file, "SELECT limits_json FROM captures"));
    }

    @Test
    void shouldKeepNothingOfADiagnosisThatCannotBeWritten() throws SQLException {
        FindingRow broken = new FindingRow(
                "x-1",
                "x",
                "X",
                "transport",
                "terrible",
                0.5,
                List.of("a single flow shows it"),
                "incident",
                "",
                "",
                "s",
                List.of(),
                List.of(),
                "",
                1,
                2,
                List.of(),
                0,
                Map.of(),
                List.of());
        AnalysisDatabase database = finished();
        database.writeDiagnosis(record(List.of(broken)));
        StoreException failure = assertThrows(StoreException.class, database::close);
        assertTrue(failure.getMessage().contains("terrible"), failure.getMessage());
        assertEquals(List.of("0"), Databases.column(file, "SELECT count(*) FROM findings"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH 'other.duckdb'",
                "DETACH analysis",
                "COPY flows TO 'flows.csv'",
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_text('pom.xml')",
                "SELECT * FROM 'pom.xml'",
                "SET threads = 1",
                "SET enable_external_access = true",
                "INSTALL httpfs",
                "LOAD httpfs"
            })
    void shouldRefuseSqlThatReachesFilesOrSettings(String sql) throws SQLException {
        try (AnalysisDatabase database = finished();
                Statement statement = database.connection().createStatement()) {
            assertThrows(SQLException.class, () -> statement.execute(sql));
        }
    }

    @Test
    void shouldGoOnAfterAQueryThatFails() throws SQLException {
        try (AnalysisDatabase database = finished()) {
            Connection connection = database.connection();
            try (PreparedStatement broken =
                    connection.prepareStatement("SELECT ('a' || flow_id)::INTEGER FROM flows")) {
                assertThrows(SQLException.class, () -> broken.executeQuery().next());
            }
            assertEquals("true", ask(connection, "SELECT count(*) > 0 FROM flows"));
        }
    }

    @Test
    void shouldAskAQuestionForEachRowOfAnother() throws SQLException {
        try (AnalysisDatabase database = finished();
                Statement outer = database.connection().createStatement();
                ResultSet rows = outer.executeQuery("SELECT range FROM range(10000)")) {
            long sum = 0;
            while (rows.next()) {
                long row = rows.getLong(1);
                sum += row % 1000 == 0 ? Long.parseLong(ask(database.connection(), "SELECT " + row)) : 0;
            }
            assertEquals(45_000, sum);
        }
    }

    @Test
    void shouldLeaveOneFileAndNothingBesideIt() throws IOException {
        try (AnalysisDatabase database = finished()) {
            database.writeDiagnosis(record(List.of()));
        }
        assertEquals(List.of("flows.duckdb"), filesBeside());
    }

    @Test
    void shouldBeginAgainWithAMillionFlowsAsIfNothingWere() throws SQLException, IOException {
        finished().close();
        Path few = folder.resolve("few.duckdb");
        Files.move(file, few);
        try (AnalysisDatabase database = create()) {
            try (Statement statement = database.emptyTables().createStatement()) {
                statement.execute("ATTACH '" + few + "' AS few (READ_ONLY)");
                statement.execute("INSERT INTO flows SELECT flow.* REPLACE (number AS flow_id)"
                        + " FROM (FROM few.flows LIMIT 1) AS flow, range(1_000_001) AS numbers(number)");
                statement.execute("DETACH few");
            }
            database.finish();
            assertEquals("1000001", ask(database.connection(), "SELECT count(*) FROM flows"));
            assertEquals(1, database.connections().size(), "one query at a time");
            assertThrows(
                    SQLException.class,
                    () -> ask(database.connection(), "SELECT count(*) FROM read_blob('/etc/hosts')"));
            assertEquals(
                    "1000000",
                    database.beside(connection -> ask(connection, "SELECT max(flow_id) FROM flows"))
                            .get());
        }
        assertEquals(Set.of("few.duckdb", "flows.duckdb"), Set.copyOf(filesBeside()));
    }

    @Test
    void shouldWorkUnderAnyName() throws SQLException {
        file = folder.resolve("it's; 50% ü.duckdb ");
        try (AnalysisDatabase database = finished()) {
            assertEquals("true", ask(database.connection(), "SELECT count(*) > 0 FROM flows"));
        }
        assertTrue(Files.exists(file));
    }

    @Test
    void shouldNotTouchAFileThatExists() throws IOException {
        Files.writeString(file, "precious");
        StoreException failure = assertThrows(StoreException.class, this::create);
        assertEquals("Cannot write " + file + ": it exists; remove it or choose another folder", failure.getMessage());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void shouldSayWhereItCannotWrite() {
        file = folder.resolve("missing").resolve("flows.duckdb");
        try (AnalysisDatabase database = create()) {
            replay("healthy", database);
            for (Executable use : List.<Executable>of(database::emptyTables, database::finish)) {
                StoreException failure = assertThrows(StoreException.class, use);
                assertTrue(failure.getMessage().startsWith("Cannot write " + file + ": "), failure.getMessage());
                assertEquals(1, failure.getMessage().lines().count());
            }
        }
    }

    @Test
    void shouldGiveUpCleanlyInTheMiddleOfTheRows() {
        AnalysisDatabase database = create();
        for (int times = 0; times < 20; times++) {
            replay("retransmission-storm", database);
        }
        database.close();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("store-")));
    }

    @Test
    void shouldNotHandOutUnfinishedTables() {
        try (AnalysisDatabase database = create()) {
            assertThrows(IllegalStateException.class, database::connection);
        }
    }

    @Test
    void shouldReadBesideOtherQueries() throws Exception {
        CountDownLatch isReading = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (AnalysisDatabase database = finished()) {
            Supplier<String> beside = database.beside(connection -> {
                isReading.countDown();
                awaitUnchecked(mayEnd);
                return ask(connection, "SELECT count(*) FROM flows");
            });
            awaitUnchecked(isReading);

            String here = ask(database.connection(), "SELECT count(*) FROM flows");
            mayEnd.countDown();

            assertEquals(here, beside.get());
        }
    }

    @Test
    void shouldTellWhatCannotBeReadBesideOnlyToWhoAsks() {
        try (AnalysisDatabase database = finished()) {
            Supplier<String> beside = database.beside(connection -> ask(connection, "SELECT * FROM no_such_table"));
            assertDoesNotThrow(() -> ask(database.connection(), "SELECT 1"));

            StoreException failure = assertThrows(StoreException.class, beside::get);

            assertTrue(failure.getMessage().startsWith("Cannot read " + file), failure.getMessage());
        }
    }

    @Test
    void shouldWaitAtTheEndForWhatIsStillRead() {
        AtomicBoolean hasRead = new AtomicBoolean();
        try (AnalysisDatabase database = finished()) {
            database.beside(connection -> {
                for (int i = 0; i < 50; i++) {
                    ask(connection, "SELECT count(*) FROM flows");
                }
                ask(connection, "SELECT count(*) FROM flows");
                hasRead.set(true);
                return null;
            });
        }
        assertTrue(hasRead.get());
    }
}
