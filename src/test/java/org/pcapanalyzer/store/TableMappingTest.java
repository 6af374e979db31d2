package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.decode.FragmentSink;
import org.pcapanalyzer.decode.FragmentedDatagram;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.HostRow;
import org.pcapanalyzer.flow.IcmpMessage;
import org.pcapanalyzer.flow.Interval;
import org.pcapanalyzer.flow.Loop;
import org.pcapanalyzer.flow.NeighborRow;
import org.pcapanalyzer.flow.PathChange;
import org.pcapanalyzer.flow.QuicSight;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.Stall;
import org.pcapanalyzer.flow.TcpDirection;
import org.pcapanalyzer.flow.TcpEvent;
import org.pcapanalyzer.flow.TcpReset;
import org.pcapanalyzer.flow.TunnelSide;
import org.pcapanalyzer.flow.TurnTaking;

/** Every value of every fact of every sample must stand in the column that bears the name of its accessor. */
class TableMappingTest {
    private static final String NULL = "NULL";

    /** Accessors that are not named after their column. */
    private static final Map<String, String> ACCESSORS = Map.ofEntries(
            Map.entry("tcp_events.ts", "timestampNs"),
            Map.entry("tcp_events.dir", "side"),
            Map.entry("stalls.ts", "startNs"),
            Map.entry("stalls.dir", "side"),
            Map.entry("stalls.ended", "isEnded"),
            Map.entry("icmp.ts", "timestampNs"),
            Map.entry("arp.ts", "timestampNs"),
            Map.entry("arp.answer_ts", "answerNs"),
            Map.entry("intervals.ts", "timestampNs"),
            Map.entry("tcp_resets.ts", "timestampNs"),
            Map.entry("tcp_resets.dir", "side"),
            Map.entry("tcp_silences.ts_first", "firstNs"),
            Map.entry("tcp_silences.ts_last", "lastNs"),
            Map.entry("tcp_silences.dir", "side"),
            Map.entry("quic.ts_first_initial", "firstInitialNs"),
            Map.entry("quic.ts_last_initial", "lastInitialNs"),
            Map.entry("path_changes.ts", "changeNs"),
            Map.entry("path_changes.dir", "side"),
            Map.entry("loops.dir", "side"),
            Map.entry("loops.ts_first", "firstNs"),
            Map.entry("loops.ts_last", "lastNs"),
            Map.entry("tunnels.dir", "side"),
            Map.entry("hosts.ts_first", "firstNs"),
            Map.entry("hosts.ts_last", "lastNs"),
            Map.entry("flows.ts_start", "startNs"),
            Map.entry("flows.ts_end", "endNs"),
            Map.entry("flows.ts_first_fin", "firstFinNs"),
            Map.entry("flows.ts_first_rst", "firstRstNs"),
            Map.entry("flows.ts_established", "establishedNs"),
            Map.entry("flows.ts_first_data_orig", "firstDataOrigNs"),
            Map.entry("flows.ts_first_data_resp", "firstDataRespNs"),
            Map.entry("flows.ts_last_data_orig", "lastDataOrigNs"),
            Map.entry("flows.ts_last_data_resp", "lastDataRespNs"),
            Map.entry("tcp_directions.dir", "side"),
            Map.entry("tcp_directions.ts_stuck", "stuckStartNs"),
            Map.entry("tcp_directions.ts_rst", "rstNs"),
            Map.entry("tcp_directions.ts_fin", "finNs"),
            Map.entry("fragments.ts_first", "firstNs"),
            Map.entry("fragments.ts_last", "lastNs"),
            Map.entry("fragments.ip_proto", "ipProtocol"),
            Map.entry("fragments.frag_count", "fragmentCount"),
            Map.entry("fragments.total_len", "totalLength"),
            Map.entry("fragments.complete", "isComplete"),
            Map.entry("fragments.first_seen", "isFirstSeen"),
            Map.entry("fragments.overlap", "hasOverlap"),
            Map.entry("fragments.why_incomplete", "end"),
            Map.entry("fragments.sport", "sourcePort"),
            Map.entry("fragments.dport", "destinationPort"),
            Map.entry("fragments.frame_first", "firstFrame"),
            Map.entry("fragments.frame_last", "lastFrame"));

    /** Beginnings of the accessors of an address. */
    private static final Map<String, String> ADDRESSES = Map.of(
            "orig_ip", "orig",
            "resp_ip", "resp",
            "ip", "ip",
            "src", "source",
            "dst", "destination",
            "quoted_src", "quotedSource",
            "quoted_dst", "quotedDestination",
            "sender_ip", "sender",
            "target_ip", "target");

    @TempDir
    static Path folder;

    private static Path file;
    private static Recorder recorder;

