package org.pcapanalyzer.rule;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How many ids the functions {@code flow_list} and {@code flow_set} of a rule's SQL give for each group. The schema has
 * them give all, the fastest way where flows are few or groups many; the others take no more memory where flows are many.
 */
enum FlowListing {
    ALL(0),
    LOWEST(Flows.MAX_KEPT),
    /** The last resort: room for the ids is taken beforehand, for each group. */
    FEW(100);

    /** With so many flows a rule does not begin with {@link #ALL}. */
    private static final long MANY_FLOWS = 1_000_000;

    private final int limit;

    FlowListing(int limit) {
        this.limit = limit;
    }

    static FlowListing forFlows(long count) {
        return count > MANY_FLOWS ? LOWEST : ALL;
    }

    /** Makes the functions of this connection work so. */
    void applyTo(Connection db) {
        try (Statement statement = db.createStatement()) {
            statement.execute(
                    this == ALL
                            ? "DROP MACRO IF EXISTS temp.flow_list; DROP MACRO IF EXISTS temp.flow_set"
                            : """
                            CREATE OR REPLACE TEMP MACRO flow_list(id) AS min(id, %1$d);
                            CREATE OR REPLACE TEMP MACRO flow_set(id) AS min(DISTINCT id, %1$d)
                            """.formatted(limit));
        } catch (SQLException e) {
            throw new IllegalStateException("the functions for lists of flows cannot be made", e);
        }
    }
}
