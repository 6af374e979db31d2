package org.pcapanalyzer.report;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.pcapanalyzer.report.ReportModel.Selection;
import org.pcapanalyzer.report.ReportQueries.Bucket;
import org.pcapanalyzer.report.ReportQueries.CaptureRow;
import org.pcapanalyzer.report.ReportQueries.TopFlow;
import org.pcapanalyzer.report.ReportQueries.Totals;

/**
 * What a report tells of the captures whatever the rules find: it can be read while they run.
 *
 * @param captures     the files, in the order given
 * @param selection    the part of them that the analysis was asked for; empty if it was for all
 * @param hosts        labels of addresses
 * @param totals       counts of flows
 * @param requestTimes where the time of requests went
 * @param busiest      flows with the most bytes, most first
 * @param troubled     flows in the most trouble, most first
 * @param buckets      of the timeline, in order; empty without frames
 */
public record ReportFacts(
        List<CaptureRow> captures,
        Optional<Selection> selection,
        HostLabels hosts,
        Totals totals,
        RequestTimes requestTimes,
        List<TopFlow> busiest,
        List<TopFlow> troubled,
        List<Bucket> buckets) {

    private static final int MAX_TOP_FLOWS = 10;

    /** Asks the finished tables; leaves the connection open. */
    public static ReportFacts read(Connection database) throws SQLException {
        ReportQueries queries = new ReportQueries(database);
        List<CaptureRow> captures = queries.captures();
        HostLabels hosts = new HostLabels(queries.hostNames());
        return new ReportFacts(
                captures,
                queries.selection(),
                hosts,
                queries.totals(),
                queries.requestTimes(hosts),
                queries.topFlowsByBytes(MAX_TOP_FLOWS),
                queries.topFlowsByTrouble(MAX_TOP_FLOWS),
                hasFrames(captures) ? timeline(captures).buckets(queries) : List.of());
    }

    boolean hasFrames() {
        return hasFrames(captures);
    }

    /** Time of the first packet of all captures. Only with frames. */
    long firstNs() {
        return firstNs(captures);
    }

    /** Time of the last packet. Only with frames. */
    long lastNs() {
        return lastNs(captures);
    }

    /** Lays out what the buckets hold. Only with frames. */
    TimelineBuilder timeline() {
        return timeline(captures);
    }

    private static TimelineBuilder timeline(List<CaptureRow> captures) {
        return new TimelineBuilder(firstNs(captures), lastNs(captures));
    }

    private static boolean hasFrames(List<CaptureRow> captures) {
        return captures.stream().anyMatch(CaptureRow::hasFrames);
    }

    private static long firstNs(List<CaptureRow> captures) {
        return captures.stream()
                .filter(CaptureRow::hasFrames)
                .mapToLong(CaptureRow::firstNs)
                .min()
                .orElseThrow();
    }

    private static long lastNs(List<CaptureRow> captures) {
        return captures.stream()
                .filter(CaptureRow::hasFrames)
                .mapToLong(CaptureRow::lastNs)
                .max()
                .orElseThrow();
    }

    /** Packets of all captures that the analysis was asked for. */
    long packets() {
        return captures.stream()
                .mapToLong(row -> row.capture().framesSelected())
                .sum();
    }
}
