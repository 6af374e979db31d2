package org.pcapanalyzer.diagnosis;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.store.StoreException;

/**
 * How well the flows of a finding were seen, as far as it keeps their ids; each a share of 0 to 1.
 *
 * @param unseenAcks   ACKs that cover bytes never captured, of those of the directions with a row in tcp_directions
 * @param cutPackets   packets cut by the snaplen
 * @param openFlows    flows that the end of the capture ended
 * @param evictedFlows flows that the bound on memory ended
 */
record FlowFacts(double unseenAcks, double cutPackets, double openFlows, double evictedFlows) {
    static final FlowFacts NONE = new FlowFacts(0, 0, 0, 0);

    private static final String QUERY = """
            WITH concerned AS (SELECT unnest(?) AS finding, unnest(?) AS flow_id),
            acks AS (
              SELECT finding, sum(acked_unseen_count) AS unseen, sum(ack_count) AS acks
              FROM concerned
              JOIN tcp_directions USING (flow_id)
              GROUP BY finding),
            seen AS (
              SELECT finding, count(*) AS flows,
                sum(truncated_pkts) AS cut, sum(orig_pkts + resp_pkts) AS packets,
                count(*) FILTER (end_reason = 'end_of_capture') AS open,
                count(*) FILTER (end_reason = 'evicted') AS evicted
              FROM concerned
              JOIN flows USING (flow_id)
              GROUP BY finding)
            SELECT finding, coalesce(unseen / nullif(acks, 0), 0), coalesce(cut / nullif(packets, 0), 0),
              open / flows, evicted / flows
            FROM seen
            LEFT JOIN acks USING (finding)
            """;

    /** Facts by id of the finding; of findings without flows none. */
    static Map<String, FlowFacts> read(Connection db, List<Finding> findings) {
        List<Integer> numbers = new ArrayList<>();
        List<Long> flowIds = new ArrayList<>();
        for (int number = 0; number < findings.size(); number++) {
            for (long id : findings.get(number).flows().ids()) {
                numbers.add(number);
                flowIds.add(id);
            }
        }
        if (flowIds.isEmpty()) {
            return Map.of();
        }
        Map<String, FlowFacts> facts = new HashMap<>();
        try (PreparedStatement statement = db.prepareStatement(QUERY)) {
            statement.setObject(1, db.createArrayOf("INTEGER", numbers.toArray()));
            statement.setObject(2, db.createArrayOf("BIGINT", flowIds.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    facts.put(
                            findings.get(row.getInt(1)).id(),
                            new FlowFacts(row.getDouble(2), row.getDouble(3), row.getDouble(4), row.getDouble(5)));
                }
            }
            return facts;
        } catch (SQLException e) {
            throw StoreException.asking(e);
        }
    }
}
