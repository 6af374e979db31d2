package org.pcapanalyzer.report;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.diagnosis.Diagnosis.LayerStatus;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.report.EvidenceReader.Evidences;
import org.pcapanalyzer.report.ReportQueries.TopFlow;
import org.pcapanalyzer.report.ReportQueries.Totals;
import org.pcapanalyzer.report.ReportView.Check;
import org.pcapanalyzer.report.ReportView.CheckGroup;
import org.pcapanalyzer.report.ReportView.FlowRow;
import org.pcapanalyzer.report.ReportView.IncidentLine;
import org.pcapanalyzer.report.ReportView.Note;
import org.pcapanalyzer.report.ReportView.Rung;
import org.pcapanalyzer.report.ReportView.TopFlows;
import org.pcapanalyzer.report.RunSettings.Setting;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Rule;
import org.pcapanalyzer.rule.Scope;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.rule.Wording;

/** Makes the view of a report: all computing and wording that its templates need. */
final class ViewBuilder {
    /** Incidents told in full; the others get a line. */
    static final int MAX_INCIDENTS = 30;

    private static final int MAX_TITLE_FILES = 3;

    private final ReportInput input;
    private final Diagnosis diagnosis;
    private final ReportFacts facts;
    private final ReportQueries queries;
    private final HostLabels hosts;
    private final LadderViews ladders;

    ViewBuilder(ReportInput input, ReportFacts facts, ReportQueries queries) {
        this.input = input;
        this.diagnosis = input.diagnosis();
        this.facts = facts;
        this.queries = queries;
        this.hosts = facts.hosts();
        this.ladders = new LadderViews(diagnosis.ladders(), hosts);
    }

    ReportView build(ReportModel model, Evidences evidences) throws SQLException {
        return new ReportView(
                title(),
                subtitle(),
                verdict(model),
                diagnosis.layers().stream().map(this::rung).toList(),
                ladders.services(),
                ladders.probes(),
                ladders.hosts(),
                facts.requestTimes(),
                incidents(model, evidences),
                diagnosis.incidents().stream()
                        .skip(MAX_INCIDENTS)
                        .map(ViewBuilder::line)
                        .toList(),
                notes(),
                timeline(),
                new QualityView(diagnosis).build(facts.captures()),
                topFlows(),
                checks(),
                checksSummary(),
                settings());
    }

    private String title() {
        String first = facts.captures().stream()
                .limit(MAX_TITLE_FILES)
                .map(row -> row.capture().path())
                .collect(Collectors.joining(", "));
        long more = facts.captures().size() - MAX_TITLE_FILES;
        return more > 0 ? first + " and " + Wording.count(more, "more file", "more files") : first;
    }

    private String subtitle() {
        if (facts.packets() == 0) {
            return "No packets";
        }
        return size() + ", " + Display.time(facts.firstNs()) + ", over "
                + Wording.duration(facts.lastNs() - facts.firstNs());
    }

    private String size() {
        return Wording.count(facts.packets(), "packet", "packets") + " in "
                + Wording.count(facts.totals().flows(), "flow", "flows");
    }

    private Timeline timeline() {
        return facts.hasFrames()
                ? facts.timeline()
                        .build(
                                facts.buckets(),
                                diagnosis.incidents().stream()
                                        .limit(MAX_INCIDENTS)
                                        .toList())
                : Timeline.EMPTY;
    }

    private ReportView.Verdict verdict(ReportModel model) {
        List<Setting> facts = new ArrayList<>();
        diagnosis.verdict().firstAction().ifPresent(action -> facts.add(new Setting("Do first", action)));
        Optional<Finding> gravest = diagnosis.incidents().stream().findFirst().map(Diagnosis.Incident::finding);
        gravest.ifPresent(finding ->
                facts.add(new Setting("Layer", Words.of(finding.rule().layer()))));
        if (model.selection() != null) {
            facts.add(new Setting("Selection", SelectionText.of(model.selection(), model.packets())));
        }
        String reasons = Words.reasons(diagnosis.verdict().confidenceWhy());
        facts.add(new Setting(
                "Confidence",
                Wording.percent(diagnosis.verdict().confidence()) + (reasons.isEmpty() ? "" : ". " + reasons)));
        gravest.ifPresent(finding -> {
            facts.add(new Setting("Since", Display.time(finding.startNs())));
            facts.add(new Setting("Who", who(finding.scope())));
        });
        String sentence = model.verdict().sentence();
        int end = endOfFirstSentence(sentence);
        boolean isUnclear = Words.isUnclear(model.verdict());
        return new ReportView.Verdict(
                isUnclear ? Severity.INFO.label() : model.verdict().severity(),
                diagnosis
                        .verdict()
                        .severity()
                        .map(severity -> Words.of(severity) + " severity")
                        .orElse(isUnclear ? "Unclear" : "No incident"),
                sentence.substring(0, end),
                sentence.substring(end).strip(),
                facts);
    }

    private static int endOfFirstSentence(String text) {
        int stop = text.indexOf(". ");
        return stop < 0 ? text.length() : stop + 1;
    }

    private String who(Scope scope) {
        StringJoiner sides = new StringJoiner(" → ");
        if (!scope.clients().isEmpty()) {
            sides.add(IncidentViews.hosts(hosts.labels(scope.clients()), "clients"));
        }
        if (!scope.servers().isEmpty()) {
            sides.add(IncidentViews.hosts(hosts.labels(scope.servers()), "servers"));
        }
        String hosts = sides.length() == 0 ? "not about single hosts" : sides.toString();
        return scope.service().isEmpty() ? hosts : hosts + ", " + scope.service();
    }