    /** Hands every fact on, and keeps what its accessors say: the objects are used again. */
    private static final class Recorder implements FlowSink, FragmentSink {
        private final FactSink next;
        private final Map<String, List<String>> columns = new TreeMap<>();
        private final Map<String, List<Map<String, Object>>> rows = new TreeMap<>();

        private Recorder(FactSink next, DuckDBConnection connection) throws SQLException {
            this.next = next;
            for (String table : List.of(
                    "flows",
                    "tcp_directions",
                    "tcp_events",
                    "stalls",
                    "fragments",
                    "icmp",
                    "arp",
                    "intervals",
                    "path_changes",
                    "tcp_resets",
                    "tcp_silences",
                    "quic",
                    "loops",
                    "split_paths",
                    "tunnels",
                    "hosts")) {
                columns.put(
                        table,
                        TableColumn.of(connection, table).stream()
                                .map(TableColumn::name)
                                .toList());
                rows.put(table, new ArrayList<>());
            }
        }

        private void keep(String table, Object... facts) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (String column : columns.get(table)) {
                row.put(column, expected(table, column, facts));
            }
            rows.get(table).add(row);
        }

        @Override
        public void flow(Flow flow) {
            keep("flows", flow);
            next.flow(flow);
        }

        @Override
        public void tcpDirection(Flow flow, TcpDirection direction) {
            keep("tcp_directions", direction, flow);
            next.tcpDirection(flow, direction);
        }

        @Override
        public void tcpReset(Flow flow, TcpReset reset) {
            keep("tcp_resets", reset, flow);
            next.tcpReset(flow, reset);
        }

        @Override
        public void tcpSilence(Flow flow, TurnTaking silence) {
            keep("tcp_silences", silence, flow);
            next.tcpSilence(flow, silence);
        }

        @Override
        public void quic(Flow flow, QuicSight sight) {
            keep("quic", sight, flow);
            next.quic(flow, sight);
        }

        @Override
        public void tcpEvent(TcpEvent event) {
            keep("tcp_events", event);
            next.tcpEvent(event);
        }

        @Override
        public void stall(Stall stall) {
            keep("stalls", stall);
            next.stall(stall);
        }

        @Override
        public void icmp(IcmpMessage message) {
            keep("icmp", message);
            next.icmp(message);
        }

        @Override
        public void neighbor(NeighborRow row) {
            keep("arp", row);
            next.neighbor(row);
        }

        @Override
        public void pathChange(Flow flow, PathChange change) {
            keep("path_changes", change, flow);
            next.pathChange(flow, change);
        }

        @Override
        public void loop(Flow flow, Loop loop) {
            keep("loops", loop, flow);
            next.loop(flow, loop);
        }

        @Override
        public void splitPath(Flow flow) {
            keep("split_paths", flow);
            next.splitPath(flow);
        }

        @Override
        public void tunnel(Flow flow, TunnelSide tunnel) {
            keep("tunnels", tunnel, flow);
            next.tunnel(flow, tunnel);
        }

        @Override
        public void host(HostRow host) {
            keep("hosts", host);
            next.host(host);
        }

        @Override
        public void interval(Interval interval) {
            keep("intervals", interval);
            next.interval(interval);
        }

