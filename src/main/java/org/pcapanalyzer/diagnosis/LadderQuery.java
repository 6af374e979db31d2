package org.pcapanalyzer.diagnosis;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.pcapanalyzer.diagnosis.Diagnosis.Probe;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Scope;

/**
 * Counts per service and per host, by SQL, so that it stays cheap with millions of flows: one pass over the flows makes a
 * temporary table of services and of clients, and of what is counted from that those in trouble and the busiest become
 * rows, up to a bound.
 */
final class LadderQuery implements AutoCloseable {
    /** Services, and hosts, that are told one by one. */
    static final int MAX_LISTED = 1000;

    /** From here on the services that one client alone tried in vain are told as one. */
    static final int MANY_PROBED = 20;

    /** So many connections that fail, and so large a share of all, are trouble although others complete. */
    static final int SOME_FAILED = 3;

    static final double FAILED_SHARE = 0.1;

    /** The clients of a finding that has more of them are not told one by one: it says nothing of each of them. */
    static final int MANY_CLIENTS = 20;

    /** From so many attempts in vain on, those who did nothing but try are counted, not told one by one. */
    static final long CROWD = 1_000_000;

    /**
     * The flows that count. A SYN sent shortly before the capture ends tells nothing if no answer to it was seen: it is late.
     * Those who did nothing but try are a crowd, where they are too many to be told one by one.
     */
    private static final String FLOWS = """
            CREATE OR REPLACE TEMP VIEW ladder_flows AS
            SELECT *, coalesce(syn_count > 0 AND NOT is_late, false) AS is_attempt,
              is_attempt AND NOT handshake_ok AND synack_count = 0 AND rst_count_resp > 0 AS is_refused,
              is_attempt AND NOT handshake_ok AND synack_count = 0 AND rst_count_resp = 0 AS is_unanswered,
              %b AND coalesce(syn_count > 0 AND NOT handshake_ok AND resp_pkts = 0, false) AS is_crowd,
              CASE WHEN NOT is_crowd THEN orig_ip END AS client
            FROM (
              SELECT orig_ip, resp_ip, proto, resp_port, orig_pkts, resp_pkts, syn_count, synack_count, rst_count_resp, handshake_ok,
                data_pkts_orig, data_pkts_resp, retrans_pkts_orig, retrans_pkts_resp,
                coalesce(syn_count > 0 AND NOT handshake_ok AND rst_count_resp = 0 AND epoch_ns(ts_start) >= %d, false) AS is_late
              FROM flows
              WHERE carries IS NULL)
            """;

    /** What one client tried in vain at one service, if it tried many: that says nothing of those hosts. */
    private static final String PROBED = """
            CREATE OR REPLACE TEMP TABLE ladder_probed AS
            SELECT orig_ip, resp_ip, proto, resp_port
            FROM ladder_flows
            WHERE orig_ip IN (SELECT unnest(?::VARCHAR[]))
            GROUP BY ALL
            HAVING bool_and(is_refused OR is_unanswered)
            """;

    /** A row for each service, one more for the crowd at it, and one for each client. */
    private static final String COUNTED = """
            CREATE OR REPLACE TEMP TABLE ladder_counts AS
            SELECT grouping(client) = 1 AS is_service, coalesce(resp_ip, client) AS ip, proto, resp_port AS port,
              coalesce(is_crowd, false) AS is_crowd, min(orig_ip) AS first_client, min(orig_ip) = max(orig_ip) AS has_one_client,
              count(*) AS flows, count(*) FILTER (proto = 'tcp') AS tcp_flows, count(*) FILTER (proto = 'udp') AS udp_flows,
              sum(orig_pkts)::BIGINT AS orig_sent, sum(resp_pkts)::BIGINT AS resp_sent, count(*) FILTER (is_late) AS late,
              count(*) FILTER (is_attempt) AS attempts, count(*) FILTER (is_attempt AND handshake_ok) AS completed,
              count(*) FILTER (is_refused) AS refused, count(*) FILTER (is_unanswered) AS unanswered,
              coalesce(sum(data_pkts_orig + data_pkts_resp), 0)::BIGINT AS data,
              coalesce(sum(retrans_pkts_orig + retrans_pkts_resp), 0)::BIGINT AS resent,
              count(*) FILTER (proto = 'udp' AND orig_pkts > 0 AND resp_pkts > 0) AS udp_answered
            FROM ladder_flows
            %s
            GROUP BY GROUPING SETS ((resp_ip, proto, resp_port, is_crowd), (client))
            HAVING is_service OR client IS NOT NULL
            """;

