package org.pcapanalyzer.report;

import java.util.List;
import java.util.Map;

/**
 * The machine contract: serialised as it stands it is report.json, described by {@code templates/report.schema.json}.
 * Names turn to snake_case, enumerations are lower-case text, times are ISO-8601 UTC with nanoseconds. Components that
 * say so are null where there is nothing to tell, since JSON says it so.
 *
 * <p>Lists that a capture can make long are cut ({@link ModelBuilder} says where) and stand beside the true count; the
 * database holds all of them.
 *
 * @param services          the worst first
 * @param servicesInTrouble services that fail or are degraded, listed or not
 * @param hosts             the worst first
 * @param unfinished        what took more memory than it was given: ids of rules, "services and hosts"
 * @param selection         the part of the captures that the analysis was asked for; null if for all of them
 */
public record ReportModel(
        Tool tool,
        List<Capture> captures,
        Selection selection,
        Verdict verdict,
        List<LayerState> layers,
        List<Ladder> services,
        long serviceCount,
        long servicesInTrouble,
        List<Probe> probes,
        List<Ladder> hosts,
        long hostCount,
        long hostsInTrouble,
        List<Incident> incidents,
        List<FindingEntry> findings,
        List<QualityNote> captureQuality,
        List<String> unfinished) {

    public record Tool(String name, String version, String rulesSha256) {}

    /**
     * One capture file: row of the table {@code captures}.
     *
     * @param bytes        sum of original lengths
     * @param first        of the frames between the times selected; null without such frames
     * @param last         null without such frames
     * @param dropReported null if the capturing system says nothing
     * @param setAside     frames without a place in the analysis, by name of the anomaly
     * @param limits       times that a bound on memory bit, by name of the bound
     */
    public record Capture(
            String path,
            String sha256,
            long sizeBytes,
            String format,
            String compression,
            List<Integer> linkTypes,
            long packets,
            long bytes,
            long capturedBytes,
            String first,
            String last,
            boolean truncated,
            List<String> damage,
            long damageCount,
            long lostBytes,
            long truncatedPackets,
            long outOfOrderPackets,
            Long dropReported,
            long offloadPackets,
            long framesSelected,
            long framesAnalysed,
            long framesSetAside,
            Map<String, Long> setAside,
            Map<String, Long> anomalies,
            Map<String, Long> limits,
            List<String> comments) {}

    /** Packets read from all captures, whether they were selected or not. */
    long packets() {
        return captures.stream().mapToLong(Capture::packets).sum();
    }

    /**
     * @param filter expression as in tcpdump; null if there is none
     * @param from   time of the first frames wanted; null if there is none
     * @param to     time from which on frames are not wanted any more; null if there is none
     * @param frames frames that were selected
     */
    public record Selection(String filter, String from, String to, long frames) {}

    /**
     * The gravest incident's.
     *
     * @param layer       null where nothing is wrong
     * @param severity    {@code none} where nothing is wrong
     * @param firstAction what to do first; null where there is nothing to do
     */
    public record Verdict(
            String layer,
            String severity,
            double confidence,
            List<String> confidenceWhy,
            String sentence,
            String firstAction) {}

    public record LayerState(String layer, String status, String why) {}

    /**
     * How each layer fares for a service or host.
     *
     * @param service   {@code tcp/443}; null for a host
     * @param status    of the layer that says most: failing before degraded before healthy
     * @param incidents numbers of those that concern it
     */
    public record Ladder(
            String ip,
            String service,
            String status,
            String layer,
            long flows,
            long peers,
            List<LayerState> layers,
            List<Integer> incidents) {}

    /** Services that one client alone tried, none of which took the connection. */
    public record Probe(String client, long services, long hosts, long refused, long unanswered) {}

    /** @param service null if not about one service */
    public record Scope(
            List<String> clients, long clientCount, List<String> servers, long serverCount, String service) {}

    public record Endpoint(String ip, int port) {}

    public record Flow(long flowId, String communityId, String proto, Endpoint orig, Endpoint resp) {}

    public record EvidenceFrame(long frame, String time, String what) {}

    /**
     * @param id           number from 1, gravest first
     * @param findingId    the finding at its root
     * @param evidenceFile path within the output directory; null if no frame could be cut out
     * @param symptoms     ids of findings that this incident explains
     */
    public record Incident(
            int id,
            String findingId,
            String rule,
            String title,
            String layer,
            String severity,
            double confidence,
            List<String> confidenceWhy,
            String summary,
            String rootCause,
            List<String> alternatives,
            String cannotSee,
            List<String> fix,
            List<String> verify,
            String lesson,
            Scope scope,
            String start,
            String end,
            List<Flow> flows,
            long flowCount,
            Map<String, Object> metrics,
            List<EvidenceFrame> evidence,
            long evidenceCount,
            String wiresharkFilter,
            String evidenceFile,
            List<String> symptoms) {}

    /**
     * @param explainedBy finding that explains or withdraws this one; null if none
     * @param because     why; null if the finding stands
     */
    public record FindingEntry(
            String id,
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
            Scope scope,
            String start,
            String end,
            long flowCount,
            Map<String, Object> metrics,
            List<EvidenceFrame> evidence,
            long evidenceCount) {}

    public record QualityNote(String rule, String severity, String summary) {}
}
