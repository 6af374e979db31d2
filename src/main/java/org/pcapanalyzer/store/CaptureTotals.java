package org.pcapanalyzer.store;

import java.util.Map;

/**
 * What became of the frames of a capture.
 *
 * @param framesAnalysed frames that became part of a flow, of arp or of fragments
 * @param setAside frames set aside by name of the anomaly
 * @param anomalies times that each anomaly was met, those in analysed frames included
 * @param limits times that each bound on memory bit
 * @param toolVersion version of the analyzer
 */
public record CaptureTotals(
        long framesAnalysed,
        Map<String, Long> setAside,
        Map<String, Long> anomalies,
        Map<String, Long> limits,
        String toolVersion) {}
