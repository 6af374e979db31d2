package org.pcapanalyzer.report;

import java.util.List;
import org.pcapanalyzer.report.RunSettings.Setting;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.RepairStep;

/**
 * What the templates print: texts ready to be shown, not yet escaped. Keys ({@code ...Key}) are lower-case words of the
 * contract, for class names; everything else is for readers. Texts are empty where there is nothing to tell.
 *
 * @param title     name of the captures
 * @param subtitle  how much of what was read
 * @param incidents the gravest, in full
 * @param further   the rest, one line each
 * @param notes     findings that hurt nobody
 */
public record ReportView(
        String title,
        String subtitle,
        Verdict verdict,
        List<Rung> layers,
        Matrix services,
        List<String> probes,
        Matrix hosts,
        RequestTimes times,
        List<Incident> incidents,
        List<IncidentLine> further,
        List<Note> notes,
        Timeline timeline,
        Quality quality,
        TopFlows topFlows,
        List<CheckGroup> checks,
        String checksSummary,
        List<Setting> settings) {

    private static final int LONG_HEADLINE = 110;

    /**
     * @param headline the verdict's first sentence
     * @param detail   what it says beyond
     * @param facts    layer, confidence, since, who; confidence alone where nothing is wrong
     */
    public record Verdict(String severityKey, String severity, String headline, String detail, List<Setting> facts) {

        /** True where the headline is too long to be set large. */
        public boolean hasLongHeadline() {
            return headline.length() > LONG_HEADLINE;
        }
    }

    /** @param findings what the rules of the layer found, in words */
    public record Rung(String name, String statusKey, String status, String why, String findings) {}

    /**
     * Services or hosts as lines, layers as columns.
     *
     * @param layers  names of the columns
     * @param summary how many there are, and how many in trouble
     * @param more    those that have no line, in words
     */
    public record Matrix(List<String> layers, List<LadderLine> lines, String summary, String more) {}

    /** @param why the counts of the layer that says most */
    public record LadderLine(String name, String flows, String peers, List<LadderCell> cells, String why) {}

    public record LadderCell(String layer, String statusKey, String status) {}

    /** The layers of one service or host that an incident concerns. */
    public record IncidentLadder(String name, List<Rung> layers) {}

    /**
     * @param confidenceWhy what lowers the confidence, a sentence
     * @param framesText the frames taken apart, as lines of plain text
     * @param ladders    the services that it concerns, or the hosts
     */
    public record Incident(
            int number,
            String findingId,
            String rule,
            String title,
            String layer,
            String severityKey,
            String severity,
            String confidence,
            String confidenceWhy,
            String summary,
            List<IncidentLadder> ladders,
            String rootCause,
            List<String> alternatives,
            String cannotSee,
            List<RepairStep> fix,
            List<RepairStep> verify,
            String lesson,
            Impact impact,
            List<Setting> metrics,
            List<EvidenceRow> evidence,
            String evidenceNote,
            String framesText,
            String filter,
            String evidenceFile,
            List<Symptom> symptoms) {}

    /**
     * @param facts     since, until, flows, bytes and the like
     * @param clients   the first addresses
     * @param moreHosts how many addresses are not shown, in words
     * @param flows     the first flows
     * @param moreFlows how many flows are not shown, in words
     */
    public record Impact(
            List<Setting> facts,
            List<String> clients,
            String moreClients,
            List<String> servers,
            String moreServers,
            List<FlowLine> flows,
            String moreFlows) {}

    public record FlowLine(String id, String proto, String orig, String resp, String communityId) {}

    /**
     * @param elapsed      time since the first frame of the incident's evidence
     * @param lengths      captured and original length
     * @param isDissected  false if the frame was not read, or is shown in an earlier row
     */
    public record EvidenceRow(
            String frame,
            String time,
            String elapsed,
            String what,
            boolean isDissected,
            String lengths,
            Dissection dissection,
            String hex) {}

    /** @param because why the incident explains it */
    public record Symptom(
            String id,
            String title,
            String layer,
            String severityKey,
            String severity,
            String summary,
            String because) {}

    public record IncidentLine(
            int number, String title, String layer, String severityKey, String severity, String summary) {}

    /**
     * @param sentence  what the quality means for the conclusions
     * @param notes     findings of the layer capture
     * @param withdrawn findings that the capture itself may have faked
     */
    public record Quality(String sentence, List<Note> notes, List<Note> withdrawn, List<CaptureFacts> captures) {}

    /** A finding that is no incident. */
    public record Note(String severityKey, String severity, String title, String text) {
        /** What it is and what it comes from: no section of its own tells the rest. */
        static Note of(Finding finding) {
            return of(
                    finding,
                    finding.narrative().summary() + " " + finding.narrative().rootCause());
        }

        static Note of(Finding finding, String text) {
            return new Note(
                    finding.severity().label(),
                    Words.of(finding.severity()),
                    finding.rule().title(),
                    text);
        }
    }

    public record CaptureFacts(String path, List<Setting> facts) {}

    public record TopFlows(String summary, List<FlowRow> byBytes, List<FlowRow> byTrouble) {}

    public record FlowRow(
            String id,
            String proto,
            String orig,
            String resp,
            String packets,
            String bytes,
            String duration,
            String state,
            String resent,
            String resets,
            String closedWindows,
            String icmpErrors) {}

    public record CheckGroup(String layer, List<Check> checks) {}

    /** @param outcomeKey {@code incident}, {@code symptom}, {@code withdrawn}, {@code quality},
     *     {@code unfinished} or {@code silent} */
    public record Check(String rule, String title, String outcomeKey, String outcome) {}
}
