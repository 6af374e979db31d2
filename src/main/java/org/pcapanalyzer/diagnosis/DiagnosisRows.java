package org.pcapanalyzer.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladder;
import org.pcapanalyzer.diagnosis.Diagnosis.LayerStatus;
import org.pcapanalyzer.rule.Evidence;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.store.DiagnosisRecord;
import org.pcapanalyzer.store.FindingRow;
import org.pcapanalyzer.store.IncidentRow;
import org.pcapanalyzer.store.LadderRow;

/** A diagnosis as rows of the tables findings, incidents, service_layers and host_layers. */
public final class DiagnosisRows {

    private DiagnosisRows() {}

    public static DiagnosisRecord of(Diagnosis diagnosis) {
        return new DiagnosisRecord(
                findings(diagnosis),
                incidents(diagnosis),
                ladders(diagnosis.ladders().services()),
                ladders(diagnosis.ladders().hosts()),
                diagnosis.unfinished().size());
    }

    /** One row per finding, in the order of the rules. */
    static List<FindingRow> findings(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(DiagnosisRows::row).toList();
    }

    /** One row per incident, gravest first. */
    static List<IncidentRow> incidents(Diagnosis diagnosis) {
        return diagnosis.incidents().stream().map(DiagnosisRows::row).toList();
    }

    /** One row per service, or per host, and layer: the worst first, its layers from the bottom up. */
    private static List<LadderRow> ladders(Diagnosis.LadderList list) {
        List<LadderRow> rows = new ArrayList<>();
        for (int i = 0; i < list.listed().size(); i++) {
            Ladder ladder = list.listed().get(i);
            for (LayerStatus layer : ladder.layers()) {
                rows.add(new LadderRow(
                        i + 1,
                        ladder.ip(),
                        ladder.proto(),
                        ladder.port(),
                        layer.layer().label(),
                        layer.status().label(),
                        layer.why(),
                        ladder.flows()));
            }
        }
        return rows;
    }

    private static FindingRow row(JudgedFinding judged) {
        Finding finding = judged.finding();
        return new FindingRow(
                finding.id(),
                finding.rule().id(),
                finding.rule().title(),
                finding.rule().layer().label(),
                finding.severity().label(),
                finding.confidence(),
                judged.confidenceWhy(),
                judged.status().label(),
                judged.explainedBy(),
                judged.because(),
                finding.narrative().summary(),
                finding.scope().clients(),
                finding.scope().servers(),
                finding.scope().service(),
                finding.startNs(),
                finding.endNs(),
                finding.flows().ids(),
                finding.flows().count(),
                finding.metrics(),
                finding.evidence().stream().map(Evidence::frame).toList());
    }

    private static IncidentRow row(Incident incident) {
        Finding finding = incident.finding();
        return new IncidentRow(
                incident.number(),
                finding.id(),
                finding.rule().id(),
                finding.rule().title(),
                finding.rule().layer().label(),
                finding.severity().label(),
                finding.confidence(),
                incident.root().confidenceWhy(),
                finding.narrative().summary(),
                finding.narrative().rootCause(),
                finding.narrative().fix(),
                finding.narrative().verify(),
                finding.narrative().lesson(),
                finding.scope().clients(),
                finding.scope().servers(),
                finding.scope().service(),
                finding.startNs(),
                finding.endNs(),
                finding.flows().count(),
                incident.symptoms().stream()
                        .map(symptom -> symptom.finding().id())
                        .toList(),
                finding.wiresharkFilter());
    }
}
