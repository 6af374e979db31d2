package org.pcapanalyzer.diagnosis;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcapanalyzer.diagnosis.LadderFacts.Details;

/**
 * Adds to services and hosts that are told what else counts for their layers; asks only tables that hold something, and the
 * view {@code ladder_flows} of {@link LadderQuery}.
 */
final class LadderDetails {
    private static final String CLIENTS = """
            SELECT resp_ip, proto::VARCHAR, coalesce(resp_port, 0), count(*), 0
            FROM (
              SELECT DISTINCT resp_ip, proto, resp_port, orig_ip
              FROM ladder_flows
              WHERE resp_ip IN (SELECT unnest(?::VARCHAR[]))
                AND %s)
            GROUP BY resp_ip, proto, resp_port
            """;

    private static final String PEERS = """
            SELECT ip, '', 0, count(*), count(*) FILTER (is_asked)
            FROM (
              SELECT ip, peer, bool_or(is_asked) AS is_asked
              FROM (
                SELECT resp_ip AS ip, orig_ip AS peer, false AS is_asked
                FROM ladder_flows
                UNION ALL
                SELECT orig_ip, resp_ip, is_attempt
                FROM ladder_flows)
              WHERE ip IN (SELECT unnest(?::VARCHAR[]))
                AND %s
              GROUP BY ip, peer)
            GROUP BY ip
            """;

    private static final String STALLS = """
            SELECT resp_ip, proto::VARCHAR, resp_port, sum(stall_ns)::BIGINT, 0
            FROM (SELECT flow_id, stall_ns FROM tcp_directions WHERE stall_ns > 0)
            JOIN flows USING (flow_id)
            WHERE resp_ip IN (SELECT unnest(?::VARCHAR[]))
            GROUP BY resp_ip, proto, resp_port
            """;

    private static final String ERRORS = """
            SELECT resp_ip, coalesce(proto::VARCHAR, ''), coalesce(resp_port, 0),
              count(DISTINCT flow_id) FILTER (name NOT IN ('port_unreachable', 'protocol_unreachable')),
              count(DISTINCT flow_id) FILTER (name IN ('port_unreachable', 'protocol_unreachable'))
            FROM (
              SELECT quoted_flow_id AS flow_id, name
              FROM icmp
              WHERE is_error
                AND quoted_flow_id IS NOT NULL
                AND NOT regexp_matches(name, '^(redirect|fragmentation_needed|packet_too_big|source_quench|reassembly)'))
            JOIN flows USING (flow_id)
            WHERE resp_ip IN (SELECT unnest(?::VARCHAR[]))
            GROUP BY GROUPING SETS ((resp_ip, proto, resp_port), (resp_ip))
            """;

    /** The later fragments of a datagram have no ports, but the first tells. */
    private static final String FRAGMENTS = """
            SELECT ip, coalesce(proto, ''), coalesce(port, 0), count(*),
              count(*) FILTER (complete OR (why_incomplete = 'clipped' AND bytes_seen = total_len))
            FROM (
              SELECT *, dst AS ip, coalesce(dport, -1) AS port, CASE ip_proto WHEN 6 THEN 'tcp' ELSE 'udp' END AS proto
              FROM fragments
              UNION ALL
              SELECT *, src AS ip, coalesce(sport, -1) AS port, CASE ip_proto WHEN 6 THEN 'tcp' ELSE 'udp' END AS proto
              FROM fragments)
            WHERE ip IN (SELECT unnest(?::VARCHAR[]))
            GROUP BY GROUPING SETS ((ip, proto, port), (ip))
            """;

    private static final String NEIGHBOURS = """
            SELECT target_ip, '', 0, count(*), count(*) FILTER (answered)
            FROM arp
            WHERE op IN ('request', 'ns')
              AND target_ip IN (SELECT unnest(?::VARCHAR[]))
            GROUP BY target_ip
            """;

    private final Connection db;
    private final CaptureFacts capture;

    private record Two(long first, long second) {
        static final Two NONE = new Two(0, 0);

        Two plus(Two other) {
            return new Two(first + other.first, second + other.second);
        }
    }

    LadderDetails(Connection db, CaptureFacts capture) {
        this.db = db;
        this.capture = capture;
    }

    /** All services, or all hosts. */
    List<LadderFacts> complete(List<LadderFacts> rows) throws SQLException {
        if (rows.isEmpty()) {
            return rows;
        }
        boolean areHosts = rows.get(0).isHost();
        Array ips = db.createArrayOf(
                "VARCHAR", rows.stream().map(LadderFacts::ip).distinct().toArray());
        Map<Place, Two> peers = areHosts ? inParts(PEERS, "peer", ips) : clients(rows, ips);
        Map<Place, Two> stalls = areHosts || capture.resentSegments() == 0 ? Map.of() : query(STALLS, ips);
        Map<Place, Two> errors = capture.icmpErrors() == 0 ? Map.of() : query(ERRORS, ips);
        Map<Place, Two> fragments = capture.fragmented() == 0 ? Map.of() : query(FRAGMENTS, ips);
        Map<Place, UpperFacts> upper = capture.upper().isNone() ? Map.of() : upper(areHosts, ips);
        Map<Place, Two> neighbours = capture.asked() == 0 ? Map.of() : query(NEIGHBOURS, ips);
        return rows.stream()
                .map(row -> {
                    Place place = Place.of(row);
                    Two met = peers.getOrDefault(place, new Two(row.peers(), 0));
                    Two error = errors.getOrDefault(place, Two.NONE);
                    Two pieces = fragments.getOrDefault(place, Two.NONE);
                    Two asked = neighbours.getOrDefault(place.host(), Two.NONE);
                    return row.with(
                            met.first(),
                            new Details(
                                    met.second(),
                                    stalls.getOrDefault(place, Two.NONE).first(),
                                    error.first(),
                                    error.second(),
                                    pieces.first(),
                                    pieces.second(),
                                    asked.first(),
                                    asked.second(),
                                    upper.getOrDefault(place, UpperFacts.NONE)));
                })
                .toList();
    }

    private Map<Place, UpperFacts> upper(boolean areHosts, Array ips) throws SQLException {
        UpperQuery query = new UpperQuery(db);
        return areHosts ? query.hosts(ips) : query.services(ips);
    }

    /** Of services, where any has more than the one that its row tells of. */
    private Map<Place, Two> clients(List<LadderFacts> services, Array ips) throws SQLException {
        boolean areKnown = services.stream().allMatch(service -> service.peers() == 1);
        return areKnown ? Map.of() : inParts(CLIENTS, "orig_ip", ips);
    }

    /** Sums of a query that counts the addresses of a column, which may be too many for one. */
    private Map<Place, Two> inParts(String sql, String column, Array ips) throws SQLException {
        Map<Place, Two> sums = new HashMap<>();
        for (String part : Parts.forFlows(capture.flows()).conditions(column)) {
            query(sql.formatted(part), ips).forEach((place, count) -> sums.merge(place, count, Two::plus));
        }
        return sums;
    }

    private Map<Place, Two> query(String sql, Array ips) throws SQLException {
        Map<Place, Two> found = new HashMap<>();
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            statement.setObject(1, ips);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(
                            new Place(row.getString(1), row.getString(2), row.getInt(3)),
                            new Two(row.getLong(4), row.getLong(5)));
                }
            }
        }
        return found;
    }
}
