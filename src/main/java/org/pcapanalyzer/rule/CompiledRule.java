package org.pcapanalyzer.rule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule made ready to run: its queries parsed, its texts compiled, those of a rule known to be sound when they are needed
 * first. For several threads, each with its connection.
 */
final class CompiledRule {
    /** Findings kept of one rule; the last one says how many more there were. */
    static final int MAX_FINDINGS = 50;

    /** Confidence of a rule whose match has none: no inference from a capture is certain. */
    static final double DEFAULT_CONFIDENCE = 0.9;

    private final RuleFile file;
    private final Rule rule;
    private final List<String> needs;
    private Optional<RuleQueries> queries = Optional.empty();
    private Optional<ReportTexts> texts = Optional.empty();

    private CompiledRule(RuleFile file) {
        this.file = file;
        this.rule = file.rule();
        this.needs = RuleNeeds.of(rule);
    }

    /** @throws RuleException if a text of the rule cannot be read */
    static CompiledRule of(RuleFile file) throws RuleException {
        CompiledRule rule = new CompiledRule(file);
        if (!file.isSound()) {
            rule.texts();
        }
        return rule;
    }

    private synchronized RuleQueries queries() {
        if (queries.isEmpty()) {
            queries = Optional.of(new RuleQueries(file));
        }
        return queries.get();
    }

    private synchronized ReportTexts texts() throws RuleException {
        if (texts.isEmpty()) {
            texts = Optional.of(ReportTexts.compile(file));
        }
        return texts.get();
    }

    Rule rule() {
        return rule;
    }

    /** Without which the rule finds nothing, see {@link RuleNeeds}. */
    List<String> needs() {
        return needs;
    }

    /** Checks that the rule can run on these tables, filled or empty. */
    void bind(Connection db) throws RuleException {
        bindNeeds(db);
        Map<String, ColumnType> columns = queries().bindMatch(db);
        queries().bindEvidence(db, columns);
        List<RuleProblem> problems = texts().unknownNames(columns.keySet());
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        texts().render(model(MatchProbe.row(columns)));
    }

    private void bindNeeds(Connection db) throws RuleException {
        for (int i = 0; i < needs.size(); i++) {
            try {
                RuleNeeds.met(db, List.of(needs.get(i)));
            } catch (SQLException e) {
                throw new RuleException(file.problem(
                        "needs[" + i + "]", "cannot run: " + SqlFault.of(e, 0).message()));
            }
        }
    }

    /**
     * What the rule finds in these tables, in the order of its query.
     *
     * @throws OutOfRoomException if that takes more memory than the database may have
     */
    List<Finding> findings(Connection db) throws RuleException, OutOfRoomException {
        RuleQueries.Rows rows = queries().match(db, MAX_FINDINGS);
        Map<Long, DisplayFilter.Tuple> tuples = tuples(db, rows.rows());
        List<Finding> findings = new ArrayList<>();
        for (MatchRow row : rows.rows()) {
            long omitted = findings.size() == MAX_FINDINGS - 1 ? rows.omitted() : 0;
            findings.add(finding(db, row, tuples, findings.size() + 1, omitted));
        }
        return findings;
    }

    private Finding finding(
            Connection db, MatchRow row, Map<Long, DisplayFilter.Tuple> tuples, int number, long omitted)
            throws RuleException, OutOfRoomException {
        Scope scope = new Scope(
                row.texts(MatchColumns.CLIENTS),
                row.texts(MatchColumns.SERVERS),
                row.text(MatchColumns.SERVICE).orElse(""));
        Flows flows = row.flows();
        List<Evidence> evidence = queries().evidence(db, row);
        return new Finding(
                rule.id() + "-" + number,
                rule,
                severity(row),
                confidence(row),
                scope,
                time(row, MatchColumns.TS_START, number),
                time(row, MatchColumns.TS_END, number),
                flows,
                metrics(row),
                evidence,
                row.text(MatchColumns.WIRESHARK_FILTER)
                        .orElseGet(() -> DisplayFilter.of(
                                filtered(flows)
                                        .map(tuples::get)
                                        .filter(Objects::nonNull)
                                        .toList(),
                                scope,
                                !flows.isEmpty(),
                                evidence)),
                sayOmitted(texts().render(model(row)), omitted));
    }

    private Severity severity(MatchRow row) throws RuleException {
        Optional<String> label = row.text(MatchColumns.SEVERITY);
        if (label.isEmpty()) {
            return rule.severity();
        }
        return Severity.of(label.get())
                .orElseThrow(() -> new RuleException(file.problem(
                        "match",
                        "match gives severity '" + label.get() + "': it must be info, low, medium, high or critical")));
    }

