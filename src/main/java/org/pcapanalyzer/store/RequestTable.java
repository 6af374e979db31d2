package org.pcapanalyzer.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Fills table {@code requests} from the others, some flows after others: joins of all flows of a large capture would not fit
 * into memory.
 */
final class RequestTable {
    private static final long FLOWS_AT_ONCE = 500_000;

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

    /** The highest id of each part, ascending; ids have gaps. */
    private static List<Long> lastFlows(Statement statement) throws SQLException {
        long parts = 1 + ids(statement, "SELECT count(*) FROM flows").get(0) / FLOWS_AT_ONCE;
        String shares = LongStream.rangeClosed(1, parts)
                .mapToObj(part -> part + " / " + parts)
                .collect(Collectors.joining(", "));
        return ids(statement, "SELECT unnest(quantile_disc(flow_id, [" + shares + "])) FROM flows");
    }

    private static List<Long> ids(Statement statement, String sql) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }
}
