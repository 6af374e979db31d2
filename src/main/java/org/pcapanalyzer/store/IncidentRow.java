package org.pcapanalyzer.store;

import java.util.List;

/**
 * A row of table {@code incidents}, whose comments say what the columns mean. Enumerations by their label in the schema,
 * times in nanoseconds since the epoch, an empty text for NULL.
 */
public record IncidentRow(
        int incidentId,
        String findingId,
        String rule,
        String title,
        String layer,
        String severity,
        double confidence,
        List<String> confidenceWhy,
        String summary,
        String rootCause,
        List<String> fix,
        List<String> verify,
        String lesson,
        List<String> clients,
        List<String> servers,
        String service,
        long startNs,
        long endNs,
        long flowCount,
        List<String> symptomIds,
        String wiresharkFilter) {}