        @Override
        public void fragments(FragmentedDatagram datagram) {
            keep("fragments", datagram);
            next.fragments(datagram);
        }
    }

    @BeforeAll
    static void storeAllSamples() throws IOException, SQLException {
        file = folder.resolve("all.duckdb");
        try (DuckDBConnection connection = Databases.empty(file)) {
            FactSink sink = new FactSink(() -> connection, file, StoreLimits.DEFAULT, AnalysisDatabase.Detail.FLOWS);
            recorder = new Recorder(sink, connection);
            for (Path sample : Samples.all()) {
                Samples.replay(sample, recorder);
            }
            sink.finish();
            DatabaseFile.close(connection);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flows",
                "tcp_directions",
                "tcp_events",
                "stalls",
                "fragments",
                "icmp",
                "arp",
                "intervals",
                "path_changes",
                "tcp_resets",
                "tcp_silences",
                "quic",
                "hosts"
            })
    void shouldStoreWhatTheAccessorsSay(String table) throws SQLException {
        List<Map<String, Object>> expected = recorder.rows.get(table);
        List<Map<String, Object>> stored = stored(table);
        assertTrue(expected.size() > 1, "the samples have no rows for " + table);
        for (int row = 0; row < expected.size(); row++) {
            assertEquals(expected.get(row), stored.get(row), table + ", row " + row);
        }
        assertEquals(expected.size(), stored.size());
    }

    @Test
    void shouldHaveSeenBothKindsOfAddressAndProtocolsWithoutTcpColumns() {
        List<Map<String, Object>> flows = recorder.rows.get("flows");
        assertTrue(flows.stream().anyMatch(row -> row.get("ip_version").equals(6L)));
        assertTrue(flows.stream().anyMatch(row -> row.get("ip_version").equals(4L)));
        assertTrue(flows.stream().anyMatch(row -> row.get("mss_orig").equals(1460L)));
        assertTrue(flows.stream()
                .anyMatch(row ->
                        row.get("proto").equals("udp") && row.get("syn_count").equals(NULL)));
        assertNotEquals(
                Set.of(NULL),
                recorder.rows.get("icmp").stream()
                        .map(row -> row.get("quoted_src"))
                        .collect(Collectors.toSet()));
    }

    private static List<Map<String, Object>> stored(String table) throws SQLException {
        try (DuckDBConnection connection = DatabaseFile.openStreaming(file, StoreLimits.DEFAULT);
                Statement statement = connection.createStatement()) {
            List<TableColumn> columns = TableColumn.of(connection, table);
            String values = columns.stream()
                    .map(column -> column.isTime() ? "epoch_ns(" + column.name() + ")" : column.name())
                    .collect(Collectors.joining(", "));
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery("SELECT " + values + " FROM " + table + " ORDER BY rowid")) {
                while (result.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int at = 0; at < columns.size(); at++) {
                        Object value = result.getObject(at + 1);
                        Object plain = value instanceof Number number ? (Object) number.longValue() : value;
                        row.put(columns.get(at).name(), Objects.requireNonNullElse(plain, NULL));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    /** What a column must hold: numbers as Long, times as nanoseconds. */
    private static Object expected(String table, String column, Object... facts) {
        if (!isPresent(table, column, facts[0])) {
            return NULL;
        }
        if (!table.equals("arp") && (column.equals("sender_ip") || column.equals("receiver_ip"))) {
            boolean isOriginator = (call(facts[0], "side") == Side.ORIG) == column.equals("sender_ip");
            return address(facts[1], isOriginator ? "orig" : "resp");
        }
        if (ADDRESSES.containsKey(column)) {
            return address(facts[0], ADDRESSES.get(column));
        }
        String accessor = ACCESSORS.getOrDefault(table + "." + column, camelCase(column));
        for (Object object : facts) {
            if (accessor(object, accessor).isPresent()) {
                return plain(table, column, call(object, accessor));
            }
        }
        throw new AssertionError("no accessor for " + table + "." + column);
    }

    private static boolean isPresent(String table, String column, Object facts) {
        return switch (table) {
            case "flows" -> {
                List<String> columns = recorder.columns.get("flows");
                boolean hasState = column.equals("conn_state") || column.equals("history");
                boolean isOfTcp = columns.indexOf(column) > columns.indexOf("history");
                yield hasState ? is(facts, "hasConnState") : !isOfTcp || is(facts, "isTcp");
            }
            case "tcp_events" ->
                switch (column) {
                    case "ws_label" -> is(facts, "hasWsLabel");
                    case "cause" -> is(facts, "hasCause");
                    case "lost" -> is(facts, "hasLost");
                    default -> true;
                };
            case "icmp" -> !column.startsWith("quoted_") || is(facts, "hasQuoted");
            case "arp" -> !column.startsWith("answer") || is(facts, "isRequest");
            case "fragments" -> !column.equals("why_incomplete") || !is(facts, "isComplete");
            default -> true;
        };
    }

    private static boolean is(Object facts, String accessor) {
        return (Boolean) call(facts, accessor);
    }

    private static String address(Object facts, String start) {
        String version = start.startsWith("quoted") ? "quotedIpVersion" : "ipVersion";
        return Addresses.text(
                (Long) call(facts, start + "High"), (Long) call(facts, start + "Low"), (Integer) call(facts, version));
    }

    private static Object plain(String table, String column, Object value) {
        if (value instanceof Enum<?>) {
            return plain(table, column, call(value, "label"));
        }
        if (value instanceof Long number) {
            boolean isAbsent = number == Flow.ABSENT || column.endsWith("mac") && number < 0;
            return isAbsent ? NULL : column.endsWith("mac") ? (Object) Addresses.mac(number) : number;
        }
        if (value instanceof Integer number) {
            boolean isUnsigned = table.equals("tcp_events") && (column.equals("seq") || column.equals("ack"));
            return isUnsigned ? Integer.toUnsignedLong(number) : number < 0 ? NULL : (Object) (long) number;
        }
        return "".equals(value) ? NULL : value;
    }

    private static Object call(Object object, String accessor) {
        try {
            return accessor(object, accessor).orElseThrow().invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(object.getClass().getSimpleName() + "." + accessor + " failed", e);
        }
    }

    private static Optional<Method> accessor(Object object, String name) {
        for (Method method : object.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 0) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    private static String camelCase(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
