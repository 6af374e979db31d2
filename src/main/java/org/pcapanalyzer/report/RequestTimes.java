package org.pcapanalyzer.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.pcapanalyzer.report.ReportModel.Endpoint;
import org.pcapanalyzer.rule.Wording;

/**
 * Where the time of requests went: what the report prints of it.
 *
 * @param summary  how many requests there are, and of how many services
 * @param services those with most time spent on them, most first
 * @param slowest  requests that took longest, longest first
 */
public record RequestTimes(String summary, List<Service> services, List<Request> slowest) {
    private static final int MAX_SERVICES = 10;
    private static final int MAX_REQUESTS = 10;
    private static final int LONGEST_WHAT = 70;

    private static final String PARTS = "dns_ns, connect_ns, tls_ns, send_ns, wait_ns, transfer_ns";

    /**
     * As view {@code service_times} has them, whose medians would be those of all services. Outside of its bound DuckDB keeps every
     * value of a median: seven digits of each take half the room and are more than anybody is told.
     */
    private static final String SERVICES = """
            WITH busiest AS (
              SELECT server_ip, server_port, kind, host
              FROM requests
              GROUP BY server_ip, server_port, kind, host
              ORDER BY sum(total_ns) DESC, server_ip, server_port, host NULLS FIRST
              LIMIT %d)
            SELECT server_ip, server_port, coalesce(host, '') AS host, count(*) AS requests,
              count(*) - count(wait_ns) AS unanswered, median(dns_ns::FLOAT)::BIGINT AS dns_ns,
              median(connect_ns::FLOAT)::BIGINT AS connect_ns, median(tls_ns::FLOAT)::BIGINT AS tls_ns, 0 AS send_ns,
              median(wait_ns::FLOAT)::BIGINT AS wait_ns, median(transfer_ns::FLOAT)::BIGINT AS transfer_ns,
              quantile_cont(total_ns::FLOAT, [0.5, 0.95]) AS totals, totals[1]::BIGINT AS total_ns, totals[2]::BIGINT AS total_p95_ns,
              mode(layer ORDER BY layer)::VARCHAR AS layer
            FROM requests
            SEMI JOIN busiest USING (server_ip, server_port, kind)
            GROUP BY server_ip, server_port, kind, host
            ORDER BY sum(total_ns) DESC, server_ip, server_port, requests.host NULLS FIRST
            LIMIT %d
            """.formatted(MAX_SERVICES, MAX_SERVICES);

    private static final String SLOWEST = """
            SELECT server_ip, server_port, coalesce(host, '') AS host, flow_id, coalesce(what, '') AS what,
              coalesce(status::VARCHAR, '') AS status, %s, total_ns, stall_ns, layer::VARCHAR AS layer
            FROM requests
            ORDER BY total_ns DESC, flow_id, txn
            LIMIT %d
            """.formatted(PARTS, MAX_REQUESTS);

    /** A median of all requests, each rounded to five digits: of so many values none but how often it occurs is kept. */
    private static final String SUMMARY = """
            WITH counted AS (
              SELECT round(total_ns, 5 - ceil(log10(greatest(total_ns, 1)))::INTEGER) AS ns, count(*) AS n
              FROM requests
              GROUP BY ns),
            ranked AS (
              SELECT ns, sum(n) OVER (ORDER BY ns) AS up_to, sum(n) OVER () AS requests
              FROM counted)
            SELECT coalesce(any_value(requests), 0), (SELECT count(*) FROM service_times),
              (min(ns) FILTER (2 * up_to >= requests) + min(ns) FILTER (2 * up_to > requests)) / 2
            FROM ranked
            """;

    /**
     * @param parts medians of the parts, such as {@code connect 31 ms, wait 2.1 s}
     * @param layer that owns most of the time of most requests
     */
    public record Service(String name, String requests, String parts, String total, String p95, String layer) {}

    /** @param what method, target and status, as far as they are visible */
    public record Request(String name, String what, String flow, String parts, String total, String layer) {}

    static RequestTimes read(Connection database, HostLabels hosts) throws SQLException {
        List<Service> services = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(SERVICES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                services.add(service(row, hosts));
            }
        }
        List<Request> slowest = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(SLOWEST);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                slowest.add(request(row, hosts));
            }
        }
        return new RequestTimes(summary(database), services, slowest);
    }

    private static String summary(Connection database) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(SUMMARY);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1) == 0
                    ? "No request over TCP was seen."
                    : Wording.count(row.getLong(1), "request", "requests") + " to "
                            + Wording.count(row.getLong(2), "service", "services") + ", median "
                            + Wording.duration(row.getDouble(3)) + ".";
        }
    }

    private static Service service(ResultSet row, HostLabels hosts) throws SQLException {
        long unanswered = row.getLong("unanswered");
        return new Service(
                name(row, hosts),
                Display.number(row.getLong("requests"))
                        + (unanswered == 0 ? "" : ", " + Display.number(unanswered) + " unanswered"),
                parts(row),
                Wording.duration(row.getDouble("total_ns")),
                Wording.duration(row.getDouble("total_p95_ns")),
                row.getString("layer"));
    }

    private static Request request(ResultSet row, HostLabels hosts) throws SQLException {
        String status = row.getString("status");
        String what = brief(VisibleText.cut(row.getString("what")));
        long stallNs = row.getLong("stall_ns");
        return new Request(
                name(row, hosts),
                status.isEmpty() ? what : what + " → " + status,
                Long.toString(row.getLong("flow_id")),
                parts(row) + (stallNs == 0 ? "" : "; stalled " + Wording.duration(stallNs) + " of it"),
                Wording.duration(row.getDouble("total_ns")),
                row.getString("layer"));
    }

    private static String brief(String what) {
        return what.length() <= LONGEST_WHAT ? what : what.substring(0, LONGEST_WHAT) + "…";
    }

    private static String name(ResultSet row, HostLabels hosts) throws SQLException {
        Endpoint server = new Endpoint(row.getString("server_ip"), row.getInt("server_port"));
        String host = VisibleText.cut(row.getString("host")).replaceFirst(":" + server.port() + "$", "");
        boolean isAddress = host.isEmpty() || host.replaceAll("[\\[\\]]", "").equals(server.ip());
        return isAddress ? hosts.label(server) : brief(host) + " at " + hosts.label(server);
    }

    /** {@code dns 4 ms, connect 31 ms, tls 68 ms, wait 2.1 s, transfer 12 ms}: those that are there and not nothing. */
    private static String parts(ResultSet row) throws SQLException {
        StringJoiner words = new StringJoiner(", ");
        for (String column : PARTS.split(", ")) {
            long ns = row.getLong(column);
            if (ns > 0) {
                words.add(column.replace("_ns", "").toLowerCase(Locale.ROOT) + " " + Wording.duration(ns));
            }
        }
        return words.toString();
    }
}
