package org.pcapanalyzer.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables {@code findings}, {@code incidents}, {@code service_layers} and {@code host_layers}. */
final class DiagnosisTables {
    static final String FINDINGS = "findings";
    static final String INCIDENTS = "incidents";

    static final String SERVICE_LAYERS = "service_layers";
    static final String HOST_LAYERS = "host_layers";

    private DiagnosisTables() {}

    static void insert(RowInsert row, FindingRow finding) throws SQLException {
        row.text(finding.findingId())
                .text(finding.rule())
                .text(finding.title())
                .text(finding.layer())
                .text(finding.severity())
                .number(finding.confidence())
                .texts(finding.confidenceWhy())
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
                .number(finding.flowCount())
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
                .texts(incident.confidenceWhy())
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

    /** Inserts all rows with one statement: there may be thousands. */
    static void insertServices(Connection connection, List<LadderRow> rows) throws SQLException {
        insert(
                connection,
                SERVICE_LAYERS,
                column(connection, "INTEGER", rows, LadderRow::place),
                column(connection, "VARCHAR", rows, LadderRow::ip),
                column(connection, "VARCHAR", rows, LadderRow::proto),
                column(connection, "INTEGER", rows, LadderRow::port),
                column(connection, "VARCHAR", rows, LadderRow::layer),
                column(connection, "VARCHAR", rows, LadderRow::status),
                column(connection, "VARCHAR", rows, LadderRow::why),
                column(connection, "BIGINT", rows, LadderRow::flows));
    }

    static void insertHosts(Connection connection, List<LadderRow> rows) throws SQLException {
        insert(
                connection,
                HOST_LAYERS,
                column(connection, "INTEGER", rows, LadderRow::place),
                column(connection, "VARCHAR", rows, LadderRow::ip),
                column(connection, "VARCHAR", rows, LadderRow::layer),
                column(connection, "VARCHAR", rows, LadderRow::status),
                column(connection, "VARCHAR", rows, LadderRow::why),
                column(connection, "BIGINT", rows, LadderRow::flows));
    }

    private static void insert(Connection connection, String table, Array... columns) throws SQLException {
        String values = Stream.of(columns).map(column -> "unnest(?)").collect(Collectors.joining(", "));
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table + " SELECT " + values)) {
            for (int i = 0; i < columns.length; i++) {
                statement.setArray(i + 1, columns[i]);
            }
            statement.executeUpdate();
        }
    }

    private static Array column(
            Connection connection, String type, List<LadderRow> rows, Function<LadderRow, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }
}
