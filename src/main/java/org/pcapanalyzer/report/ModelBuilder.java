package org.pcapanalyzer.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.report.ReportModel.EvidenceFrame;
import org.pcapanalyzer.report.ReportModel.FindingEntry;
import org.pcapanalyzer.report.ReportModel.Flow;
import org.pcapanalyzer.report.ReportModel.Incident;
import org.pcapanalyzer.report.ReportModel.LayerState;
import org.pcapanalyzer.report.ReportModel.QualityNote;
import org.pcapanalyzer.report.ReportModel.Scope;
import org.pcapanalyzer.report.ReportModel.Tool;
import org.pcapanalyzer.report.ReportModel.Verdict;
import org.pcapanalyzer.report.ReportQueries.CaptureRow;
import org.pcapanalyzer.rule.Evidence;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Narrative;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.rule.Times;

/** Makes the machine contract of a diagnosis. */
final class ModelBuilder {
    /** Flows listed per incident, the earliest. */
    static final int MAX_FLOWS = 100;

    /** Addresses listed per scope and side. */
    static final int MAX_ADDRESSES = 1000;

    /** Evidence frames listed per finding, the first. */
    static final int MAX_EVIDENCE = 100;

    /** Entries of one metric that is a list. */
    static final int MAX_METRIC_ENTRIES = 100;

    /** Services, and hosts, listed: the worst, then the busiest. */
    static final int MAX_LADDERS = 100;

    /** Clients listed that tried many services in vain. */
    static final int MAX_PROBES = 20;

    private final ReportInput input;
    private final ReportFacts facts;
    private final ReportQueries queries;
    private final Set<Integer> incidentsWithFile;

    /** @param incidentsWithFile numbers of the incidents whose frames were cut out into a file */
    ModelBuilder(ReportInput input, ReportFacts facts, ReportQueries queries, Set<Integer> incidentsWithFile) {
        this.input = input;
        this.facts = facts;
        this.queries = queries;
        this.incidentsWithFile = incidentsWithFile;
    }

    ReportModel build() throws SQLException {
        Diagnosis diagnosis = input.diagnosis();
        RunSettings settings = input.settings();
        Map<Long, Flow> flows = queries.flows(shownFlows(diagnosis.incidents()));
        List<Incident> incidents = diagnosis.incidents().stream()
                .map(incident -> incident(incident, flows))
                .toList();
        return new ReportModel(
                new Tool(settings.toolName(), settings.toolVersion(), settings.rulesSha256()),
                facts.captures().stream().map(CaptureRow::capture).toList(),
                facts.selection().orElse(null),
                verdict(diagnosis.verdict()),
                layers(diagnosis.layers()),
                ladders(diagnosis.ladders().services()),
                diagnosis.ladders().services().count(),
                diagnosis.ladders().services().troubled(),
                diagnosis.ladders().probes().stream()
                        .limit(MAX_PROBES)
                        .map(probe -> new ReportModel.Probe(
                                probe.client(), probe.services(), probe.hosts(), probe.refused(), probe.unanswered()))
                        .toList(),
                ladders(diagnosis.ladders().hosts()),
                diagnosis.ladders().hosts().count(),
                diagnosis.ladders().hosts().troubled(),
                incidents,
                diagnosis.findings().stream().map(ModelBuilder::entry).toList(),
                diagnosis.captureQuality().stream()
                        .map(finding -> new QualityNote(
                                finding.rule().id(),
                                finding.severity().label(),
                                finding.narrative().summary()))
                        .toList(),
                diagnosis.unfinished());
    }

    /** Path of an incident's evidence file within the output directory. */
    static String evidenceFile(int incident) {
        return "evidence/incident-" + incident + ".pcapng";
    }

    private static List<ReportModel.Ladder> ladders(Diagnosis.LadderList list) {
        return list.listed().stream()
                .limit(MAX_LADDERS)
                .map(ladder -> new ReportModel.Ladder(
                        ladder.ip(),
                        emptyToNull(ladder.service()),
                        ladder.deciding().status().label(),
                        ladder.deciding().layer().label(),
                        ladder.flows(),
                        ladder.peers(),
                        layers(ladder.layers()),
                        ladder.incidents()))
                .toList();
    }

