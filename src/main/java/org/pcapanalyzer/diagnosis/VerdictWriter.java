package org.pcapanalyzer.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pcapanalyzer.diagnosis.Confidence.Rating;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.diagnosis.Diagnosis.Verdict;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.rule.Times;
import org.pcapanalyzer.rule.Wording;

/** Says in a sentence or two what is wrong and since when, or what was checked and found in order. */
final class VerdictWriter {
    /** Above it a cause is stated as such, above the other it is probable. */
    private static final double CERTAIN = 0.75;

    private static final double PROBABLE = 0.5;

    /** What lasts to within this of the capture's end is taken to go on. */
    private static final long STILL_GOING_NS = 5_000_000_000L;

    private static final long INSTANT_NS = 1_000_000_000L;

    private static final int MAX_TITLES = 3;

    private static final int DAY_LENGTH = "2026-05-01".length();

    private final CaptureFacts facts;
    private final Judgement judgement;
    private final Confidence confidence;
    private final int ruleCount;
    private final List<String> unfinished;

    /** @param unfinished what took more memory than it was given */
    VerdictWriter(
            CaptureFacts facts, Judgement judgement, Confidence confidence, int ruleCount, List<String> unfinished) {
        this.facts = facts;
        this.judgement = judgement;
        this.confidence = confidence;
        this.ruleCount = ruleCount;
        this.unfinished = unfinished;
    }

    Verdict verdict(String transportSeen) {
        List<Incident> incidents = judgement.incidents();
        if (incidents.isEmpty()) {
            Rating rating = confidence.ofHealth(judgement.having(Status.QUALITY), !unfinished.isEmpty());
            return new Verdict(
                    Optional.empty(),
                    Optional.empty(),
                    rating.confidence(),
                    rating.why(),
                    healthySentence(transportSeen),
                    gravestDoubt(Severity.LOW).flatMap(doubt -> FirstAction.of(doubt.narrative())));
        }
        Finding top = incidents.get(0).finding();
        return new Verdict(
                Optional.of(top.rule().layer()),
                Optional.of(top.severity()),
                top.confidence(),
                incidents.get(0).root().confidenceWhy(),
                incidentSentence(top, incidents.subList(1, incidents.size())),
                FirstAction.of(top.narrative()));
    }

    private String incidentSentence(Finding top, List<Incident> more) {
        String others = more.isEmpty()
                ? ""
                : " " + Wording.count(more.size(), "more incident", "more incidents") + ": " + titles(more) + ".";
        return layerName(top.rule().layer()) + " layer" + hedge(top.confidence()) + ": "
                + asClause(top) + "; " + when(top) + "." + others + doubts(Severity.MEDIUM)
                + part() + unfinished();
    }

    private static String titles(List<Incident> incidents) {
        return Wording.list(
                incidents.stream()
                        .map(incident ->
                                Wording.uncapitalized(incident.finding().rule().title()))
                        .distinct()
                        .toList(),
                MAX_TITLES);
    }

    private static String hedge(double confidence) {
        return confidence >= CERTAIN ? "" : confidence >= PROBABLE ? ", probably" : ", possibly";
    }

    private String when(Finding finding) {
        if (finding.endNs() - finding.startNs() < INSTANT_NS) {
            return "at " + clock(finding.startNs()) + " UTC";
        }
        return facts.endNs() - finding.endNs() <= STILL_GOING_NS
                ? "since " + clock(finding.startNs()) + " UTC"
                : "from " + clock(finding.startNs()) + " to " + clock(finding.endNs()) + " UTC";
    }

    /** {@code 12:03:04}, after the date unless it is that of the capture's last frame. */
    private String clock(long ns) {
        String time = Times.isoSeconds(ns);
        String day = time.substring(0, DAY_LENGTH);
        String clock = time.substring(DAY_LENGTH + 1, time.length() - 1);
        return Times.isoSeconds(facts.endNs()).startsWith(day) ? clock : day + " " + clock;
    }

    private String healthySentence(String transportSeen) {
        if (facts.frames() == 0) {
            return facts.framesRead() == 0
                    ? "Nothing to judge: the capture holds no frames."
                    : "Nothing to judge: of " + Wording.count(facts.framesRead(), "frame", "frames")
                            + " none is what was asked for (--filter, --from, --to).";
        }
        if (facts.flows() == 0) {
            return "No fault found, but " + Wording.count(facts.frames(), "frame", "frames") + " without a single flow "
                    + (facts.frames() == 1 ? "shows" : "show") + " little." + doubts(Severity.LOW) + part()
                    + unfinished();
        }
        String flows = Wording.count(facts.flows(), "flow", "flows");
        String rules = Wording.count(ruleCount, "rule", "rules");
        String found = gravestDoubt(Severity.LOW)
                .map(VerdictWriter::asClause)
                .map(doubt ->
                        "No fault found in " + flows + " by " + rules + ", but the judgement is limited: " + doubt)
                .orElse("No fault found: " + rules + " looked at " + flows + "; " + transportSeen);
        return found + "." + notes() + suspicions() + part() + unfinished();
    }

    /** What a selection leaves out cannot be told from what never was. */
    private String part() {
        return facts.frames() == facts.framesRead()
                ? ""
                : String.format(Locale.ROOT, " Only %,d of ", facts.frames())
                        + Wording.count(facts.framesRead(), "frame", "frames")
                        + (facts.frames() == 1 ? " was" : " were")
                        + " looked at, as asked for; what seems to be missing may be among the others.";
    }

    private String unfinished() {
        return unfinished.isEmpty()
                ? ""
                : " Not judged, for want of memory (--memory): " + Wording.list(unfinished, MAX_TITLES) + ".";
    }

    private String notes() {
        int notes = judgement.having(Status.NOTE).size();
        return notes == 0 ? "" : " " + Wording.count(notes, "note", "notes") + " on harmless matters.";
    }

    /** What keeps the capture from telling more, from this severity on. */
    private String doubts(Severity from) {
        return gravestDoubt(from)
                        .map(VerdictWriter::asClause)
                        .map(doubt -> " The capture limits this judgement: " + doubt + ".")
                        .orElse("")
                + suspicions();
    }

    private Optional<Finding> gravestDoubt(Severity from) {
        return judgement.having(Status.QUALITY).stream()
                .filter(finding -> finding.severity().compareTo(from) >= 0)
                .findFirst();
    }

    private String suspicions() {
        int withdrawn = judgement.having(Status.WITHDRAWN).size();
        return withdrawn == 0
                ? ""
                : " " + Wording.count(withdrawn, "suspicion", "suspicions")
                        + " withdrawn, because the capture may have faked " + (withdrawn == 1 ? "it." : "them.");
    }

    private static String layerName(Layer layer) {
        return layer == Layer.TLS ? "TLS" : Wording.capitalized(layer.label());
    }

    /** The summary as it goes on after a colon: without full stop, its first word in small letters unless it is a name. */
    private static String asClause(Finding finding) {
        String text = finding.narrative().summary().strip();
        return Wording.uncapitalized(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
    }
}
