package org.pcapanalyzer.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    List<Long> numbers(String column) {
        return value(column).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(Long.class::cast)
                .distinct()
                .sorted()
                .toList();
    }

    /** The row with one value replaced. */
    MatchRow with(String column, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(column, value);
        return new MatchRow(types, changed);
    }
}
