package org.pcapanalyzer.diagnosis;

import java.util.Comparator;
import org.pcapanalyzer.rule.Finding;

/** The order of findings by what they mean to people, gravest first; total, so that equal runs give equal reports. */
final class Gravity {
    static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(Comparator.comparingDouble(Gravity::weight).reversed())
            .thenComparing(Finding::startNs)
            .thenComparing(Finding::id);

    private Gravity() {}

    private static double weight(Finding finding) {
        return finding.confidence() * Math.max(1, finding.flows().count());
    }
}
