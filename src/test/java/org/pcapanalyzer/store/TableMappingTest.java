package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.decode.FragmentedDatagram;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.IcmpMessage;
import org.pcapanalyzer.flow.Interval;
import org.pcapanalyzer.flow.NeighborRow;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.TcpDirection;
import org.pcapanalyzer.flow.TcpEvent;

class TableMappingTest {
    /** Accessors that are not named after their column. */
    private static final Map<String, String> ACCESSORS = Map.ofEntries(
            Map.entry("ts", "timestampNs"),
            Map.entry("dir", "side"),
            Map.entry("flows.ts_start", "startNs"),
            Map.entry("flows.ts_end", "endNs"),
            Map.entry("flows.ts_first_fin", "firstFinNs"),
            Map.entry("flows.ts_first_rst", "firstRstNs"),
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
            Map.entry("fragments.frame_last", "lastFrame"),
            Map.entry("arp.answer_ts", "answerNs"));

    @TempDir
    Path folder;

    /** A table, a row for it, and the object whose accessors give the row. */
    record Sample<R>(Table<R> table, R row, Object facts) {
        @Override
        public String toString() {
            return table.name();
        }
    }

    static Stream<Sample<?>> samples() {
        Flow flow = Filled.of(Flow.class);
        TcpDirection direction = Filled.of(TcpDirection.class);
        TcpEvent event = Filled.of(TcpEvent.class);
        FragmentedDatagram datagram = Filled.of(FragmentedDatagram.class);
        IcmpMessage icmp = Filled.of(IcmpMessage.class);
        NeighborRow neighbor = Filled.of(NeighborRow.class);
        Interval interval = Filled.of(Interval.class);
        return Stream.of(
                new Sample<>(new FlowTable(), flow, flow),
                new Sample<>(new TcpDirectionTable(), new TcpDirectionTable.Row(flow, direction), direction),
                new Sample<>(new TcpEventTable(), event, event),
                new Sample<>(new FragmentTable(), datagram, datagram),
                new Sample<>(new IcmpTable(), icmp, icmp),
                new Sample<>(new ArpTable(), neighbor, neighbor),
                new Sample<>(new IntervalTable(), interval, interval));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <R> void shouldFillTheColumnsInTheOrderOfTheTable(Sample<R> sample) throws SQLException {
        ColumnBatch batch = new ColumnBatch();
        sample.table().copy(sample.row(), batch);
        try (Connection connection = Databases.empty(folder.resolve("f.duckdb"))) {
            List<String> declared = TableColumn.of(connection, sample.table().name()).stream()
                    .map(TableColumn::name)
                    .toList();
            assertEquals(declared, batch.names());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    <R> void shouldPutTheValueOfEachAccessorIntoTheColumnOfItsName(Sample<R> sample) throws Exception {
        Map<String, Object> stored = store(sample);
        Map<String, Object> expected = new LinkedHashMap<>();
        for (String column : stored.keySet()) {
            expected(sample, column).ifPresent(value -> expected.put(column, value));
        }
        assertTrue(expected.size() >= stored.size() - 4, "compared " + expected.keySet());
        stored.keySet().retainAll(expected.keySet());
        assertEquals(expected, stored);
    }

    @Test
    void shouldWriteTheAddressesOfBothEnds() throws SQLException {
        Flow flow = Filled.of(Flow.class);
        TcpDirection direction = Filled.of(TcpDirection.class);
        Map<String, Object> stored =
                store(new Sample<>(new TcpDirectionTable(), new TcpDirectionTable.Row(flow, direction), direction));
        String orig = Addresses.text(flow.origHigh(), flow.origLow(), flow.ipVersion());
        String resp = Addresses.text(flow.respHigh(), flow.respLow(), flow.ipVersion());
        assertEquals(Side.RESP, direction.side());
        assertEquals(resp, stored.get("sender_ip"));
        assertEquals(orig, stored.get("receiver_ip"));
    }

    /** Writes the row and reads it back: numbers as Long, times as nanoseconds, NULL as the text of that name. */
    private <R> Map<String, Object> store(Sample<R> sample) throws SQLException {
        Path file = folder.resolve("rows.duckdb");
        Map<String, Object> stored = new LinkedHashMap<>();
        try (DuckDBConnection connection = Databases.empty(file)) {
            TableWriter<R> writer = new TableWriter<>(sample.table(), connection, file);
            writer.add(sample.row());
            writer.end();
            writer.await();
            List<TableColumn> columns =
                    TableColumn.of(connection, sample.table().name());
            String values = columns.stream()
                    .map(column -> column.isTime() ? "epoch_ns(" + column.name() + ")" : column.name())
                    .collect(Collectors.joining(", "));
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT " + values + " FROM " + sample.table().name())) {
                assertTrue(row.next());
                for (int at = 0; at < columns.size(); at++) {
                    Object value = row.getObject(at + 1);
                    Object plain = value instanceof Number number ? (Object) number.longValue() : value;
                    stored.put(columns.get(at).name(), Objects.requireNonNullElse(plain, "NULL"));
                }
            }
        }
        return stored;
    }

    /** Value of the accessor named after the column; empty for addresses, which have two accessors. */
    private static Optional<Object> expected(Sample<?> sample, String column) throws ReflectiveOperationException {
        String accessor = ACCESSORS.getOrDefault(
                sample.table().name() + "." + column, ACCESSORS.getOrDefault(column, camelCase(column)));
        for (Object facts : owners(sample)) {
            for (Method method : facts.getClass().getMethods()) {
                if (method.getName().equals(accessor) && method.getParameterCount() == 0) {
                    return Optional.of(asStored(column, method.invoke(facts)));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Object> owners(Sample<?> sample) {
        List<Object> owners = new ArrayList<>(List.of(sample.facts()));
        if (sample.row() instanceof TcpDirectionTable.Row row) {
            owners.add(row.flow());
        }
        return owners;
    }

    private static Object asStored(String column, Object value) throws ReflectiveOperationException {
        if (value instanceof Enum<?>) {
            return value.getClass().getMethod("label").invoke(value);
        }
        if (value instanceof Number number) {
            if (number.longValue() == Flow.ABSENT) {
                return "NULL";
            }
            boolean isMac = column.endsWith("_mac");
            return isMac ? Addresses.mac(number.longValue()) : (Object) number.longValue();
        }
        return value;
    }

    private static String camelCase(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
