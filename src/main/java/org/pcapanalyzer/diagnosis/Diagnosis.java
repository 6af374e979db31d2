package org.pcapanalyzer.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;

/**
 * What the findings amount to.
 *
 * @param verdict        the gravest incident's, or that nothing is wrong
 * @param layers         status of link, network, transport, tls, application, in this order
 * @param incidents      gravest first; their order gives them their numbers from 1
 * @param findings       every finding with its fate, those of the layer capture included, in the order of the rules
 * @param captureQuality findings of the layer capture that stand, gravest first; never incidents
 */
public record Diagnosis(
        Verdict verdict,
        List<LayerStatus> layers,
        List<Incident> incidents,
        List<JudgedFinding> findings,
        List<Finding> captureQuality) {

    /** Fate of a finding. NOTE: of severity info and explained by nothing; it hurts nobody, so it is no incident. */
    public enum Status {
        INCIDENT,
        SYMPTOM,
        NOTE,
        WITHDRAWN,
        QUALITY;

        /** Lower-case name, as in tables and reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** State of a layer; NOT_OBSERVED where the capture, or this version, does not show enough of it to judge. */
    public enum Health {
        HEALTHY,
        DEGRADED,
        FAILING,
        NOT_OBSERVED;

        /** Lower-case name, as in reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param layer      empty where nothing is wrong
     * @param severity   empty where nothing is wrong
     * @param confidence 0 to 1; where nothing is wrong, how far the capture allows to say so
     * @param sentence   plain text, ends with a full stop
     */
    public record Verdict(Optional<Layer> layer, Optional<Severity> severity, double confidence, String sentence) {}

    /** @param why the counts that show it, plain text, ends with a full stop */
    public record LayerStatus(Layer layer, Health status, String why) {}

    /**
     * @param explainedBy id of the finding that explains or withdraws this one, at the root of a chain; empty if none
     * @param because     why, one sentence, empty if the finding stands
     */
    public record JudgedFinding(Finding finding, Status status, String explainedBy, String because) {}

    /** @param symptoms findings that this incident explains, directly or through others */
    public record Incident(int number, Finding finding, List<Finding> symptoms) {}

    /** Ids of the rules with a finding that was not withdrawn. */
    public Set<String> reportingRules() {
        Set<String> ids = new TreeSet<>();
        for (JudgedFinding judged : findings) {
            if (judged.status() != Status.WITHDRAWN) {
                ids.add(judged.finding().rule().id());
            }
        }
        return ids;
    }
}
