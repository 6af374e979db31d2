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
    /**
     * The highest id of each part, half a million flows or little more; ids have gaps. For quantiles of them the database
     * would keep each id.
     */
    private static final String LAST_FLOWS = """
            SELECT max(id)
            FROM (
                SELECT max(flow_id) AS id, sum(count(*)) OVER (ORDER BY flow_id // 65536) // 500000 AS part
                FROM flows
                GROUP BY flow_id // 65536)
            GROUP BY part
            ORDER BY part
            """;

    private RequestTable() {}

    static void fill(Connection connection) throws SQLException {
        String requests = Schema.requests();
        try (Statement statement = connection.createStatement()) {
            statement.execute(Schema.lookups());
            long first = 0;
            for (long last : lastFlows(statement)) {
                statement.execute(
                        requests.replace("$first", Long.toString(first)).replace("$last", Long.toString(last)));
                first = last + 1;
            }
            statement.execute("DROP TABLE led");
        }
    }

    private static List<Long> lastFlows(Statement statement) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(LAST_FLOWS)) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }
}
