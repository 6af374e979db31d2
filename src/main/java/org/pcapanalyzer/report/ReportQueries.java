package org.pcapanalyzer.report;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcapanalyzer.report.ReportModel.Endpoint;
import org.pcapanalyzer.report.ReportModel.Flow;
import org.pcapanalyzer.report.ReportModel.Selection;
import org.pcapanalyzer.rule.Times;

/** What a report asks of the finished database. Used by one thread; leaves the connection open. */
final class ReportQueries {
    /**
     * The first flows in some order, and why a flow is troubled: segments sent again, resets, closed windows, ICMP errors.
     * First found among few columns of all flows, then looked up.
     */
    private static final String TOP_FLOWS = """
            WITH closed_windows AS (
                SELECT flow_id, sum(zero_win_count) AS closed
                FROM tcp_directions
                WHERE zero_win_count > 0
                GROUP BY flow_id
            ), measured AS (
                SELECT flow_id,
                       orig_ip_bytes + resp_ip_bytes AS bytes,
                       coalesce(retrans_pkts_orig, 0) + coalesce(retrans_pkts_resp, 0) AS resent,
                       coalesce(rst_count_orig, 0) + coalesce(rst_count_resp, 0) AS resets,
                       coalesce(closed, 0) AS zero_windows,
                       resent + resets + zero_windows + icmp_errors AS trouble
                FROM flows
                LEFT JOIN closed_windows USING (flow_id)
            ), top AS (
                SELECT *
                FROM measured
                WHERE trouble >= %1$d
                ORDER BY %2$s
                LIMIT %3$d
            )
            SELECT top.*, community_id, proto::VARCHAR AS proto, orig_ip, orig_port, resp_ip, resp_port,
                   orig_pkts + resp_pkts AS packets, duration_ns, coalesce(conn_state::VARCHAR, '') AS state, icmp_errors
            FROM top
            JOIN flows USING (flow_id)
            ORDER BY %2$s
            """;

    private final Connection database;

    ReportQueries(Connection database) {
        this.database = database;
    }

    /** A capture interface as stored in {@code captures.interfaces_json}. */
    record Interface(String name, int linkType, long snaplen, String filter) {}

    /** A capture and its interfaces; times 0 without frames. */
    record CaptureRow(ReportModel.Capture capture, long firstNs, long lastNs, List<Interface> interfaces) {
        boolean hasFrames() {
            return capture.first() != null;
        }
    }

    /** @param bytes by the IP headers' lengths */
    record Impact(long flows, long packets, long bytes) {}

    record Totals(long flows, long tcpFlows, long udpFlows) {}

    /** @param state Zeek's conn_state, empty where the protocol has none */
    record TopFlow(
            Flow flow,
            long packets,
            long bytes,
            long durationNs,
            String state,
            long resent,
            long resets,
            long zeroWindows,
            long icmpErrors) {}

    /** Sums over one bucket of the timeline; {@code index} counts buckets from the start. */
    record Bucket(
            int index,
            long packets,
            long bytes,
            long newFlows,
            long resent,
            long resets,
            long zeroWindows,
            long icmpErrors) {}

    List<CaptureRow> captures() throws SQLException {
        return query(
                "SELECT *, epoch_ns(ts_first) AS first_ns, epoch_ns(ts_last) AS last_ns FROM captures ORDER BY capture_id",
                ReportQueries::captureRow);
    }

    /** The part of the captures that the analysis was asked for; empty if it was for all of them. */
    Optional<Selection> selection() throws SQLException {
        return query(
                        """
                        SELECT filter, epoch_ns(ts_from) AS from_ns, epoch_ns(ts_to) AS to_ns,
                               (SELECT sum(frames_selected)::BIGINT FROM captures) AS frames
                        FROM selection
                        """,
                        row -> new Selection(
                                row.getString("filter"),
                                time(row, "from_ns"),
                                time(row, "to_ns"),
                                row.getLong("frames")))
                .stream()
                .findFirst();
    }

    /** Null where there is none, as in report.json. */
    private static String time(ResultSet row, String column) throws SQLException {
        long ns = row.getLong(column);
        return row.wasNull() ? null : Times.iso(ns);
    }

    /** Names that the capture gives to addresses that flows have; of several the first by the alphabet. */
    Map<String, String> hostNames() throws SQLException {
        Map<String, String> names = new HashMap<>();
        query("""
                        SELECT ip, min(name) AS name
                        FROM host_names
                        WHERE ip IN (
                            SELECT orig_ip FROM flows WHERE orig_ip IN (SELECT ip FROM host_names)
                            UNION
                            SELECT resp_ip FROM flows WHERE resp_ip IN (SELECT ip FROM host_names))
                        GROUP BY ip
                        """, row -> names.put(row.getString("ip"), VisibleText.cut(row.getString("name"))));
        return names;
    }

    Totals totals() throws SQLException {
        return query("""
                        SELECT count(*), count(*) FILTER (proto = 'tcp'), count(*) FILTER (proto = 'udp')
                        FROM flows
                        """, row -> new Totals(row.getLong(1), row.getLong(2), row.getLong(3)))
                .get(0);
    }

