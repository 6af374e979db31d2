package org.pcapanalyzer.store;

import java.util.List;
import java.util.Map;

/**
 * A row of table {@code findings}, whose comments say what the columns mean. Enumerations by their label in the schema,
 * times in nanoseconds since the epoch, an empty text for NULL.
 *
 * @param metrics by name: numbers, strings, booleans or lists of them
 */
public record FindingRow(
        String findingId,
        String rule,
        String title,
        String layer,
        String severity,
        double confidence,
        List<String> confidenceWhy,
        String status,
        String explainedBy,
        String because,
        String summary,
        List<String> clients,
        List<String> servers,
        String service,
        long startNs,
        long endNs,
        List<Long> flowIds,
        long flowCount,
        Map<String, Object> metrics,
        List<Long> evidenceFrames) {}
