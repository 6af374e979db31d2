package org.pcapanalyzer.report;

import java.util.List;
import java.util.Map;
import org.pcapanalyzer.diagnosis.Diagnosis.Health;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.rule.Wording;

/** The contract's words as readers see them. */
final class Words {
    private static final Map<Integer, String> LINK_TYPES = Map.ofEntries(
            Map.entry(0, "BSD loopback"),
            Map.entry(1, "Ethernet"),
            Map.entry(9, "PPP"),
            Map.entry(12, "raw IP"),
            Map.entry(14, "raw IP"),
            Map.entry(101, "raw IP"),
            Map.entry(105, "802.11"),
            Map.entry(108, "OpenBSD loopback"),
            Map.entry(113, "Linux cooked v1"),
            Map.entry(127, "802.11 with radiotap"),
            Map.entry(228, "raw IPv4"),
            Map.entry(229, "raw IPv6"),
            Map.entry(276, "Linux cooked v2"));

    /** Less confidence than this in finding no fault is no good news. */
    private static final double CLEAR = 0.5;

    private Words() {}

    /** True if no fault was found and the capture shows too little to take comfort in it. */
    static boolean isUnclear(ReportModel.Verdict verdict) {
        return verdict.severity().equals("none") && verdict.confidence() < CLEAR;
    }

    static String of(Layer layer) {
        return layer == Layer.TLS ? "TLS" : Wording.capitalized(layer.label());
    }

    static String of(Health health) {
        return health == Health.NOT_OBSERVED ? "Not observed" : Wording.capitalized(health.label());
    }

    /** {@code High}. */
    static String of(Severity severity) {
        return Wording.capitalized(severity.label());
    }

    /** {@code 4 services seen, 1 in trouble}. */
    static String inTrouble(long count, long troubled, String one, String many) {
        String which =
                troubled == 0 ? "none " : count == 1 ? "" : troubled == count ? "all " : Display.number(troubled) + " ";
        return Wording.count(count, one, many) + " seen, " + which + "in trouble";
    }

    /** {@code Lowered, because a; b.}; empty without reasons. */
    static String reasons(List<String> confidenceWhy) {
        return confidenceWhy.isEmpty() ? "" : "Lowered, because " + String.join("; ", confidenceWhy) + ".";
    }

    /** {@code Ethernet (1)}. */
    static String linkType(int linkType) {
        String name = LINK_TYPES.getOrDefault(linkType, "link type");
        return name + " (" + linkType + ")";
    }
}
