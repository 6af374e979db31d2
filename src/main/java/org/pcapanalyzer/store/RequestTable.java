package org.pcapanalyzer.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills table {@code requests} from the others, some flows after others: joins of all flows of a large capture would not fit
 * into memory.
 */
final class RequestTable {
    /** What the joins take in any case. */
    private static final long FIXED_BYTES = 32L << 20;
    /** And for each flow: with less the database puts much of them aside, and takes several times as long. */
    private static final int FLOW_BYTES = 256;

    /**
     * The highest id of each part, {@code $most} flows that can hold requests or little more; ids have gaps. For quantiles of them
     * the database would keep each id.
     */
    private static final String LAST_FLOWS = """
            SELECT max(id)
            FROM (
                SELECT max(flow_id) AS id, sum(count(*)) OVER (ORDER BY flow_id // 16384) // $most AS part
                FROM flows
                WHERE proto = 'tcp' AND data_pkts_orig > 0
                GROUP BY flow_id // 16384)
            GROUP BY part
            ORDER BY part
            """;

    private RequestTable() {}

    /** @param limits those of the database */
    static void fill(Connection connection, StoreLimits limits) throws SQLException {
        long most = Math.max(1, (limits.memoryBytes() - FIXED_BYTES) / FLOW_BYTES);
        String requests = Schema.requests();
        try (Statement statement = connection.createStatement()) {
            statement.execute(Schema.lookups());
            long first = 0;
            for (long last : lastFlows(statement, most)) {
                statement.execute(
                        requests.replace("$first", Long.toString(first)).replace("$last", Long.toString(last)));
                first = last + 1;
            }
            statement.execute("DROP TABLE led");
        }
    }

    private static List<Long> lastFlows(Statement statement, long most) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(LAST_FLOWS.replace("$most", Long.toString(most)))) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }
}
