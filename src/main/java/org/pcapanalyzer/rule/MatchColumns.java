package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a rule's match must return, and which of its columns mean something to the engine. */
final class MatchColumns {
    static final String FLOW_IDS = "flow_ids";
    static final String FLOW_COUNT = "flow_count";
    static final String CLIENTS = "clients";
    static final String SERVERS = "servers";
    static final String SERVICE = "service";
    static final String TS_START = "ts_start";
    static final String TS_END = "ts_end";
    static final String SEVERITY = "severity";
    static final String CONFIDENCE = "confidence";
    static final String WIRESHARK_FILTER = "wireshark_filter";

    /** In the evidence, {@code $flow_ids} holds at most this many: a literal of more costs more than it proves. */
    static final int MAX_EVIDENCE_FLOWS = 1000;

    private static final Pattern SNAKE_CASE = Pattern.compile(RuleForm.SNAKE_CASE);
    private static final Map<String, ColumnType> REQUIRED = required();
    private static final Map<String, ColumnType> OPTIONAL = Map.of(
            FLOW_COUNT,
            ColumnType.WHOLE,
            SEVERITY,
            ColumnType.TEXT,
            CONFIDENCE,
            ColumnType.REAL,
            WIRESHARK_FILTER,
            ColumnType.TEXT);

    private MatchColumns() {}

    private static Map<String, ColumnType> required() {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put(FLOW_IDS, ColumnType.WHOLES);
        columns.put(CLIENTS, ColumnType.TEXTS);
        columns.put(SERVERS, ColumnType.TEXTS);
        columns.put(SERVICE, ColumnType.TEXT);
        columns.put(TS_START, ColumnType.TIME);
        columns.put(TS_END, ColumnType.TIME);
        return columns;
    }

    /** True for columns that the engine takes; all others are metrics. */
    static boolean isMetric(String column) {
        return !REQUIRED.containsKey(column) && !OPTIONAL.containsKey(column);
    }

    /** What is wrong with the columns of a match, given with DuckDB's names of their types. */
    static List<String> faults(Map<String, String> columns, Set<String> parameters) {
        List<String> faults = new ArrayList<>();
        REQUIRED.forEach((name, type) -> {
            if (!columns.containsKey(name)) {
                faults.add("column '" + name + "' is missing: return it as " + type.sqlName());
            }
        });
        columns.forEach((name, type) -> {
            ColumnType wanted = REQUIRED.getOrDefault(name, OPTIONAL.get(name));
            ColumnType actual = ColumnType.of(type).orElse(null);
            if (actual == null) {
                faults.add("column '" + name + "' has type " + type
                        + ": return a number, text, boolean or timestamp, or a list of numbers, texts or booleans");
            } else if (wanted != null && !fits(wanted, actual)) {
                faults.add("column '" + name + "' has type " + type + ": it must be " + wanted.sqlName());
            }
            if (parameters.contains(name)) {
                faults.add("column '" + name + "' has the name of a parameter: rename one of them");
            }
            if (!SNAKE_CASE.matcher(name).matches()) {
                faults.add("column '" + name + "' cannot be named in the texts: name it in snake_case with AS");
            }
        });
        return faults;
    }

    private static boolean fits(ColumnType wanted, ColumnType actual) {
        return wanted == actual || wanted == ColumnType.REAL && actual == ColumnType.WHOLE;
    }
}