    private static double confidence(MatchRow row) {
        double confidence = row.value(MatchColumns.CONFIDENCE)
                .map(value -> ((Number) value).doubleValue())
                .orElse(DEFAULT_CONFIDENCE);
        return Math.max(0, Math.min(1, confidence));
    }

    private long time(MatchRow row, String column, int number) throws RuleException {
        return row.value(column)
                .map(value -> Times.ns((Instant) value))
                .orElseThrow(() -> new RuleException(file.problem(
                        "match",
                        "row " + number + " of match has no " + column
                                + ": return no row where there is no hit (an aggregate without GROUP BY always returns"
                                + " one; add HAVING count(*) > 0)")));
    }

    private static Map<String, Object> metrics(MatchRow row) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        row.values().forEach((name, value) -> {
            if (MatchColumns.isMetric(name)) {
                metrics.put(name, plain(value));
            }
        });
        return Collections.unmodifiableMap(metrics);
    }

    /** The row as the texts see it. */
    private Map<String, Object> model(MatchRow row) {
        Map<String, Object> model = new LinkedHashMap<>();
        rule.parameters().forEach((name, parameter) -> model.put(name, parameter.value()));
        row.values().forEach((name, value) -> model.put(name, plain(value)));
        for (String column : List.of(MatchColumns.TS_START, MatchColumns.TS_END)) {
            row.value(column).ifPresent(time -> model.put(column, Times.isoMillis(Times.ns((Instant) time))));
        }
        model.put(MatchColumns.CLIENTS, row.texts(MatchColumns.CLIENTS));
        model.put(MatchColumns.SERVERS, row.texts(MatchColumns.SERVERS));
        model.put(MatchColumns.SERVICE, row.text(MatchColumns.SERVICE).orElse(""));
        Flows flows = row.flows();
        model.put(MatchColumns.FLOW_IDS, flows.ids());
        model.put(MatchColumns.FLOW_COUNT, flows.count());
        model.put(
                MatchColumns.SEVERITY,
                row.text(MatchColumns.SEVERITY).orElse(rule.severity().label()));
        model.put(MatchColumns.CONFIDENCE, confidence(row));
        return model;
    }

    /** Times as text, all else as it is. */
    private static Object plain(Object value) {
        if (value instanceof Instant time) {
            return Times.iso(Times.ns(time));
        }
        return value instanceof List<?> list
                ? list.stream().map(CompiledRule::plain).toList()
                : value;
    }

    private static Narrative sayOmitted(Narrative narrative, long omitted) {
        if (omitted == 0) {
            return narrative;
        }
        return new Narrative(
                narrative.summary() + " (" + Wording.count(omitted, "more finding", "more findings")
                        + " of this rule not listed)",
                narrative.rootCause(),
                narrative.alternatives(),
                narrative.cannotSee(),
                narrative.fix(),
                narrative.verify(),
                narrative.lesson());
    }

    /** Flows that a display filter names one by one, ascending: all of them or, where they are too many, none. */
    private static Stream<Long> filtered(Flows flows) {
        return flows.count() > DisplayFilter.MAX_FLOWS ? Stream.of() : flows.ids().stream();
    }

    /** The addresses and ports of all flows that display filters name, by one query. */
    private static Map<Long, DisplayFilter.Tuple> tuples(Connection db, List<MatchRow> rows)
            throws RuleException, OutOfRoomException {
        String ids = rows.stream()
                .filter(row -> row.text(MatchColumns.WIRESHARK_FILTER).isEmpty())
                .flatMap(row -> filtered(row.flows()))
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        if (ids.isEmpty()) {
            return Map.of();
        }
        String sql = "SELECT flow_id, proto::VARCHAR, orig_ip, orig_port, resp_ip, resp_port FROM flows"
                + " WHERE flow_id IN (" + ids + ")";
        try (PreparedStatement statement = db.prepareStatement(sql);
                ResultSet flows = statement.executeQuery()) {
            Map<Long, DisplayFilter.Tuple> tuples = new HashMap<>();
            while (flows.next()) {
                tuples.put(
                        flows.getLong(1),
                        new DisplayFilter.Tuple(
                                flows.getString(2),
                                flows.getString(3),
                                flows.getInt(4),
                                flows.getString(5),
                                flows.getInt(6)));
            }
            return tuples;
        } catch (SQLException e) {
            OutOfRoomException.throwIfSo(e);
            throw new RuleException(new RuleProblem(
                    "table flows", 0, "cannot be read: " + SqlFault.of(e, 0).message()));
        }
    }
}
