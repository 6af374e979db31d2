package org.pcapanalyzer.diagnosis;

import java.util.List;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;

/**
 * What the findings amount to.
 *
 * @param verdict        the gravest incident's, or that nothing is wrong
 * @param layers         status of link, network, transport, tls, application, in this order
 * @param incidents      gravest first; their order gives them their numbers from 1
 * @param findings       every finding with its fate, those of the layer capture included
 * @param captureQuality findings of the layer capture, gravest first; never incidents
 */
public record Diagnosis(
        Verdict verdict,
        List<LayerStatus> layers,
        List<Incident> incidents,
        List<JudgedFinding> findings,
        List<Finding> captureQuality) {

    /** Fate of a finding. */
    public enum Status {
        INCIDENT,
        SYMPTOM,
        WITHDRAWN,
        QUALITY
    }

    /** State of a layer; NOT_OBSERVED where the capture, or this version, shows nothing of it. */
    public enum Health {
        HEALTHY,
        DEGRADED,
        FAILING,
        NOT_OBSERVED
    }

    /**
     * @param layer null-free only if {@code incidents} is not empty: absent (empty) where nothing is wrong
     * @param severity absent where nothing is wrong
     */
    public record Verdict(
            java.util.Optional<Layer> layer,
            java.util.Optional<Severity> severity,
            double confidence,
            String sentence) {}

    public record LayerStatus(Layer layer, Health status, String why) {}

    /**
     * @param explainedBy id of the finding that explains or withdraws this one, empty if none
     * @param because     why, one sentence, empty if the finding stands
     */
    public record JudgedFinding(Finding finding, Status status, String explainedBy, String because) {}

    /** @param symptoms findings that this incident explains, directly or through others */
    public record Incident(int number, Finding finding, List<Finding> symptoms) {}
}
