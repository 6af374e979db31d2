package org.pcapanalyzer.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.pcapanalyzer.diagnosis.Confidence.Rating;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.diagnosis.Stories.Part;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Rule;
import org.pcapanalyzer.rule.Severity;

/**
 * The fate of each finding. First the capture's own faults are settled, then what they may have faked is withdrawn, then
 * causes are told from symptoms among what is left, and what tells one story becomes one incident.
 */
final class Judgement {
    private final List<Finding> findings;
    private final Causality causality;
    private final Confidence confidence;
    private final Map<String, JudgedFinding> fates = new LinkedHashMap<>();
    private final Map<String, List<String>> confidenceWhy = new HashMap<>();
    private final Map<String, Cause> causes = new HashMap<>();
    private final Map<String, Part> parts = new HashMap<>();

    private record Cause(Finding finding, String reason) {}

    private Judgement(List<Finding> findings, Causality causality, Confidence confidence) {
        this.findings = findings;
        this.causality = causality;
        this.confidence = confidence;
    }

    /** Judges findings; the relations of their rules must not go in circles, as the rule library makes sure. */
    static Judgement of(List<Finding> findings, Causality causality, Confidence confidence) {
        Judgement judgement = new Judgement(findings, causality, confidence);
        List<Finding> quality = judgement.settleCapture();
        List<Finding> standing = judgement.withdraw(quality);
        judgement.explain(standing);
        judgement.joinStories(standing);
        judgement.settle(standing);
        return judgement;
    }

    /** All findings with their fate, in the order given. */
    List<JudgedFinding> judged() {
        return findings.stream().map(finding -> fates.get(finding.id())).toList();
    }

    /** Findings of this fate, gravest first. */
    List<Finding> having(Status status) {
        return fates.values().stream()
                .filter(judged -> judged.status() == status)
                .map(JudgedFinding::finding)
                .sorted(Gravity.ORDER)
                .toList();
    }

    List<Incident> incidents() {
        List<Incident> incidents = new ArrayList<>();
        for (Finding finding : having(Status.INCIDENT)) {
            List<JudgedFinding> symptoms = having(Status.SYMPTOM).stream()
                    .map(symptom -> fates.get(symptom.id()))
                    .filter(symptom -> symptom.explainedBy().equals(finding.id()))
                    .toList();
            incidents.add(new Incident(incidents.size() + 1, fates.get(finding.id()), symptoms));
        }
        return List.copyOf(incidents);
    }

    /** Capture findings that stand. One may withdraw another, so those that nobody can withdraw are settled first. */
    private List<Finding> settleCapture() {
        List<Finding> quality = new ArrayList<>();
        List<Finding> open = new ArrayList<>(
                findings.stream().filter(f -> f.rule().layer() == Layer.CAPTURE).toList());
        while (!open.isEmpty()) {
            Set<String> openRules = new HashSet<>();
            open.forEach(finding -> openRules.add(finding.rule().id()));
            Finding next = open.stream()
                    .filter(f -> f.rule().unless().stream().noneMatch(openRules::contains))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("capture rules withdraw each other in a circle"));
            open.remove(next);
            Coverage doubt = doubt(next, quality);
            if (doubt.isMost()) {
                putWithdrawn(next, doubt);
            } else {
                quality.add(next);
                put(next, Status.QUALITY, "", "");
            }
        }
        return quality;
    }

    /** Findings that the capture did not fake, each with the confidence that its weaknesses leave. */
    private List<Finding> withdraw(List<Finding> quality) {
        List<Finding> standing = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.rule().layer() == Layer.CAPTURE) {
                continue;
            }
            Coverage doubt = doubt(finding, quality);
            if (doubt.isMost()) {
                putWithdrawn(finding, doubt);
            } else {
                Rating rating = confidence.rate(finding, doubt, quality);
                confidenceWhy.put(finding.id(), rating.why());
                standing.add(finding.withConfidence(rating.confidence()));
            }
        }
        return standing;
    }

    /** Capture findings of severity info are remarks and cast no doubt. */
    private static Coverage doubt(Finding finding, List<Finding> quality) {
        return Coverage.byCapture(
                finding,
                quality.stream()
                        .filter(q -> finding.rule().unless().contains(q.rule().id()))
                        .filter(q -> q.severity() != Severity.INFO)
                        .toList());
    }

    private void explain(List<Finding> standing) {
        List<Finding> gravestFirst = standing.stream().sorted(Gravity.ORDER).toList();
        for (Finding finding : standing) {
            Coverage direct = coverage(finding, gravestFirst, causality::isDirect);
            Coverage coverage = direct.isMost() ? direct : coverage(finding, gravestFirst, causality::isAny);
            if (coverage.isMost()) {
                causes.put(finding.id(), new Cause(coverage.main().orElseThrow(), coverage.reason()));
            }
        }
    }

    /** What hurts nobody cannot be why somebody is hurt: findings of severity info explain those that are low at most. */
    private static Coverage coverage(Finding finding, List<Finding> causes, BiPredicate<Rule, Rule> explains) {
        boolean isHarm = finding.severity().compareTo(Severity.LOW) > 0;
        return Coverage.byCauses(
                finding,
                causes.stream()
                        .filter(cause -> explains.test(cause.rule(), finding.rule()))
                        .filter(cause -> !isHarm || cause.severity() != Severity.INFO)
                        .toList());
    }

    /** Symptoms need no joining: they hang on their cause anyway. */
    private void joinStories(List<Finding> standing) {
        Stories stories = Stories.of(standing.stream()
                .filter(finding -> !causes.containsKey(finding.id()) && finding.severity() != Severity.INFO)
                .sorted(Gravity.ORDER)
                .toList());
        stories.leads().forEach(lead -> put(lead, Status.INCIDENT, "", ""));
        stories.parts().forEach(part -> parts.put(part.part().id(), part));
    }

    private void settle(List<Finding> standing) {
        for (Finding finding : standing) {
            Cause cause = causes.get(finding.id());
            Part part = parts.get(finding.id());
            if (part != null) {
                put(finding, Status.SYMPTOM, part.lead().id(), part.because());
            } else if (cause != null) {
                putExplained(finding, cause);
            } else if (finding.severity() == Severity.INFO) {
                put(finding, Status.NOTE, "", "");
            }
        }
    }

    private void putExplained(Finding finding, Cause cause) {
        Finding root = root(cause.finding());
        String through = root.id().equals(cause.finding().id()) ? "" : ", itself explained by " + root.id();
        String lead = parts.containsKey(root.id()) ? parts.get(root.id()).lead().id() : root.id();
        put(
                finding,
                Status.SYMPTOM,
                lead,
                "Explained by " + cause.finding().id() + ", which " + cause.reason() + through
                        + (lead.equals(root.id()) ? "" : ", a part of " + lead) + ".");
    }

    private Finding root(Finding finding) {
        Finding top = finding;
        while (causes.containsKey(top.id())) {
            top = causes.get(top.id()).finding();
        }
        return top;
    }

    private void putWithdrawn(Finding finding, Coverage doubt) {
        Finding capture = doubt.main().orElseThrow();
        put(
                finding,
                Status.WITHDRAWN,
                capture.id(),
                "Withdrawn, because " + capture.id() + " " + doubt.reason() + " and can look like this.");
    }

    private void put(Finding finding, Status status, String by, String because) {
        fates.put(
                finding.id(),
                new JudgedFinding(finding, status, by, because, confidenceWhy.getOrDefault(finding.id(), List.of())));
    }
}