    private static final String BUT_PROBED = "ANTI JOIN ladder_probed USING (orig_ip, resp_ip, proto, resp_port)";

    /** What the counts say of services; in vain are those that one client alone tried, without success. */
    private static final String OFFERED = """
            CREATE OR REPLACE TEMP TABLE ladder_services AS
            SELECT *, is_of_one AND attempts > 0 AND refused + unanswered = flows AS is_in_vain
            FROM (
              SELECT ip, proto, port, min(first_client) AS client,
                bool_and(has_one_client) AND min(first_client) = max(first_client) AS is_of_one,
                sum(flows)::BIGINT AS flows, sum(resp_sent)::BIGINT AS sent,
                sum(sum(resp_sent)) OVER (PARTITION BY ip)::BIGINT AS host_sent, sum(orig_sent + resp_sent)::BIGINT AS packets,
                sum(attempts)::BIGINT AS attempts, sum(completed)::BIGINT AS completed, sum(refused)::BIGINT AS refused,
                sum(unanswered)::BIGINT AS unanswered, sum(late)::BIGINT AS late, sum(data)::BIGINT AS data,
                sum(resent)::BIGINT AS resent, sum(udp_answered)::BIGINT AS udp_answered
              FROM ladder_counts
              WHERE is_service
              GROUP BY ip, proto, port)
            """;

    /** What the counts say of hosts: of the services they offer, and of what they did as clients, were it as a crowd of one. */
    private static final String SIDES = """
            CREATE OR REPLACE TEMP VIEW ladder_sides AS
            SELECT ip, flows, resp_sent AS sent, orig_sent + resp_sent AS packets, attempts, completed, refused, unanswered, late,
              data, resent, tcp_flows, udp_flows, udp_answered, 0 AS opened, 0 AS opened_complete, 0 AS opened_failed
            FROM ladder_counts
            WHERE is_service
            UNION ALL
            SELECT first_client, flows, orig_sent, orig_sent + resp_sent, 0, 0, 0, 0, late,
              data, resent, tcp_flows, 0, 0, attempts, completed, refused + unanswered
            FROM ladder_counts
            WHERE NOT is_service OR (is_crowd AND has_one_client)
            """;

    private static final String TOUCHED = """
            CREATE OR REPLACE TEMP TABLE ladder_touched AS
            SELECT orig_ip, resp_ip, proto, resp_port, finding, count(*) AS flows
            FROM (SELECT unnest(?::INTEGER[]) AS finding, unnest(?::BIGINT[]) AS flow_id)
            JOIN flows USING (flow_id)
            GROUP BY ALL
            """;

