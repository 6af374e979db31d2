package org.pcapanalyzer.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.report.EvidenceReader.Evidences;
import org.pcapanalyzer.report.ReportQueries.Impact;
import org.pcapanalyzer.report.ReportView.EvidenceRow;
import org.pcapanalyzer.report.ReportView.FlowLine;
import org.pcapanalyzer.report.ReportView.Symptom;
import org.pcapanalyzer.report.RunSettings.Setting;
import org.pcapanalyzer.rule.Evidence;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.RepairStep;
import org.pcapanalyzer.rule.Wording;

/** Prepares incidents for reading. */
final class IncidentViews {
    static final int MAX_HOSTS = 12;
    static final int MAX_FLOWS = 8;

    private static final long DAY_NS = 86_400_000_000_000L;

    private final Map<Integer, Impact> impacts;
    private final Evidences evidences;
    private final HostLabels hosts;
    private final LadderViews ladders;
    private final FrameDissector dissector = new FrameDissector();

    /** @param impacts by number of the incident */
    IncidentViews(Map<Integer, Impact> impacts, Evidences evidences, HostLabels hosts, LadderViews ladders) {
        this.impacts = impacts;
        this.evidences = evidences;
        this.hosts = hosts;
        this.ladders = ladders;
    }

    ReportView.Incident view(Incident incident, ReportModel.Incident model) {
        Finding finding = incident.finding();
        List<EvidenceRow> evidence = evidence(finding);
        return new ReportView.Incident(
                incident.number(),
                finding.id(),
                finding.rule().id(),
                finding.rule().title(),
                Words.of(finding.rule().layer()),
                model.severity(),
                Words.of(finding.severity()),
                Wording.percent(finding.confidence()),
                Words.reasons(model.confidenceWhy()),
                model.summary(),
                ladders.beside(incident.number()),
                model.rootCause(),
                model.alternatives(),
                model.cannotSee(),
                model.fix().stream().map(RepairStep::of).toList(),
                model.verify().stream().map(RepairStep::of).toList(),
                model.lesson(),
                impact(finding, model),
                metrics(model.metrics()),
                evidence,
                evidenceNote(finding),
                framesText(evidence),
                model.wiresharkFilter(),
                Optional.ofNullable(model.evidenceFile()).orElse(""),
                incident.symptoms().stream().map(IncidentViews::symptom).toList());
    }

    /** {@code 192.0.2.1}, {@code 3 clients}. */
    static String hosts(List<String> addresses, String many) {
        return addresses.size() == 1 ? addresses.get(0) : Display.number(addresses.size()) + " " + many;
    }

    private ReportView.Impact impact(Finding finding, ReportModel.Incident model) {
        List<Setting> facts = new ArrayList<>();
        facts.add(new Setting("Since", Display.time(finding.startNs())));
        facts.add(new Setting("Until", Display.time(finding.endNs())));
        facts.add(new Setting("Lasted", Wording.duration(finding.endNs() - finding.startNs())));
        if (!finding.scope().service().isEmpty()) {
            facts.add(new Setting("Service", finding.scope().service()));
        }
        if (impacts.containsKey(model.id())) {
            Impact impact = impacts.get(model.id());
            facts.add(new Setting("Flows", Display.number(model.flowCount())));
            facts.add(new Setting(
                    "Traffic",
                    Wording.count(impact.packets(), "packet", "packets") + ", " + Wording.bytes(impact.bytes())
                            + (finding.flows().isCut() ? " in the first " + Display.number(impact.flows()) : "")));
        }
        List<String> clients = finding.scope().clients();
        List<String> servers = finding.scope().servers();
        return new ReportView.Impact(
                facts,
                hosts.labels(clients.stream().limit(MAX_HOSTS).toList()),
                more(clients.size(), MAX_HOSTS),
                hosts.labels(servers.stream().limit(MAX_HOSTS).toList()),
                more(servers.size(), MAX_HOSTS),
                model.flows().stream().limit(MAX_FLOWS).map(this::flow).toList(),
                more(model.flowCount(), MAX_FLOWS));
    }

    private FlowLine flow(ReportModel.Flow flow) {
        return new FlowLine(
                Long.toString(flow.flowId()),
                flow.proto(),
                hosts.label(flow.orig()),
                hosts.label(flow.resp()),
                flow.communityId());
    }

