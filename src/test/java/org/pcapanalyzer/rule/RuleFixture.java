package org.pcapanalyzer.rule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A rule file in sight, and tables to run it on. */
public final class RuleFixture {
    public static final Path SCHEMA = Path.of("analyzer", "schema.sql");

    /** Line 12 is the first line of match, line 25 that of evidence. */
    public static final String SLOW = """
            id: slow-handshake
            title: Slow handshake
            layer: transport
            severity: low
            description: The handshake takes long.
            parameters:
              limit_ns:
                value: 1000000000
                unit: ns
                why: A second is felt.
            match: |
              SELECT
                list(flow_id ORDER BY flow_id) AS flow_ids,
                list(DISTINCT orig_ip) AS clients,
                list(DISTINCT resp_ip) AS servers,
                'tcp/' || resp_port AS service,
                min(ts_start) AS ts_start,
                max(ts_end) AS ts_end,
                max(syn_rtt_ns) AS worst_ns,
                max(mss_orig) AS mss
              FROM flows
              WHERE syn_rtt_ns > $limit_ns
              GROUP BY resp_ip, resp_port
              ORDER BY worst_ns DESC
            evidence: |
              SELECT frame_first AS frame, ts_start AS ts, 'SYN, answered after ' || syn_rtt_ns || ' ns' AS what
              FROM flows
              WHERE flow_id IN (SELECT unnest($flow_ids))
              ORDER BY frame
            explains: []
            unless: []
            report:
              summary: ${list(servers)} takes up to ${duration(worst_ns)} to accept ${count(flow_count, 'flow', 'flows')}
              root_cause: Long path. MSS ${mss}.
              alternatives:
                - A slow host.
              cannot_see: The other side.
              fix:
                - move closer
              verify:
                - ping ${servers[0]}
              lesson: Distance costs.
            references: [RFC 9293]
            tests:
              fires: [slow]
              silent: [healthy]
            needs: []
            """;

    private RuleFixture() {}

    /** Writes {@code DIR/transport/slow-handshake.yaml}. */
    static Path writeSlow(Path directory, String text) throws IOException {
        return write(directory, "transport/slow-handshake.yaml", text);
    }

    static Path write(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** A rule as {@link #SLOW} with another id and layer. */
    static String renamed(String id, String layer, String explains, String unless) {
        return SLOW.replace("id: slow-handshake", "id: " + id)
                .replace("layer: transport", "layer: " + layer)
                .replace("explains: []", "explains: [" + explains + "]")
                .replace("unless: []", "unless: [" + unless + "]");
    }

    static RuleLibrary load(Path directory) throws RuleException {
        return RuleLibrary.load(List.of(directory), RuleSettings.none());
    }

    /** Empty tables in memory. */
    public static Connection tables() throws SQLException, IOException {
        Connection db = DriverManager.getConnection("jdbc:duckdb:");
        execute(db, Files.readString(SCHEMA));
        return db;
    }

    public static void execute(Connection db, String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A TCP flow that completed its handshake; all that tests do not ask for is zero. */
    public static void flow(Connection db, long id, String client, String server, int port, long synRttNs)
            throws SQLException {
        String columns = "flow_id, community_id, proto, ip_proto, ip_version, orig_ip, orig_port, resp_ip, resp_port,"
                + " orig_source, ts_start, ts_end, duration_ns, orig_pkts, resp_pkts, orig_ip_bytes, resp_ip_bytes,"
                + " orig_payload_bytes, resp_payload_bytes, frame_first, frame_last, idle_max_ns, icmp_errors, frag_pkts,"
                + " truncated_pkts, end_reason, handshake_ok, syn_count, synack_count, syn_rtt_ns, data_pkts_orig,"
                + " data_pkts_resp, retrans_pkts_orig, retrans_pkts_resp, inner_pkts";
        execute(
                db,
                "INSERT INTO flows (" + columns + ") VALUES (" + id + ", '1:x', 'tcp', 6, "
                        + (server.indexOf(':') >= 0 ? 6 : 4) + ", '" + client + "', " + (40000 + id) + ", '" + server
                        + "', "
                        + port + ", 'syn', make_timestamp_ns(" + time(id) + "), make_timestamp_ns(" + time(id + 1)
                        + "), 1000000000, 10, 10, 1000, 1000, 500, 500, " + id + ", " + (id + 9)
                        + ", 0, 0, 0, 0, 'closed', true, 1, 1, " + synRttNs + ", 50, 50, 1, 0, 0)");
    }

    /** A second per step from 2026-05-01T12:00:00.000000001Z on. */
    public static long time(long step) {
        return 1_777_636_800_000_000_001L + step * 1_000_000_000L;
    }
}