    private static final String SERVICES = """
            WITH probing AS (
              SELECT client, true AS is_probing
              FROM ladder_services
              WHERE is_in_vain
              GROUP BY client
              HAVING count(*) >= %1$d),
            offered AS (
              SELECT *, coalesce(is_probing AND is_in_vain, false) AS is_probe
              FROM ladder_services
              LEFT JOIN probing USING (client)
              WHERE proto IN ('tcp', 'udp', 'sctp')
                AND NOT regexp_matches(ip, %2$s)),
            touches AS (
              SELECT resp_ip AS ip, proto, resp_port AS port, list(finding ORDER BY finding) AS findings,
                list(flows ORDER BY finding) AS touched
              FROM (
                SELECT resp_ip, proto, resp_port, finding, sum(flows)::BIGINT AS flows
                FROM ladder_touched
                GROUP BY ALL)
              GROUP BY ALL),
            ranked AS (
              SELECT *, NOT is_probe AND (coalesce(findings[1] < ?, false) OR ip IN (SELECT unnest(?::VARCHAR[]))
                OR (completed = 0 AND attempts > 0 AND refused + unanswered = attempts)
                OR (refused + unanswered >= %3$d AND refused + unanswered >= %4$s * attempts)) AS is_troubled
              FROM offered
              LEFT JOIN touches USING (ip, proto, port)),
            totals AS (
              SELECT count(*) AS all_count, count(*) FILTER (is_troubled) AS troubled, count(*) FILTER (is_probe) AS probes
              FROM ranked)
            SELECT *, 0 AS opened, 0 AS opened_complete
            FROM ranked
            CROSS JOIN totals
            ORDER BY is_probe, is_troubled DESC, findings[1] NULLS LAST, refused + unanswered DESC, packets DESC, ip, proto,
              port
            LIMIT %5$d
            """.formatted(MANY_PROBED, groups(), SOME_FAILED, FAILED_SHARE, MAX_LISTED);

    private static final String PROBES = """
            SELECT client, count(*) AS services, count(DISTINCT ip), sum(refused)::BIGINT, sum(unanswered)::BIGINT
            FROM ladder_services
            WHERE is_in_vain
            GROUP BY client
            HAVING count(*) >= %d
            ORDER BY services DESC, client
            """.formatted(MANY_PROBED);

    /**
     * The hosts to be told, by few sums: there may be as many hosts as flows. Those that findings name have a row even without
     * a flow.
     */
    private static final String RANKED_HOSTS = """
            CREATE OR REPLACE TEMP TABLE ladder_hosts AS
            WITH sides AS (
              SELECT ip, packets, attempts, completed, refused + unanswered AS failed, opened_complete, opened_failed
              FROM ladder_sides
              UNION ALL
              SELECT unnest(?::VARCHAR[]), 0, 0, 0, 0, 0, 0),
            counted AS (
              SELECT ip, sum(packets::DOUBLE) AS packets, sum(attempts::DOUBLE) AS attempts,
                sum(completed::DOUBLE) AS completed, sum(failed::DOUBLE) AS failed,
                sum(opened_complete::DOUBLE) AS opened_complete, sum(opened_failed::DOUBLE) AS opened_failed
              FROM sides
              GROUP BY ip),
            touches AS (
              SELECT ip, list(finding ORDER BY finding) AS findings, list(flows ORDER BY finding) AS touched
              FROM (
                SELECT ip, finding, sum(flows)::BIGINT AS flows
                FROM (
                  SELECT resp_ip AS ip, finding, flows
                  FROM ladder_touched
                  UNION ALL
                  SELECT orig_ip, finding, flows
                  FROM ladder_touched
                  WHERE finding NOT IN (SELECT unnest(?::INTEGER[])))
                GROUP BY ip, finding)
              GROUP BY ip),
            ranked AS (
              SELECT ip, packets, failed, findings, touched,
                coalesce(findings[1] < ?, false) OR ip IN (SELECT unnest(?::VARCHAR[]))
                OR (completed = 0 AND attempts > 0 AND failed = attempts)
                OR (opened_complete = 0 AND opened_failed >= %2$d)
                OR (failed >= %2$d AND failed >= %3$s * attempts) AS is_troubled
              FROM counted
              LEFT JOIN touches USING (ip)
              WHERE NOT regexp_matches(ip, %1$s)),
            totals AS (
              SELECT count(*) AS all_count, count(*) FILTER (is_troubled) AS troubled
              FROM ranked)
            SELECT *
            FROM ranked
            CROSS JOIN totals
            ORDER BY is_troubled DESC, findings[1] NULLS LAST, failed DESC, packets DESC, ip
            LIMIT %4$d
            """.formatted(groups(), SOME_FAILED, FAILED_SHARE, MAX_LISTED);