    private static String more(long count, int shown) {
        return count > shown ? "and " + Display.number(count - shown) + " more" : "";
    }

    private static List<Setting> metrics(Map<String, Object> metrics) {
        return metrics.entrySet().stream()
                .map(metric -> new Setting(metric.getKey(), metricText(metric.getValue())))
                .toList();
    }

    private static String metricText(Object value) {
        if (value == null) {
            return "unknown";
        }
        return value instanceof List<?> list
                ? list.stream().map(IncidentViews::metricText).collect(Collectors.joining(", "))
                : value.toString();
    }

    private List<EvidenceRow> evidence(Finding finding) {
        List<Evidence> evidence = finding.evidence();
        Set<Long> chosen = EvidenceReader.chosen(evidence);
        Set<Long> dissected = new HashSet<>();
        List<EvidenceRow> rows = new ArrayList<>();
        LongFunction<String> clock = clock(evidence);
        for (Evidence item : evidence) {
            if (chosen.contains(item.frame()) && rows.size() < ModelBuilder.MAX_EVIDENCE) {
                boolean isFirst = dissected.add(item.frame());
                long elapsed = item.timestampNs() - evidence.get(0).timestampNs();
                rows.add(row(
                        item,
                        clock,
                        elapsed,
                        isFirst ? Optional.ofNullable(evidences.frames().get(item.frame())) : Optional.empty()));
            }
        }
        return rows;
    }

    /** Time of day, with the date where the evidence spans midnight. */
    private static LongFunction<String> clock(List<Evidence> evidence) {
        long days = evidence.stream()
                .mapToLong(item -> Math.floorDiv(item.timestampNs(), DAY_NS))
                .distinct()
                .count();
        return days > 1 ? Display::timeMicros : Display::clockMicros;
    }

    private EvidenceRow row(Evidence item, LongFunction<String> clock, long elapsedNs, Optional<CapturedFrame> frame) {
        return new EvidenceRow(
                Long.toString(item.frame()),
                clock.apply(item.timestampNs()),
                Display.elapsed(elapsedNs),
                item.what(),
                frame.isPresent(),
                frame.map(IncidentViews::lengths).orElse(""),
                frame.map(dissector::dissect).orElse(Dissection.NONE),
                frame.map(found -> HexDump.of(found.bytes())).orElse(""));
    }

    private static String framesText(List<EvidenceRow> rows) {
        return rows.stream()
                .filter(EvidenceRow::isDissected)
                .map(row -> "Frame " + row.frame() + ", " + row.lengths() + ": "
                        + row.dissection().headline() + "\n" + row.dissection().outline())
                .collect(Collectors.joining())
                .stripTrailing();
    }

    private static String lengths(CapturedFrame frame) {
        String wire = Wording.count(frame.originalLength(), "byte", "bytes") + " on the wire";
        return frame.bytes().length == frame.originalLength()
                ? wire
                : wire + ", " + Display.number(frame.bytes().length) + " captured";
    }

    private String evidenceNote(Finding finding) {
        if (finding.evidence().isEmpty()) {
            return "No single frame proves this; the numbers do.";
        }
        if (!evidences.problem().isEmpty()) {
            return evidences.problem();
        }
        Set<Long> chosen = EvidenceReader.chosen(finding.evidence());
        long missing = chosen.stream()
                .filter(frame -> !evidences.frames().containsKey(frame))
                .count();
        String note = missing == 0
                ? ""
                : Wording.count(missing, "frame was", "frames were") + " not taken apart: this report takes "
                        + EvidenceReader.MAX_FRAMES
                        + " frames, those of the gravest incidents first, or the capture has changed since. ";
        long total = finding.evidence().stream()
                .mapToLong(Evidence::frame)
                .distinct()
                .count();
        return total > chosen.size()
                ? note + "The first " + chosen.size() + " of " + Display.number(total) + " frames are shown."
                : note.strip();
    }

    private static Symptom symptom(JudgedFinding judged) {
        Finding finding = judged.finding();
        return new Symptom(
                finding.id(),
                finding.rule().title(),
                Words.of(finding.rule().layer()),
                finding.severity().label(),
                Words.of(finding.severity()),
                finding.narrative().summary(),
                judged.because());
    }
}
