package org.pcapanalyzer.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;

/**
 * The fate of each finding. First the capture's own faults are settled, then what they may have faked is withdrawn, then
 * causes are told from symptoms among what is left.
 */
final class Judgement {
    private final List<Finding> findings;
    private final Map<String, JudgedFinding> fates = new LinkedHashMap<>();
    private final Map<String, Cause> causes = new HashMap<>();

    private record Cause(Finding finding, String reason) {}

    private Judgement(List<Finding> findings) {
        this.findings = findings;
    }

    /** Judges findings; the relations of their rules must not go in circles, as the rule library makes sure. */
    static Judgement of(List<Finding> findings) {
        Judgement judgement = new Judgement(findings);
        List<Finding> quality = judgement.settleCapture();
        List<Finding> standing = judgement.withdraw(quality);
        judgement.explain(standing);
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
            List<Finding> symptoms = having(Status.SYMPTOM).stream()
                    .filter(symptom -> fates.get(symptom.id()).explainedBy().equals(finding.id()))
                    .toList();
            incidents.add(new Incident(incidents.size() + 1, finding, symptoms));
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

    /** Findings that the capture did not fake; where it may have faked a part, the confidence falls by that part. */
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
                standing.add(
                        doubt.share() > 0
                                ? finding.withConfidence(finding.confidence() * (1 - doubt.share()))
                                : finding);
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
            List<Finding> candidates = gravestFirst.stream()
                    .filter(cause ->
                            cause.rule().explains().contains(finding.rule().id()))
                    .toList();
            Coverage coverage = Coverage.byCauses(finding, candidates);
            if (coverage.isMost()) {
                causes.put(finding.id(), new Cause(coverage.main().orElseThrow(), coverage.reason()));
            }
        }
        for (Finding finding : standing) {
            Cause cause = causes.get(finding.id());
            if (cause == null) {
                put(finding, finding.severity() == Severity.INFO ? Status.NOTE : Status.INCIDENT, "", "");
            } else {
                Finding root = root(cause.finding());
                String through = root.id().equals(cause.finding().id()) ? "" : ", itself explained by " + root.id();
                put(
                        finding,
                        Status.SYMPTOM,
                        root.id(),
                        "Explained by " + cause.finding().id() + ", which " + cause.reason() + through + ".");
            }
        }
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
        fates.put(finding.id(), new JudgedFinding(finding, status, by, because));
    }
}
