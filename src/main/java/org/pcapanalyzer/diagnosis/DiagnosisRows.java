package org.pcapanalyzer.diagnosis;

import java.util.List;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.rule.Evidence;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.store.FindingRow;
import org.pcapanalyzer.store.IncidentRow;

/** A diagnosis as rows of the tables findings and incidents. */
public final class DiagnosisRows {

    private DiagnosisRows() {}

    /** One row per finding, in the order of the rules. */
    public static List<FindingRow> findings(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(DiagnosisRows::row).toList();
    }

    /** One row per incident, gravest first. */
    public static List<IncidentRow> incidents(Diagnosis diagnosis) {
        return diagnosis.incidents().stream().map(DiagnosisRows::row).toList();
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
                judged.status().label(),
                judged.explainedBy(),
                judged.because(),
                finding.narrative().summary(),
                finding.scope().clients(),
                finding.scope().servers(),
                finding.scope().service(),
                finding.startNs(),
                finding.endNs(),
                finding.flowIds(),
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
                finding.flowIds().size(),
                incident.symptoms().stream().map(Finding::id).toList(),
                finding.wiresharkFilter());
    }
}
