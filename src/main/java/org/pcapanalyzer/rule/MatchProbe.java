package org.pcapanalyzer.rule;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row with some value of the right type in each column, to try texts on before there is a finding. */
final class MatchProbe {

    private MatchProbe() {}

    static MatchRow row(Map<String, ColumnType> columns) {
        Map<String, Object> values = new LinkedHashMap<>();
        columns.forEach((name, type) -> {
            Object value = value(type.kind());
            values.put(name, type.isList() ? List.of(value, value) : value);
        });
        return new MatchRow(columns, values);
    }

    private static Object value(ColumnType.Kind kind) {
        return switch (kind) {
            case WHOLE -> 2L;
            case REAL -> 0.5;
            case TEXT -> "text";
            case FLAG -> true;
            case TIME -> Instant.EPOCH;
        };
    }
}