    private Rung rung(LayerStatus layer) {
        return new Rung(
                Words.of(layer.layer()),
                layer.status().label(),
                Words.of(layer.status()),
                layer.why(),
                outcome(diagnosis.findings().stream()
                        .filter(judged -> judged.finding().rule().layer() == layer.layer())
                        .toList()));
    }

    /** {@code 1 incident, 2 symptoms}; empty without findings. */
    private static String outcome(List<JudgedFinding> findings) {
        StringJoiner words = new StringJoiner(", ");
        addCount(words, findings, Status.INCIDENT, "incident", "incidents");
        addCount(words, findings, Status.SYMPTOM, "symptom", "symptoms");
        addCount(words, findings, Status.NOTE, "note", "notes");
        addCount(words, findings, Status.WITHDRAWN, "withdrawn", "withdrawn");
        addCount(words, findings, Status.QUALITY, "finding", "findings");
        return words.toString();
    }

    private static void addCount(
            StringJoiner words, List<JudgedFinding> findings, Status status, String one, String many) {
        long count =
                findings.stream().filter(judged -> judged.status() == status).count();
        if (count > 0) {
            words.add(Wording.count(count, one, many));
        }
    }

    private List<ReportView.Incident> incidents(ReportModel model, Evidences evidences) throws SQLException {
        List<Diagnosis.Incident> told =
                diagnosis.incidents().stream().limit(MAX_INCIDENTS).toList();
        Map<Integer, List<Long>> flowIds = told.stream()
                .collect(Collectors.toMap(
                        Diagnosis.Incident::number,
                        incident -> incident.finding().flows().ids()));
        IncidentViews views = new IncidentViews(queries.impacts(flowIds), evidences, hosts, ladders);
        List<ReportView.Incident> incidents = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            incidents.add(views.view(told.get(i), model.incidents().get(i)));
        }
        return incidents;
    }

    private static IncidentLine line(Diagnosis.Incident incident) {
        Finding finding = incident.finding();
        return new IncidentLine(
                incident.number(),
                finding.rule().title(),
                Words.of(finding.rule().layer()),
                finding.severity().label(),
                Words.of(finding.severity()),
                finding.narrative().summary());
    }

    private List<Note> notes() {
        return diagnosis.findings().stream()
                .filter(judged -> judged.status() == Status.NOTE)
                .map(JudgedFinding::finding)
                .map(finding -> Note.of(finding))
                .toList();
    }

    private TopFlows topFlows() {
        Totals totals = facts.totals();
        String summary = Wording.count(totals.flows(), "flow", "flows") + " between "
                + Wording.count(diagnosis.hosts(), "host", "hosts") + ": " + Display.number(totals.tcpFlows())
                + " TCP, "
                + Display.number(totals.udpFlows()) + " UDP, "
                + Display.number(totals.flows() - totals.tcpFlows() - totals.udpFlows()) + " other.";
        return new TopFlows(
                summary,
                facts.busiest().stream().map(this::row).toList(),
                facts.troubled().stream().map(this::row).toList());
    }

    private FlowRow row(TopFlow top) {
        return new FlowRow(
                Long.toString(top.flow().flowId()),
                top.flow().proto(),
                hosts.label(top.flow().orig()),
                hosts.label(top.flow().resp()),
                Display.number(top.packets()),
                Wording.bytes(top.bytes()),
                Wording.duration(top.durationNs()),
                top.state(),
                Display.number(top.resent()),
                Display.number(top.resets()),
                Display.number(top.zeroWindows()),
                Display.number(top.icmpErrors()));
    }

    private List<CheckGroup> checks() {
        List<CheckGroup> groups = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            List<Check> checks = input.rules().stream()
                    .filter(rule -> rule.layer() == layer)
                    .map(this::check)
                    .toList();
            if (!checks.isEmpty()) {
                groups.add(new CheckGroup(Words.of(layer), checks));
            }
        }
        return groups;
    }

    private Check check(Rule rule) {
        List<JudgedFinding> findings = diagnosis.findings().stream()
                .filter(judged -> judged.finding().rule().id().equals(rule.id()))
                .toList();
        if (diagnosis.unfinished().contains(rule.id())) {
            return new Check(rule.id(), rule.title(), "unfinished", "not judged, for want of memory");
        }
        if (findings.isEmpty()) {
            return new Check(rule.id(), rule.title(), "silent", "silent");
        }
        Status gravest = findings.stream()
                .map(JudgedFinding::status)
                .min(Enum::compareTo)
                .orElseThrow();
        return new Check(rule.id(), rule.title(), gravest.label(), outcome(findings));
    }

    private String checksSummary() {
        long fired = checks().stream()
                .flatMap(group -> group.checks().stream())
                .filter(check -> !check.outcomeKey().equals("silent"))
                .count();
        return Wording.count(input.rules().size(), "rule", "rules") + " looked at " + size() + "; "
                + (fired == 0 ? "none reported anything." : Display.number(fired) + " reported something.");
    }

    private List<Setting> settings() {
        RunSettings run = input.settings();
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting("Program", run.toolName() + " " + run.toolVersion()));
        settings.add(new Setting("Rules, SHA-256", run.rulesSha256()));
        settings.addAll(run.options());
        settings.addAll(run.limits());
        return settings;
    }
}