    /** What these flows of each incident carried, by the incident's number; incidents without flows have no entry. */
    Map<Integer, Impact> impacts(Map<Integer, List<Long>> flowIdsByIncident) throws SQLException {
        List<Integer> incidents = new ArrayList<>();
        List<Long> flowIds = new ArrayList<>();
        flowIdsByIncident.forEach((incident, ids) -> ids.forEach(id -> {
            incidents.add(incident);
            flowIds.add(id);
        }));
        Map<Integer, Impact> impacts = new HashMap<>();
        query(
                """
                SELECT incident, count(*), sum(orig_pkts + resp_pkts)::BIGINT, sum(orig_ip_bytes + resp_ip_bytes)::BIGINT
                FROM (SELECT unnest(?) AS incident, unnest(?) AS flow_id)
                JOIN flows USING (flow_id)
                GROUP BY incident
                """,
                row -> impacts.put(row.getInt(1), new Impact(row.getLong(2), row.getLong(3), row.getLong(4))),
                database.createArrayOf("INTEGER", incidents.toArray()),
                database.createArrayOf("BIGINT", flowIds.toArray()));
        return impacts;
    }

    /** The flows of these ids, by id. */
    Map<Long, Flow> flows(Collection<Long> flowIds) throws SQLException {
        Map<Long, Flow> flows = new HashMap<>();
        query(
                """
                SELECT flow_id, community_id, proto::VARCHAR AS proto, orig_ip, orig_port, resp_ip, resp_port
                FROM flows
                WHERE flow_id IN (SELECT unnest(?))
                """,
                row -> flows.put(row.getLong("flow_id"), flow(row)),
                database.createArrayOf("BIGINT", flowIds.toArray()));
        return flows;
    }

    RequestTimes requestTimes(HostLabels hosts) throws SQLException {
        return RequestTimes.read(database, hosts);
    }

    List<TopFlow> topFlowsByBytes(int limit) throws SQLException {
        return query(TOP_FLOWS.formatted(0, "bytes DESC, flow_id", limit), ReportQueries::topFlow);
    }

    List<TopFlow> topFlowsByTrouble(int limit) throws SQLException {
        return query(TOP_FLOWS.formatted(1, "trouble DESC, bytes DESC, flow_id", limit), ReportQueries::topFlow);
    }

    /** Buckets with traffic, in order; the first begins at {@code startNs}. */
    List<Bucket> timeline(long startNs, long widthNs) throws SQLException {
        return query(
                """
                SELECT (epoch_ns(ts) - ?) // ? AS bucket, sum(pkts), sum(bytes), sum(new_flows), sum(retrans), sum(rst),
                       sum(zero_win), sum(icmp_errors)
                FROM intervals
                GROUP BY bucket
                ORDER BY bucket
                """,
                row -> new Bucket(
                        row.getInt(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)),
                startNs,
                widthNs);
    }

    private static CaptureRow captureRow(ResultSet row) throws SQLException {
        long firstNs = row.getLong("first_ns");
        boolean hasFrames = !row.wasNull();
        long lastNs = row.getLong("last_ns");
        long drops = row.getLong("drop_reported");
        boolean tellsDrops = !row.wasNull();
        ReportModel.Capture capture = new ReportModel.Capture(
                VisibleText.cut(row.getString("path")),
                row.getString("sha256"),
                row.getLong("size_bytes"),
                row.getString("format"),
                row.getString("compression"),
                list(row, "link_types", Integer.class),
                row.getLong("packets"),
                row.getLong("wire_bytes"),
                row.getLong("captured_bytes"),
                hasFrames ? Times.iso(firstNs) : null,
                hasFrames ? Times.iso(lastNs) : null,
                row.getBoolean("truncated_file"),
                list(row, "damage", String.class).stream().map(VisibleText::cut).toList(),
                row.getLong("damage_count"),
                row.getLong("lost_bytes"),
                row.getLong("truncated_packets"),
                row.getLong("out_of_order_packets"),
                tellsDrops ? drops : null,
                row.getLong("offload_packets"),
                row.getLong("frames_selected"),
                row.getLong("frames_analysed"),
                row.getLong("frames_set_aside"),
                json(row, "set_aside_json", CaptureJson::counts),
                json(row, "anomalies_json", CaptureJson::counts),
                json(row, "limits_json", CaptureJson::counts),
                list(row, "comments", String.class).stream()
                        .map(VisibleText::cut)
                        .toList());
        return new CaptureRow(capture, firstNs, lastNs, json(row, "interfaces_json", CaptureJson::interfaces));
    }

    private static Flow flow(ResultSet row) throws SQLException {
        return new Flow(
                row.getLong("flow_id"),
                row.getString("community_id"),
                row.getString("proto"),
                new Endpoint(row.getString("orig_ip"), row.getInt("orig_port")),
                new Endpoint(row.getString("resp_ip"), row.getInt("resp_port")));
    }

    private static TopFlow topFlow(ResultSet row) throws SQLException {
        return new TopFlow(
                flow(row),
                row.getLong("packets"),
                row.getLong("bytes"),
                row.getLong("duration_ns"),
                row.getString("state"),
                row.getLong("resent"),
                row.getLong("resets"),
                row.getLong("zero_windows"),
                row.getLong("icmp_errors"));
    }

    private static <T> List<T> list(ResultSet row, String column, Class<T> type) throws SQLException {
        List<T> values = new ArrayList<>();
        for (Object value : (Object[]) row.getArray(column).getArray()) {
            values.add(type.cast(value));
        }
        return values;
    }

    @FunctionalInterface
    private interface JsonReader<T> {
        T read(String json) throws IOException;
    }

    private static <T> T json(ResultSet row, String column, JsonReader<T> reader) throws SQLException {
        try {
            return reader.read(row.getString(column));
        } catch (IOException e) {
            throw new SQLException("captures." + column + " is not the JSON that the schema describes", e);
        }
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        }
    }
}
