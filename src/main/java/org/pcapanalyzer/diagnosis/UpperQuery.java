package org.pcapanalyzer.diagnosis;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks the tables of TLS, requests and DNS for {@link UpperFacts}. For a median DuckDB keeps every value, outside of its bound on
 * memory: seven digits of each take half the room and are more than anybody is told.
 */
final class UpperQuery {
    private static final String COUNTED = """
            WITH said AS (
              SELECT resp_ip AS ip, 'tcp' AS proto, resp_port AS port, 'tls' AS kind, established AS ok, NULL::BIGINT AS wait_ns,
                false AS bad
              FROM tls
              JOIN flows USING (flow_id)
              WHERE transport = 'tcp'
                AND ts_client_hello IS NOT NULL
              UNION ALL
              SELECT server_ip, 'tcp', server_port, 'request', wait_ns IS NOT NULL, wait_ns, coalesce(status >= 500, false)
              FROM requests
              UNION ALL
              SELECT resolver_ip, transport::VARCHAR, resolver_port, 'dns', answered, NULL, coalesce(rcode IN (2, 5), false)
              FROM dns
              WHERE kind = 'dns'
                AND ts_query IS NOT NULL)
            SELECT %s,
              count(*) FILTER (kind = 'tls'), count(*) FILTER (kind = 'tls' AND ok),
              count(*) FILTER (kind = 'request'), count(*) FILTER (kind = 'request' AND ok),
              count(*) FILTER (kind = 'request' AND bad), coalesce(median(wait_ns::FLOAT), 0)::BIGINT,
              count(*) FILTER (kind = 'dns'), count(*) FILTER (kind = 'dns' AND ok), count(*) FILTER (kind = 'dns' AND bad)
            FROM said
            """;

    private static final String ALL = COUNTED.formatted("'', '', 0");

    private static final String OF_ADDRESSES = """
            WHERE ip IN (SELECT unnest(?::VARCHAR[]))
            """;

    private static final String OF_SERVICES =
            COUNTED.formatted("ip, proto, port") + OF_ADDRESSES + "GROUP BY ip, proto, port";

    private static final String OF_HOSTS = COUNTED.formatted("ip, '', 0") + OF_ADDRESSES + "GROUP BY ip";

    private final Connection db;

    UpperQuery(Connection db) {
        this.db = db;
    }

    /** Of the whole capture. */
    UpperFacts all() throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return facts(row);
        }
    }

    /** Of the services at these addresses. */
    Map<Place, UpperFacts> services(Array ips) throws SQLException {
        return at(OF_SERVICES, ips);
    }

    /** Of these addresses. */
    Map<Place, UpperFacts> hosts(Array ips) throws SQLException {
        return at(OF_HOSTS, ips);
    }

    private Map<Place, UpperFacts> at(String sql, Array ips) throws SQLException {
        Map<Place, UpperFacts> found = new HashMap<>();
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            statement.setObject(1, ips);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(new Place(row.getString(1), row.getString(2), row.getInt(3)), facts(row));
                }
            }
        }
        return found;
    }

    private static UpperFacts facts(ResultSet row) throws SQLException {
        return new UpperFacts(
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12));
    }
}