    private static final String HOSTS = """
            WITH counted AS (
              SELECT ip, sum(flows)::BIGINT AS flows, sum(sent)::BIGINT AS sent, sum(attempts)::BIGINT AS attempts,
                sum(completed)::BIGINT AS completed, sum(refused)::BIGINT AS refused, sum(unanswered)::BIGINT AS unanswered,
                sum(late)::BIGINT AS late, sum(data)::BIGINT AS data, sum(resent)::BIGINT AS resent,
                sum(tcp_flows)::BIGINT AS tcp_flows, sum(udp_flows)::BIGINT AS udp_flows,
                sum(udp_answered)::BIGINT AS udp_answered, sum(opened)::BIGINT AS opened,
                sum(opened_complete)::BIGINT AS opened_complete
              FROM ladder_sides
              SEMI JOIN ladder_hosts USING (ip)
              GROUP BY ip)
            SELECT *, '' AS proto, 0 AS port, sent AS host_sent, 0 AS probes
            FROM ladder_hosts
            LEFT JOIN counted USING (ip)
            ORDER BY is_troubled DESC, findings[1] NULLS LAST, failed DESC, packets DESC, ip
            """;

    /** What there may be of them where a query failed. */
    private static final String DROPPED = """
            DROP VIEW IF EXISTS ladder_sides;
            DROP VIEW IF EXISTS ladder_flows;
            DROP TABLE IF EXISTS ladder_probed;
            DROP TABLE IF EXISTS ladder_counts;
            DROP TABLE IF EXISTS ladder_services;
            DROP TABLE IF EXISTS ladder_touched;
            DROP TABLE IF EXISTS ladder_hosts;
            """;

    private final Connection db;
    private final CaptureFacts capture;
    private final List<Finding> findings;
    private final int graveCount;
    private final boolean isCrowded;
    private final LadderDetails details;

    /**
     * What is listed, and how many there are.
     *
     * @param count    all, those that were only probed included
     * @param troubled those in trouble, listed or not
     * @param probed   those that were only probed
     */
    record Listing(List<LadderFacts> rows, long count, long troubled, long probed) {}

    /**
     * @param findings   gravest first
     * @param graveCount so many of them, the first, mean trouble for whom they concern
     */
    LadderQuery(Connection db, CaptureFacts capture, List<Finding> findings, int graveCount) {
        this.db = db;
        this.capture = capture;
        this.findings = findings;
        this.graveCount = graveCount;
        this.isCrowded = capture.handshakes() - capture.completed() > CROWD;
        this.details = new LadderDetails(db, capture);
    }

    /** Makes the temporary tables that the other queries stand on. */
    void count() throws SQLException {
        execute(FLOWS.formatted(isCrowded, capture.endNs() - Confidence.TOO_LATE_NS));
        execute(COUNTED.formatted(""));
        execute(OFFERED);
        execute(SIDES);
        touch();
    }

    @Override
    public void close() throws SQLException {
        execute(DROPPED);
    }

