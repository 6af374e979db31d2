package org.pcapanalyzer.rule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two queries of one rule, filled in and run. Each runs inside a SELECT of ours: a rule can only read. */
final class RuleQueries {
    private static final int LINES_BEFORE = 1;
    /** Frames kept of the evidence of one finding. */
    static final int MAX_EVIDENCE = 20;

    private static final Map<String, ColumnType> EVIDENCE_COLUMNS = evidenceColumns();

    private final RuleFile file;
    private final SqlTemplate match;
    private final SqlTemplate evidence;

    RuleQueries(RuleFile file) {
        this.file = file;
        this.match = SqlTemplate.parse(file.rule().match());
        this.evidence = SqlTemplate.parse(file.rule().evidence());
    }

    /** Rows of a match: the first of them, and how many more there are. */
    record Rows(List<MatchRow> rows, long omitted) {}

    private static Map<String, ColumnType> evidenceColumns() {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("frame", ColumnType.WHOLE);
        columns.put("ts", ColumnType.TIME);
        columns.put("what", ColumnType.TEXT);
        return columns;
    }

    /** Columns of the match with their types, or why it cannot run on this database. */
    Map<String, ColumnType> bindMatch(Connection db) throws RuleException {
        try (PreparedStatement statement = db.prepareStatement(matchSql())) {
            return matchColumns(statement.getMetaData());
        } catch (SQLException e) {
            throw failure("match", e);
        }
    }

    /** Checks that the evidence can run on this database for rows of these columns. */
    void bindEvidence(Connection db, Map<String, ColumnType> matchColumns) throws RuleException {
        for (String name : evidence.placeholders()) {
            if (!file.rule().parameters().containsKey(name) && !matchColumns.containsKey(name)) {
                throw new RuleException(file.problemInText(
                        "evidence",
                        evidence.lineOf(name),
                        "$" + name + " is neither a parameter nor a column of match: mend its spelling"));
            }
        }
        String sql = evidenceSql(new MatchRow(matchColumns, Map.of()));
        Map<String, String> columns;
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            columns = columns(statement.getMetaData());
        } catch (SQLException e) {
            throw failure("evidence", e);
        }
        for (Map.Entry<String, ColumnType> wanted : EVIDENCE_COLUMNS.entrySet()) {
            String actual = columns.get(wanted.getKey());
            if (actual == null || !ColumnType.of(actual).equals(Optional.of(wanted.getValue()))) {
                throw new RuleException(file.problem(
                        "evidence",
                        "column '" + wanted.getKey() + "' " + (actual == null ? "is missing" : "has type " + actual)
                                + ": return it as " + wanted.getValue().sqlName()));
            }
        }
    }

    /** Runs the match; at most {@code limit} rows are kept. */
    Rows match(Connection db, int limit) throws RuleException, OutOfRoomException {
        try (PreparedStatement statement = db.prepareStatement(matchSql());
                ResultSet result = statement.executeQuery()) {
            Map<String, ColumnType> columns = matchColumns(statement.getMetaData());
            List<MatchRow> rows = new ArrayList<>();
            long omitted = 0;
            while (result.next()) {
                if (rows.size() < limit) {
                    rows.add(row(result, columns).withBoundedFlows());
                } else {
                    omitted++;
                }
            }
            return new Rows(rows, omitted);
        } catch (SQLException e) {
            OutOfRoomException.throwIfSo(e);
            throw failure("match", e);
        }
    }

    /** Deciding frames for one row of the match, in the order of the query. */
    List<Evidence> evidence(Connection db, MatchRow row) throws RuleException, OutOfRoomException {
        try (PreparedStatement statement = db.prepareStatement(evidenceSql(row));
                ResultSet result = statement.executeQuery()) {
            List<Evidence> frames = new ArrayList<>();
            Map<String, ColumnType> columns = types(columns(result.getMetaData()));
            while (result.next()) {
                MatchRow frame = row(result, columns);
                if (frame.values().keySet().containsAll(EVIDENCE_COLUMNS.keySet())) {
                    frames.add(new Evidence(
                            (Long) frame.values().get("frame"),
                            Times.ns((Instant) frame.values().get("ts")),
                            (String) frame.values().get("what")));
                }
            }
            return frames;
        } catch (SQLException e) {
            OutOfRoomException.throwIfSo(e);
            throw failure("evidence", e);
        }
    }

    private String parameter(String name) {
        return ColumnType.literal(file.rule().parameters().get(name).value());
    }

    private String matchSql() {
        return wrap(match.fill(this::parameter), "");
    }

    private String evidenceSql(MatchRow row) {
        List<Long> flows = row.flows().ids();
        MatchRow bounded = flows.size() > MatchColumns.MAX_EVIDENCE_FLOWS
                ? row.with(MatchColumns.FLOW_IDS, flows.subList(0, MatchColumns.MAX_EVIDENCE_FLOWS))
                : row;
        String sql = evidence.fill(name -> file.rule().parameters().containsKey(name)
                ? parameter(name)
                : bounded.types().get(name).literal(bounded.value(name)));
        return wrap(sql, " LIMIT " + MAX_EVIDENCE);
    }

    private static String wrap(String sql, String tail) {
        return "SELECT * FROM (\n" + sql + "\n)" + tail;
    }

    private Map<String, ColumnType> matchColumns(ResultSetMetaData metadata) throws SQLException, RuleException {
        Map<String, String> columns = columns(metadata);
        List<RuleProblem> problems = MatchColumns.faults(
                        columns, file.rule().parameters().keySet())
                .stream()
                .map(fault -> file.problem("match", fault))
                .toList();
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        return types(columns);
    }

    private RuleException failure(String key, SQLException e) {
        SqlFault fault = SqlFault.of(e, LINES_BEFORE);
        return new RuleException(file.problemInText(
                key,
                fault.line(),
                key + " cannot run: " + fault.message() + " (mend the query, or --disable "
                        + file.rule().id() + ")"));
    }

    private static Map<String, String> columns(ResultSetMetaData metadata) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.put(metadata.getColumnName(i), metadata.getColumnTypeName(i));
        }
        return columns;
    }

    private static Map<String, ColumnType> types(Map<String, String> columns) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        columns.forEach((name, type) -> types.put(name, ColumnType.of(type).orElse(ColumnType.TEXT)));
        return types;
    }

    private static MatchRow row(ResultSet result, Map<String, ColumnType> columns) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        int index = 1;
        for (Map.Entry<String, ColumnType> column : columns.entrySet()) {
            Optional<Object> value = column.getValue().read(result, index++);
            value.ifPresent(present -> values.put(column.getKey(), present));
        }
        return new MatchRow(columns, values);
    }
}
