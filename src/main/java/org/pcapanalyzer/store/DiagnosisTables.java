package org.pcapanalyzer.store;

import java.sql.SQLException;

/** Tables {@code findings} and {@code incidents}. */
final class DiagnosisTables {
    static final String FINDINGS = "findings";
    static final String INCIDENTS = "incidents";

    private DiagnosisTables() {}

    static void insert(RowInsert row, FindingRow finding) throws SQLException {
        row.text(finding.findingId())
                .text(finding.rule())
                .text(finding.title())
                .text(finding.layer())
                .text(finding.severity())
                .number(finding.confidence())
                .text(finding.status())
                .optionalText(finding.explainedBy())
                .optionalText(finding.because())
                .text(finding.summary())
                .texts(finding.clients())
                .texts(finding.servers())
                .optionalText(finding.service())
                .number(finding.startNs())
                .number(finding.endNs())
                .numbers(finding.flowIds())
                .text(JsonText.of(finding.metrics()))
                .numbers(finding.evidenceFrames())
                .insert();
    }

    static void insert(RowInsert row, IncidentRow incident) throws SQLException {
        row.number(incident.incidentId())
                .text(incident.findingId())
                .text(incident.rule())
                .text(incident.title())
                .text(incident.layer())
                .text(incident.severity())
                .number(incident.confidence())
                .text(incident.summary())
                .text(incident.rootCause())
                .texts(incident.fix())
                .texts(incident.verify())
                .text(incident.lesson())
                .texts(incident.clients())
                .texts(incident.servers())
                .optionalText(incident.service())
                .number(incident.startNs())
                .number(incident.endNs())
                .number(incident.flowCount())
                .texts(incident.symptomIds())
                .text(incident.wiresharkFilter())
                .insert();
    }
}