    Listing services() throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(SERVICES)) {
            statement.setInt(1, graveCount);
            statement.setObject(2, texts(namedServers()));
            return listing(statement);
        }
    }

    /**
     * To be called last.
     *
     * @param probing clients that tried many services in vain: no host is told of that
     */
    Listing hosts(List<Probe> probing) throws SQLException {
        if (!probing.isEmpty()) {
            leaveOut(probing);
        }
        try (PreparedStatement statement = db.prepareStatement(RANKED_HOSTS)) {
            statement.setObject(1, texts(namedServers()));
            statement.setObject(2, db.createArrayOf("INTEGER", wideFindings()));
            statement.setInt(3, graveCount);
            statement.setObject(4, texts(namedServers()));
            statement.execute();
        }
        try (PreparedStatement statement = db.prepareStatement(HOSTS)) {
            Listing told = listing(statement);
            return isCrowded
                    ? new Listing(told.rows(), Math.max(capture.hosts(), told.count()), told.troubled(), 0)
                    : told;
        }
    }

    /** Those with most services first. */
    List<Probe> probes() throws SQLException {
        List<Probe> probes = new ArrayList<>();
        try (PreparedStatement statement = db.prepareStatement(PROBES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                probes.add(new Probe(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
            }
        }
        return probes;
    }

    /** Group addresses, on whom nothing can fail. */
    private static String groups() {
        return "'^(22[4-9]|23[0-9])[.]|^ff|^255[.]255[.]255[.]255$'";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Counts again, without the attempts in vain of some clients. */
    private void leaveOut(List<Probe> probing) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(PROBED)) {
            statement.setObject(1, texts(probing.stream().map(Probe::client).toList()));
            statement.execute();
        }
        execute(COUNTED.formatted(BUT_PROBED));
    }

    private void touch() throws SQLException {
        List<Integer> places = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int place = 0; place < findings.size(); place++) {
            for (Long id : findings.get(place).flows().ids()) {
                places.add(place);
                ids.add(id);
            }
        }
        try (PreparedStatement statement = db.prepareStatement(TOUCHED)) {
            statement.setObject(1, db.createArrayOf("INTEGER", places.toArray()));
            statement.setObject(2, db.createArrayOf("BIGINT", ids.toArray()));
            statement.execute();
        }
    }

    /** Servers of grave findings that know no flows. */
    private List<String> namedServers() {
        return findings.subList(0, graveCount).stream()
                .filter(finding -> finding.flows().isEmpty())
                .flatMap(finding -> finding.scope().servers().stream())
                .distinct()
                .toList();
    }

    private Object[] wideFindings() {
        return IntStream.range(0, findings.size())
                .filter(place -> isWide(findings.get(place).scope()))
                .boxed()
                .toArray();
    }

    private static boolean isWide(Scope scope) {
        return scope.clients().isEmpty() || scope.clients().size() > MANY_CLIENTS;
    }

    private Array texts(List<String> values) throws SQLException {
        return db.createArrayOf("VARCHAR", values.toArray());
    }

    private Listing listing(PreparedStatement statement) throws SQLException {
        List<LadderFacts> rows = new ArrayList<>();
        long count = 0;
        long troubled = 0;
        long probed = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                count = row.getLong("all_count");
                troubled = row.getLong("troubled");
                probed = row.getLong("probes");
                if (rows.size() < count - probed) {
                    rows.add(facts(row));
                }
            }
        }
        return new Listing(details.complete(rows), count, troubled, probed);
    }

    private static LadderFacts facts(ResultSet row) throws SQLException {
        String proto = row.getString("proto");
        long flows = row.getLong("flows");
        boolean isHost = proto.isEmpty();
        return new LadderFacts(
                row.getString("ip"),
                proto,
                row.getInt("port"),
                flows,
                !isHost && row.getBoolean("is_of_one") ? 1 : 0,
                row.getLong("sent"),
                row.getLong("host_sent"),
                row.getLong("attempts"),
                row.getLong("completed"),
                row.getLong("refused"),
                row.getLong("unanswered"),
                row.getLong("late"),
                isHost ? row.getLong("tcp_flows") : proto.equals("tcp") ? flows : 0,
                row.getLong("data"),
                row.getLong("resent"),
                isHost ? row.getLong("udp_flows") : proto.equals("udp") ? flows : 0,
                row.getLong("udp_answered"),
                row.getLong("opened"),
                row.getLong("opened_complete"),
                touched(row),
                LadderFacts.Details.NONE);
    }

    private static Map<Integer, Long> touched(ResultSet row) throws SQLException {
        Map<Integer, Long> touched = new TreeMap<>();
        Array findings = row.getArray("findings");
        if (findings != null) {
            Object[] places = (Object[]) findings.getArray();
            Object[] flows = (Object[]) row.getArray("touched").getArray();
            for (int i = 0; i < places.length; i++) {
                touched.put(((Number) places[i]).intValue(), ((Number) flows[i]).longValue());
            }
        }
        return touched;
    }
}
