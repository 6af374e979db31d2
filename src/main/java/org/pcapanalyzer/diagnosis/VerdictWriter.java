package org.pcapanalyzer.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.diagnosis.Diagnosis.Verdict;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.rule.Times;
import org.pcapanalyzer.rule.Wording;

/** Says in a sentence or two what is wrong, for whom and since when, or what was checked and found in order. */
final class VerdictWriter {
    /** Above it a cause is stated as such, above the other it is probable. */
    private static final double CERTAIN = 0.75;

    private static final double PROBABLE = 0.5;

    /** What lasts to within this of the capture's end is taken to go on. */
    private static final long STILL_GOING_NS = 5_000_000_000L;

    private static final long INSTANT_NS = 1_000_000_000L;

    /** Confidence that nothing is wrong, with a sound capture: no rule sees everything. */
    private static final double HEALTHY_CONFIDENCE = 0.9;

    private final CaptureFacts facts;
    private final Judgement judgement;
    private final int ruleCount;

    VerdictWriter(CaptureFacts facts, Judgement judgement, int ruleCount) {
        this.facts = facts;
        this.judgement = judgement;
        this.ruleCount = ruleCount;
    }

    Verdict verdict(String transportSeen) {
        List<Incident> incidents = judgement.incidents();
        if (incidents.isEmpty()) {
            return new Verdict(Optional.empty(), Optional.empty(), healthyConfidence(), healthySentence(transportSeen));
        }
        Finding top = incidents.get(0).finding();
        return new Verdict(
                Optional.of(top.rule().layer()),
                Optional.of(top.severity()),
                top.confidence(),
                incidentSentence(top, incidents.size() - 1));
    }

    private String incidentSentence(Finding top, int more) {
        List<String> parts = new ArrayList<>();
        parts.add(withoutStop(top.narrative().summary()));
        parts.add(when(top));
        reach(top).ifPresent(parts::add);
        String others = more == 0 ? "" : " " + Wording.count(more, "more incident", "more incidents") + " beside it.";
        return layerName(top.rule().layer()) + " layer" + hedge(top.confidence()) + ": " + String.join("; ", parts)
                + "." + others + limits(Severity.MEDIUM);
    }

    private static String hedge(double confidence) {
        return confidence >= CERTAIN ? "" : confidence >= PROBABLE ? ", probably" : ", possibly";
    }

    private String when(Finding finding) {
        String start = Times.isoSeconds(finding.startNs());
        long length = finding.endNs() - finding.startNs();
        if (length < INSTANT_NS) {
            return "at " + start;
        }
        return facts.endNs() - finding.endNs() <= STILL_GOING_NS
                ? "since " + start
                : "from " + start + " for " + Wording.duration(length);
    }

    private static Optional<String> reach(Finding finding) {
        int flows = finding.flowIds().size();
        int clients = finding.scope().clients().size();
        String ofClients = Wording.count(clients, "client", "clients");
        if (flows == 0) {
            return clients == 0 ? Optional.empty() : Optional.of(ofClients);
        }
        return Optional.of(Wording.count(flows, "flow", "flows") + (clients == 0 ? "" : " of " + ofClients));
    }

    private String healthySentence(String transportSeen) {
        if (facts.frames() == 0) {
            return "Nothing to judge: the capture holds no frames.";
        }
        if (facts.flows() == 0) {
            return "No fault found, but " + Wording.count(facts.frames(), "frame", "frames")
                    + " without a single flow show little." + limits(Severity.LOW);
        }
        return "No fault found: " + Wording.count(ruleCount, "rule", "rules") + " looked at "
                + Wording.count(facts.flows(), "flow", "flows") + "; " + transportSeen + "." + notes()
                + limits(Severity.LOW);
    }

    private String notes() {
        int notes = judgement.having(Status.NOTE).size();
        return notes == 0 ? "" : " " + Wording.count(notes, "note", "notes") + " on what hurts nobody.";
    }

    /** What keeps the capture from telling more, from this severity on. */
    private String limits(Severity from) {
        Optional<Finding> gravest = judgement.having(Status.QUALITY).stream()
                .filter(f -> f.severity().compareTo(from) >= 0)
                .findFirst();
        int withdrawn = judgement.having(Status.WITHDRAWN).size();
        String suspicions = withdrawn == 0
                ? ""
                : " " + Wording.count(withdrawn, "suspicion", "suspicions")
                        + " withdrawn, because the capture may have faked " + (withdrawn == 1 ? "it." : "them.");
        return gravest.map(f -> " The capture limits this judgement: "
                                + withoutStop(f.narrative().summary()) + ".")
                        .orElse("")
                + suspicions;
    }

    private double healthyConfidence() {
        if (facts.flows() == 0) {
            return 0;
        }
        Severity gravest = judgement.having(Status.QUALITY).stream()
                .map(Finding::severity)
                .findFirst()
                .orElse(Severity.INFO);
        return switch (gravest) {
            case INFO -> HEALTHY_CONFIDENCE;
            case LOW -> 0.8;
            case MEDIUM -> 0.6;
            case HIGH, CRITICAL -> 0.3;
        };
    }

    private static String layerName(Layer layer) {
        return layer == Layer.TLS
                ? "TLS"
                : layer.label().substring(0, 1).toUpperCase(Locale.ROOT)
                        + layer.label().substring(1);
    }

    private static String withoutStop(String sentence) {
        String text = sentence.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
