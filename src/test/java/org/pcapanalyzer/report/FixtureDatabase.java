package org.pcapanalyzer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.pcapanalyzer.report.ReportModel.Endpoint;

/** A database in memory with the tables of an analysis, filled row by row. */
final class FixtureDatabase implements AutoCloseable {
    static final String SHA256 = "9f2feb0f1ef425b292f2f94bdcb6b4a5d3f5b2cd1a7c1e0ef4b9d8a7c6b5a403";

    private final Connection connection;

    FixtureDatabase() throws SQLException, IOException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        execute(Files.readString(Path.of("analyzer/schema.sql")));
    }

    Connection connection() {
        return connection;
    }

    void capture(String path, long packets, long firstNs, long lastNs) throws SQLException {
        insert("""
                INSERT INTO captures BY NAME
                SELECT 1 AS capture_id, ? AS path, ? AS sha256, 60816 AS size_bytes, 'pcapng' AS format,
                       'none' AS compression, [1] AS link_types,
                       '[{"id":0,"name":"eth0","link_type":1,"snaplen":262144,"resolution":1000000000,"filter":""}]'
                           AS interfaces_json,
                       1 AS section_count, ? AS packets, 52000 AS captured_bytes, 52000 AS wire_bytes,
                       CASE WHEN packets > 0 THEN make_timestamp_ns(?) END AS ts_first,
                       CASE WHEN packets > 0 THEN make_timestamp_ns(?) END AS ts_last,
                       0 AS out_of_order_packets, 0 AS truncated_packets, false AS truncated_file, [] AS damage,
                       0 AS damage_count, 0 AS lost_bytes,
                       0 AS drop_reported, 0 AS offload_packets, packets AS frames_selected, packets AS frames_analysed, 0 AS frames_set_aside, '{}' AS set_aside_json,
                       '{}' AS anomalies_json, '{}' AS limits_json, [] AS comments, '0.1.0' AS tool_version
                """, path, SHA256, packets, firstNs, lastNs);
    }

    void tcpFlow(long id, Endpoint orig, Endpoint resp, long startNs, long durationNs, long bytes) throws SQLException {
        insert("""
                INSERT INTO flows BY NAME
                SELECT ? AS flow_id, '1:LQU9qZlK+B5F3KDmev6m5PMibrg=' AS community_id, 'tcp' AS proto, 6 AS ip_proto,
                       4 AS ip_version, ? AS orig_ip, ? AS orig_port, ? AS resp_ip, ? AS resp_port,
                       'syn' AS orig_source, make_timestamp_ns(?) AS ts_start, ts_start AS ts_end,
                       ? AS duration_ns, 10 AS orig_pkts, 12 AS resp_pkts, 600 AS orig_ip_bytes, ? AS resp_ip_bytes,
                       80 AS orig_payload_bytes, resp_ip_bytes AS resp_payload_bytes, flow_id AS frame_first,
                       flow_id + 21 AS frame_last, 0 AS idle_max_ns, 0 AS icmp_errors, 0 AS frag_pkts, 0 AS inner_pkts,
                       0 AS truncated_pkts, 'closed' AS end_reason, 'SF' AS conn_state
                """, id, orig.ip(), orig.port(), resp.ip(), resp.port(), startNs, durationNs, bytes);
    }

    void trouble(long flowId, int resent, int resets, int closedWindows) throws SQLException {
        insert(
                "UPDATE flows SET retrans_pkts_resp = ?, rst_count_resp = ?, conn_state = 'S1' WHERE flow_id = ?",
                resent,
                resets,
                flowId);
        if (closedWindows > 0) {
            execute("""
                    INSERT INTO tcp_directions BY NAME
                    SELECT %d AS flow_id, 'orig' AS dir, %d AS zero_win_count, '' AS sender_ip, '' AS receiver_ip,
                           0 AS data_pkts, 0 AS payload_bytes, 0 AS unique_bytes, 0 AS retrans_pkts, 0 AS retrans_bytes,
                           0 AS timeout_count, 0 AS fast_count, 0 AS tail_probe_count, 0 AS spurious_count,
                           0 AS reorder_count, 0 AS capture_dup_count, 0 AS capture_dup_ip_bytes,
                           0 AS keepalive_count, 0 AS keepalive_unanswered,
                           0 AS window_probe_count, 0 AS max_sends_of_one, 0 AS stall_ns, 0 AS gap_count,
                           0 AS missing_bytes, 0 AS ack_count, 0 AS acked_unseen_count, 0 AS dup_ack_count,
                           0 AS zero_win_ns, 0 AS window_full_count, 0 AS win_max, 0 AS rtt_samples, false AS df_seen,
                           0 AS inflight_max,
                           0 AS max_delivered_ip_length, 0 AS stuck_ip_length, 0 AS stuck_sends, 0 AS stuck_ns,
                           0 AS delivered_while_stuck, 0 AS peer_pkts_while_stuck, false AS fin_acked,
                           0 AS peer_bytes_after_fin, 0 AS lost_before_count, 0 AS lost_after_count
                    """.formatted(flowId, closedWindows));
        }
    }

    void second(long ns, long packets, long bytes, long resent, long resets) throws SQLException {
        insert("""
                INSERT INTO intervals
                SELECT make_timestamp_ns(?), ?, ?, 0, 0, 1, 1, 1, 0, ?, ?, 0, 0, 0
                """, ns / 1_000_000_000 * 1_000_000_000, packets, bytes, resets, resent);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void insert(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
