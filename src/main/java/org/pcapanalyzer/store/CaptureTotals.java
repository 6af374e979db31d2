package org.pcapanalyzer.store;

import java.util.Map;
import java.util.Optional;

/**
 * What became of the frames of a capture.
 *
 * @param period when there were frames between the times selected; empty if there were none
 * @param framesSelected frames that the analysis was asked for
 * @param framesAnalysed frames that became part of a flow, of arp or of fragments
 * @param setAside frames set aside by name of the anomaly
 * @param anomalies times that each anomaly was met, those in analysed frames included
 * @param limits times that each bound on memory bit
 * @param toolVersion version of the analyzer
 */
public record CaptureTotals(
        Optional<Period> period,
        long framesSelected,
        long framesAnalysed,
        Map<String, Long> setAside,
        Map<String, Long> anomalies,
        Map<String, Long> limits,
        String toolVersion) {
    /** First and last time stamp, nanoseconds since the epoch. */
    public record Period(long firstNs, long lastNs) {}
}
