package org.pcapanalyzer.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A row of a rule's match.
 *
 * @param types  the columns in the order of the query
 * @param values the values that are not NULL: Long, Double, String, Boolean, Instant or lists of them
 */
record MatchRow(Map<String, ColumnType> types, Map<String, Object> values) {

    Optional<Object> value(String column) {
        return Optional.ofNullable(values.get(column));
    }

    Optional<String> text(String column) {
        return value(column).map(String.class::cast);
    }

    List<String> texts(String column) {
        return value(column).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(String.class::cast)
                .distinct()
                .sorted()
                .toList();
    }

    private List<Long> flowIds() {
        return value(MatchColumns.FLOW_IDS).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(Long.class::cast)
                .toList();
    }

    /** Flows concerned; the query may count more than it lists. */
    Flows flows() {
        List<Long> ids = ascending(flowIds());
        return new Flows(
                ids, value(MatchColumns.FLOW_COUNT).map(Long.class::cast).orElse((long) ids.size()));
    }

    /** The row with the ids of its flows ascending, each once, no more than are kept, and with their number. */
    MatchRow withBoundedFlows() {
        Flows flows = flows();
        return with(MatchColumns.FLOW_IDS, flows.ids()).with(MatchColumns.FLOW_COUNT, flows.count());
    }

    /** As a rule the query has seen to it already. */
    private static List<Long> ascending(List<Long> ids) {
        for (int i = 1; i < ids.size(); i++) {
            if (ids.get(i - 1) >= ids.get(i)) {
                return List.copyOf(new TreeSet<>(ids));
            }
        }
        return ids;
    }

    /** The row with one value replaced. */
    MatchRow with(String column, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(column, value);
        return new MatchRow(types, changed);
    }
}
