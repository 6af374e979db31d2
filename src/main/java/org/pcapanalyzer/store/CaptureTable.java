package org.pcapanalyzer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.pcapanalyzer.capture.CaptureInterface;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.store.CaptureTotals.Period;

/** Table {@code captures}. */
final class CaptureTable {
    static final String NAME = "captures";

    private CaptureTable() {}

    static void insert(RowInsert row, int captureId, CaptureSummary summary, CaptureTotals totals) throws SQLException {
        addContainer(row.number(captureId), summary);
        addFrames(row, summary, totals);
        addDamage(row, summary);
        row.number(totals.framesSelected())
                .number(totals.framesAnalysed())
                .number(summary.frameCount() - totals.framesAnalysed())
                .text(JsonText.of(totals.setAside()))
                .text(JsonText.of(totals.anomalies()))
                .text(JsonText.of(totals.limits()))
                .texts(summary.comments())
                .text(totals.toolVersion())
                .insert();
    }

    /** Adds a bound that bit to those of the whole analysis. */
    static void addLimit(Connection connection, String name, long count) throws SQLException {
        String sql = "UPDATE " + NAME
                + " SET limits_json = CASE WHEN limits_json = '{}' THEN '{' ELSE limits_json[:-2] || ',' END"
                + " || ? WHERE capture_id = 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, JsonText.of(Map.of(name, count)).substring(1));
            statement.executeUpdate();
        }
    }

    private static void addContainer(RowInsert row, CaptureSummary summary) throws SQLException {
        TreeSet<Integer> linkTypes = new TreeSet<>();
        for (CaptureInterface captureInterface : summary.interfaces()) {
            linkTypes.add(captureInterface.linkType());
        }
        List<Map<String, Object>> interfaces =
                summary.interfaces().stream().map(CaptureTable::json).toList();
        row.text(summary.name())
                .text(summary.sha256())
                .number(summary.sizeBytes())
                .text(summary.format())
                .text(summary.compression())
                .numbers(linkTypes)
                .text(JsonText.of(interfaces))
                .number(summary.sectionCount());
    }

    private static void addFrames(RowInsert row, CaptureSummary summary, CaptureTotals totals) throws SQLException {
        row.number(summary.frameCount()).number(summary.capturedBytes()).number(summary.originalBytes());
        if (totals.period().isEmpty()) {
            row.absent().absent();
        } else {
            Period period = totals.period().get();
            row.number(period.firstNs()).number(period.lastNs());
        }
        row.number(summary.timeRegressions()).number(summary.clippedFrames());
    }

    private static void addDamage(RowInsert row, CaptureSummary summary) throws SQLException {
        row.flag(summary.truncated())
                .texts(summary.damage())
                .number(summary.damageCount())
                .number(summary.lostBytes());
        if (summary.dropsReported() < 0) {
            row.absent();
        } else {
            row.number(summary.dropsReported());
        }
        row.number(summary.offloadFrames());
    }

    private static Map<String, Object> json(CaptureInterface captureInterface) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", captureInterface.id());
        json.put("name", captureInterface.name());
        json.put("link_type", captureInterface.linkType());
        json.put("snaplen", captureInterface.snaplen());
        json.put("resolution", captureInterface.resolution());
        json.put("filter", captureInterface.filter());
        return json;
    }
}