    private static List<LayerState> layers(List<Diagnosis.LayerStatus> layers) {
        return layers.stream()
                .map(layer ->
                        new LayerState(layer.layer().label(), layer.status().label(), layer.why()))
                .toList();
    }

    private static Verdict verdict(Diagnosis.Verdict verdict) {
        return new Verdict(
                verdict.layer().map(Layer::label).orElse(null),
                verdict.severity().map(Severity::label).orElse("none"),
                verdict.confidence(),
                verdict.confidenceWhy(),
                verdict.sentence(),
                verdict.firstAction().orElse(null));
    }

    private static Set<Long> shownFlows(List<Diagnosis.Incident> incidents) {
        return incidents.stream()
                .flatMap(incident -> incident.finding().flows().ids().stream().limit(MAX_FLOWS))
                .collect(Collectors.toSet());
    }

    private Incident incident(Diagnosis.Incident incident, Map<Long, Flow> flows) {
        Finding finding = incident.finding();
        Narrative narrative = finding.narrative();
        return new Incident(
                incident.number(),
                finding.id(),
                finding.rule().id(),
                finding.rule().title(),
                finding.rule().layer().label(),
                finding.severity().label(),
                finding.confidence(),
                incident.root().confidenceWhy(),
                narrative.summary(),
                narrative.rootCause(),
                narrative.alternatives(),
                narrative.cannotSee(),
                narrative.fix(),
                narrative.verify(),
                narrative.lesson(),
                scope(finding),
                Times.iso(finding.startNs()),
                Times.iso(finding.endNs()),
                finding.flows().ids().stream()
                        .limit(MAX_FLOWS)
                        .filter(flows::containsKey)
                        .map(flows::get)
                        .toList(),
                finding.flows().count(),
                metrics(finding.metrics()),
                evidence(finding.evidence()),
                finding.evidence().size(),
                finding.wiresharkFilter(),
                incidentsWithFile.contains(incident.number()) ? evidenceFile(incident.number()) : null,
                incident.symptoms().stream()
                        .map(symptom -> symptom.finding().id())
                        .toList());
    }

    private static FindingEntry entry(JudgedFinding judged) {
        Finding finding = judged.finding();
        return new FindingEntry(
                finding.id(),
                finding.rule().id(),
                finding.rule().title(),
                finding.rule().layer().label(),
                finding.severity().label(),
                finding.confidence(),
                judged.confidenceWhy(),
                judged.status().label(),
                emptyToNull(judged.explainedBy()),
                emptyToNull(judged.because()),
                finding.narrative().summary(),
                scope(finding),
                Times.iso(finding.startNs()),
                Times.iso(finding.endNs()),
                finding.flows().count(),
                metrics(finding.metrics()),
                evidence(finding.evidence()),
                finding.evidence().size());
    }

    private static Scope scope(Finding finding) {
        List<String> clients = finding.scope().clients();
        List<String> servers = finding.scope().servers();
        return new Scope(
                clients.stream().limit(MAX_ADDRESSES).toList(),
                clients.size(),
                servers.stream().limit(MAX_ADDRESSES).toList(),
                servers.size(),
                emptyToNull(finding.scope().service()));
    }

    private static List<EvidenceFrame> evidence(List<Evidence> evidence) {
        return evidence.stream()
                .limit(MAX_EVIDENCE)
                .map(frame ->
                        new EvidenceFrame(frame.frame(), Times.iso(frame.timestampNs()), VisibleText.cut(frame.what())))
                .toList();
    }

    private static Map<String, Object> metrics(Map<String, Object> metrics) {
        Map<String, Object> values = new LinkedHashMap<>();
        metrics.forEach((name, value) -> values.put(name, metric(value)));
        return values;
    }

    /** A value that JSON knows: not-a-number and infinity become null, other types text. */
    private static Object metric(Object value) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? number : null;
        }
        if (value == null
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Collection<?> entries) {
            // A list without nulls is not guaranteed by the database.
            List<Object> list = new ArrayList<>();
            entries.stream().limit(MAX_METRIC_ENTRIES).forEach(entry -> list.add(metric(entry)));
            return list;
        }
        return VisibleText.cut(value.toString());
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
