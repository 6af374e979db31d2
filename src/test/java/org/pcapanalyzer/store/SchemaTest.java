package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcapanalyzer.decode.DhcpKind;
import org.pcapanalyzer.decode.FragmentEnd;
import org.pcapanalyzer.flow.ClockStep;
import org.pcapanalyzer.flow.CloseKind;
import org.pcapanalyzer.flow.Closer;
import org.pcapanalyzer.flow.ConnState;
import org.pcapanalyzer.flow.EndReason;
import org.pcapanalyzer.flow.FlowProtocol;
import org.pcapanalyzer.flow.LostWhere;
import org.pcapanalyzer.flow.NeighborKind;
import org.pcapanalyzer.flow.OriginatorSource;
import org.pcapanalyzer.flow.ResendCause;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StallCause;
import org.pcapanalyzer.flow.TcpEventKind;
import org.pcapanalyzer.flow.WiresharkLabel;
import org.pcapanalyzer.protocol.dns.DnsKind;

class SchemaTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeDatabase() throws SQLException {
        file = folder.resolve("flows.duckdb");
        try (DuckDBConnection connection = Databases.empty(file)) {
            DatabaseFile.close(connection);
        }
    }

    @Test
    void shouldHaveTheTablesAndViewsOfTheDesign() throws SQLException {
        List<String> names = Databases.column(
                file, "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'analysis' ORDER BY 1");
        assertEquals(
                List.of(
                        "arp",
                        "captures",
                        "certificates",
                        "clock_steps",
                        "dhcp",
                        "dns",
                        "dns_lookups",
                        "ecs_flow",
                        "findings",
                        "flows",
                        "fragments",
                        "frame_comments",
                        "frame_runs",
                        "host_layers",
                        "host_names",
                        "hosts",
                        "http",
                        "icmp",
                        "incidents",
                        "intervals",
                        "loops",
                        "neighbor_rounds",
                        "path_changes",
                        "quic",
                        "requests",
                        "selection",
                        "service_layers",
                        "service_times",
                        "split_paths",
                        "stalls",
                        "tcp_directions",
                        "tcp_events",
                        "tcp_resets",
                        "tcp_silences",
                        "tls",
                        "tunnels",
                        "turns",
                        "zeek_conn"),
                names);
    }

    @Test
    void shouldExplainEveryTableViewAndColumn() throws SQLException {
        String objects = """
                SELECT table_name || '.' || column_name AS name, comment FROM duckdb_columns() WHERE database_name = 'analysis'
                UNION ALL
                SELECT table_name, comment FROM duckdb_tables() WHERE database_name = 'analysis'
                UNION ALL
                SELECT view_name, comment FROM duckdb_views() WHERE database_name = 'analysis' AND NOT internal
                """;
        assertEquals(
                List.of(),
                Databases.column(
                        file,
                        "SELECT name FROM (" + objects
                                + ") WHERE comment IS NULL OR NOT regexp_matches(comment, '^.{3,}\\.$') ORDER BY name"));
        assertTrue(Databases.column(file, objects).size() > 300);
    }

    @Test
    void shouldAnswerEveryViewOnAnEmptyDatabase() throws SQLException {
        assertEquals(List.of("0"), Databases.column(file, "SELECT count(*) FROM neighbor_rounds"));
        assertEquals(List.of("0"), Databases.column(file, "SELECT count(*) FROM zeek_conn"));
        assertEquals(List.of("0"), Databases.column(file, "SELECT count(*) FROM ecs_flow"));
    }

    static Stream<Arguments> enumerations() {
        return Stream.of(
                labels("proto_t", FlowProtocol.values(), FlowProtocol::label),
                labels("orig_source_t", OriginatorSource.values(), OriginatorSource::label),
                labels("end_reason_t", EndReason.values(), EndReason::label),
                labels("conn_state_t", ConnState.values(), ConnState::label),
                labels("closer_t", Closer.values(), Closer::label),
                labels("close_kind_t", CloseKind.values(), CloseKind::label),
                labels("dir_t", Side.values(), Side::label),
                labels("tcp_event_t", TcpEventKind.values(), TcpEventKind::label),
                labels("ws_label_t", WiresharkLabel.values(), WiresharkLabel::label),
                labels("cause_t", ResendCause.values(), ResendCause::label),
                labels("lost_t", LostWhere.values(), LostWhere::label),
                labels("stall_t", StallCause.values(), StallCause::label),
                labels("arp_op_t", NeighborKind.values(), NeighborKind::label),
                labels("clock_step_t", ClockStep.Direction.values(), ClockStep.Direction::label),
                labels("dhcp_t", DhcpKind.values(), DhcpKind::label),
                labels("dns_kind_t", DnsKind.values(), DnsKind::label));
    }

    @ParameterizedTest
    @MethodSource("enumerations")
    void shouldKnowTheLabelsOfTheProgram(String type, List<String> labels) throws SQLException {
        assertEquals(labels, Databases.column(file, "SELECT unnest(enum_range(NULL::" + type + "))::VARCHAR"));
    }

    @Test
    void shouldKnowEveryWayInWhichFragmentsStayIncomplete() throws SQLException {
        List<String> labels = Arrays.stream(FragmentEnd.values())
                .filter(end -> end != FragmentEnd.COMPLETE)
                .map(FragmentEnd::label)
                .toList();
        assertEquals(labels, Databases.column(file, "SELECT unnest(enum_range(NULL::frag_end_t))::VARCHAR"));
    }

    private static <E> Arguments labels(String type, E[] constants, Function<E, String> label) {
        return Arguments.of(type, Arrays.stream(constants).map(label).toList());
    }
}
