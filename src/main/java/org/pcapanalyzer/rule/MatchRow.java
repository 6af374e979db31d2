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

    /** Flows concerned, as the row has them. */
    List<Long> flowIds() {
        return value(MatchColumns.FLOW_IDS).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(Long.class::cast)
                .toList();
    }

    /** The row with its flows ascending, each once; as a rule the query has seen to it already. */
    MatchRow withSortedFlows() {
        List<Long> flows = flowIds();
        for (int i = 1; i < flows.size(); i++) {
            if (flows.get(i - 1) >= flows.get(i)) {
                return with(MatchColumns.FLOW_IDS, List.copyOf(new TreeSet<>(flows)));
            }
        }
        return this;
    }

    /** The row with one value replaced. */
    MatchRow with(String column, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(column, value);
        return new MatchRow(types, changed);
    }
}
