package org.pcapanalyzer.rule;

import java.util.List;
import java.util.Map;

/**
 * One hit of a rule.
 *
 * @param id         {@code RULE-N}, N from 1 in the order of the rule's result
 * @param rule       the rule that reports
 * @param severity   the match's column {@code severity} where it has one, else the rule's
 * @param confidence 0 to 1
 * @param startNs    first sign, nanoseconds since the epoch
 * @param endNs      last sign
 * @param flows      flows concerned; none where the finding is about hosts or the capture
 * @param metrics    the match's other columns by name: numbers, strings, booleans or lists of them
 * @param evidence   deciding frames in order
 * @param wiresharkFilter display filter that shows the evidence and its surroundings
 */
public record Finding(
        String id,
        Rule rule,
        Severity severity,
        double confidence,
        Scope scope,
        long startNs,
        long endNs,
        Flows flows,
        Map<String, Object> metrics,
        List<Evidence> evidence,
        String wiresharkFilter,
        Narrative narrative) {

    /** The same finding, held with another confidence. */
    public Finding withConfidence(double changed) {
        return new Finding(
                id,
                rule,
                severity,
                changed,
                scope,
                startNs,
                endNs,
                flows,
                metrics,
                evidence,
                wiresharkFilter,
                narrative);
    }
}
