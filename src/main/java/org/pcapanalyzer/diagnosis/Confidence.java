package org.pcapanalyzer.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.rule.Wording;

/**
 * How far a finding can be held, beyond what its rule says: each known weakness of what was seen takes its factor, and
 * the reason stands beside the number. The factors are choices, not measurements: what halves the confidence makes a
 * cause probable at best.
 */
final class Confidence {
    /** Share of ACKs that cover bytes never captured: from here on single segments may be missing... */
    static final double LOSSY = 0.01;
    /** ...from here on counts mean little (Zeek's limit)... */
    static final double VERY_LOSSY = 0.1;
    /** ...and from here on the capture is a sample. */
    static final double SAMPLED = 0.5;

    /** What began less than this before the capture's end and goes on may yet have ended well. */
    static final long TOO_LATE_NS = 3_000_000_000L;

    private static final double IS_LOSSY = 0.9;
    private static final double IS_VERY_LOSSY = 0.7;
    private static final double IS_SAMPLED = 0.5;
    private static final double IS_LIMITED = 0.9;
    private static final double IS_BLIND = 0.75;
    private static final double IS_CUT = 0.7;
    private static final double IS_LATE = 0.8;
    private static final double IS_EVICTED = 0.9;
    private static final double IS_PART = 0.9;
    private static final double IS_UNFINISHED = 0.7;
    private static final double IS_SINGLE = 0.95;

    /** Confidence that nothing is wrong, with a sound capture: no rule sees everything. */
    private static final double HEALTHY = 0.9;

    /** The share of the capture is measured flow by flow, so the finding about all of it is not counted again. */
    private static final String MEASURED_PER_FLOW = "capture-loss";

    private final CaptureFacts capture;
    private final Map<String, FlowFacts> flows;

    /** @param factor 0 to 1, by which the confidence falls; @param reason a clause without full stop */
    record Doubt(double factor, String reason) {}

    /** A confidence and what lowered it, the strongest first. */
    record Rating(double confidence, List<String> why) {}

    /** @param flows facts of their flows by id of the finding; a finding may be missing */
    Confidence(CaptureFacts capture, Map<String, FlowFacts> flows) {
        this.capture = capture;
        this.flows = flows;
    }

    /**
     * @param faked   how much of the finding the capture may have faked; less than most of it
     * @param quality findings about the capture that stand
     */
    Rating rate(Finding finding, Coverage faked, List<Finding> quality) {
        List<Doubt> doubts = new ArrayList<>();
        if (faked.share() > 0) {
            doubts.add(new Doubt(
                    1 - faked.share(),
                    faked.main().orElseThrow().id() + " " + faked.reason() + " and can look like this"));
        }
        addCaptureFaults(doubts, finding, quality);
        addFlowFaults(doubts, finding, flows.getOrDefault(finding.id(), FlowFacts.NONE));
        if (capture.isPart()) {
            doubts.add(new Doubt(IS_PART, "only a part of the capture was looked at, as asked for"));
        }
        if (finding.flows().count() == 1) {
            doubts.add(new Doubt(IS_SINGLE, "a single flow shows it"));
        }
        return rating(finding.confidence(), doubts);
    }

    /**
     * @param quality      findings about the capture that stand, gravest first
     * @param isUnfinished true if rules ran out of memory
     */
    Rating ofHealth(List<Finding> quality, boolean isUnfinished) {
        if (capture.flows() == 0) {
            return new Rating(0, List.of("there is no flow to judge by"));
        }
        List<Doubt> doubts = new ArrayList<>();
        if (!quality.isEmpty()) {
            double factor = healthFactor(quality.get(0).severity());
            if (factor < 1) {
                doubts.add(new Doubt(
                        factor, "of the capture: " + quality.get(0).rule().title()));
            }
        }
        if (capture.isPart()) {
            doubts.add(new Doubt(IS_PART, "only a part of the capture was looked at, as asked for"));
        }
        if (isUnfinished) {
            doubts.add(new Doubt(IS_UNFINISHED, "the bound on memory ended rules early"));
        }
        return rating(HEALTHY, doubts);
    }

    private static double healthFactor(Severity gravest) {
        return switch (gravest) {
            case INFO -> 1;
            case LOW -> 0.8 / HEALTHY;
            case MEDIUM -> 0.6 / HEALTHY;
            case HIGH, CRITICAL -> 0.3 / HEALTHY;
        };
    }

    /** What the rule does not hold to be able to fake it still weakens it. */
    private static void addCaptureFaults(List<Doubt> doubts, Finding finding, List<Finding> quality) {
        for (Finding fault : quality) {
            String rule = fault.rule().id();
            if (rule.equals(MEASURED_PER_FLOW)
                    || finding.rule().unless().contains(rule)
                    || fault.severity().compareTo(Severity.MEDIUM) < 0
                    || !Coverage.byCapture(finding, List.of(fault)).isMost()) {
                continue;
            }
            boolean isBlind = fault.severity().compareTo(Severity.HIGH) >= 0;
            doubts.add(new Doubt(
                    isBlind ? IS_BLIND : IS_LIMITED,
                    "of the capture: " + fault.rule().title()));
        }
    }

    private void addFlowFaults(List<Doubt> doubts, Finding finding, FlowFacts facts) {
        double unseen = facts.unseenAcks();
        if (unseen >= LOSSY) {
            double factor = unseen >= SAMPLED ? IS_SAMPLED : unseen >= VERY_LOSSY ? IS_VERY_LOSSY : IS_LOSSY;
            doubts.add(new Doubt(
                    factor,
                    Wording.percent(unseen) + " of the ACKs in its flows cover bytes that the capture does not hold"
                            + (unseen >= SAMPLED ? ", as in one that is sampled" : "")));
        }
        if (finding.rule().layer().compareTo(Layer.TLS) >= 0 && facts.cutPackets() >= Coverage.MOST) {
            doubts.add(new Doubt(
                    IS_CUT,
                    Wording.percent(facts.cutPackets()) + " of the packets in its flows are cut by the snaplen"));
        }
        long left = capture.endNs() - finding.startNs();
        if (facts.openFlows() >= Coverage.MOST && left >= 0 && left < TOO_LATE_NS) {
            doubts.add(new Doubt(IS_LATE, "it begins " + Wording.duration(left) + " before the capture ends"));
        }
        if (facts.evictedFlows() > 0) {
            doubts.add(new Doubt(IS_EVICTED, "the bound on memory ended some of its flows early"));
        }
    }

    private static Rating rating(double confidence, List<Doubt> doubts) {
        double left = confidence;
        for (Doubt doubt : doubts) {
            left *= doubt.factor();
        }
        return new Rating(
                left,
                doubts.stream()
                        .sorted(Comparator.comparingDouble(Doubt::factor))
                        .map(Doubt::reason)
                        .toList());
    }
}
