package org.pcapanalyzer.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.pcapanalyzer.diagnosis.Diagnosis.Health;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.diagnosis.Diagnosis.LayerStatus;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.rule.Wording;

/** How each layer fares: what was seen of it, and what the incidents say of it. */
final class LayerJudge {
    /** The layers of the network, from the bottom up. */
    static final List<Layer> LAYERS = List.of(Layer.LINK, Layer.NETWORK, Layer.TRANSPORT, Layer.TLS, Layer.APPLICATION);

    private final CaptureFacts facts;
    private final List<Incident> incidents;
    private final List<Finding> withdrawn;
    private final List<Finding> quality;

    /** What was seen of a layer, in words; {@code observed} is false if there was nothing to judge. */
    private record Seen(boolean observed, String words) {}

    LayerJudge(CaptureFacts facts, Judgement judgement) {
        this.facts = facts;
        this.incidents = judgement.incidents();
        this.withdrawn = judgement.having(Status.WITHDRAWN);
        this.quality = judgement.having(Status.QUALITY);
    }

    /** Status of each layer from the bottom up. */
    List<LayerStatus> layers() {
        List<LayerStatus> layers = new ArrayList<>();
        for (Layer layer : LAYERS) {
            layers.add(status(layer));
        }
        return List.copyOf(layers);
    }

    /** What was seen of the transport layer, without full stop. */
    String transport() {
        return seen(Layer.TRANSPORT).words();
    }

    private LayerStatus status(Layer layer) {
        Seen seen = seen(layer);
        return failing(layer, seen)
                .or(() -> seen.observed() ? suffering(layer, seen) : Optional.empty())
                .or(() -> seen.observed() ? hidden(layer, seen) : Optional.empty())
                .orElse(new LayerStatus(layer, seen.observed() ? Health.HEALTHY : Health.NOT_OBSERVED, sentence(seen)));
    }

    /** The layer has incidents of its own. */
    private Optional<LayerStatus> failing(Layer layer, Seen seen) {
        List<Finding> own = incidents.stream()
                .map(Incident::finding)
                .filter(finding -> finding.rule().layer() == layer)
                .toList();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        Health health = own.get(0).severity().compareTo(Severity.HIGH) >= 0 ? Health.FAILING : Health.DEGRADED;
        String count = own.size() == 1 ? "1 incident: " : own.size() + " incidents, gravest: ";
        return Optional.of(
                new LayerStatus(layer, health, count + own.get(0).rule().title() + ". " + sentence(seen)));
    }

    /** An incident of another layer hurts it. */
    private Optional<LayerStatus> suffering(Layer layer, Seen seen) {
        return incidents.stream()
                .filter(incident -> hurts(incident, layer) || isBroken(incident, layer))
                .findFirst()
                .map(cause -> new LayerStatus(layer, Health.DEGRADED, blame(cause, layer) + sentence(seen)));
    }

    /** The capture does not show enough of it to call it healthy. */
    private Optional<LayerStatus> hidden(Layer layer, Seen seen) {
        Optional<String> suspicion = withdrawn.stream()
                .filter(f -> f.rule().layer() == layer && f.severity().compareTo(Severity.MEDIUM) >= 0)
                .min(Gravity.ORDER)
                .map(f -> "it may have faked what looks like " + f.rule().id());
        Optional<String> blind = quality.stream()
                .filter(f -> layer == Layer.TRANSPORT && f.severity().compareTo(Severity.HIGH) >= 0)
                .findFirst()
                .map(f -> f.rule().title());
        return suspicion
                .or(() -> blind)
                .map(reason -> new LayerStatus(
                        layer,
                        Health.NOT_OBSERVED,
                        "The capture does not allow to judge: " + reason + ". " + sentence(seen)));
    }

    private static boolean hurts(Incident incident, Layer layer) {
        return incident.symptoms().stream().anyMatch(symptom -> isHarmAt(symptom.finding(), layer));
    }

    /** True if the flows concerned have lost what this layer stands on. */
    private static boolean isBroken(Incident incident, Layer layer) {
        Finding finding = incident.finding();
        return finding.rule().layer().compareTo(layer) < 0
                && finding.severity().compareTo(Severity.MEDIUM) >= 0
                && !finding.flows().isEmpty();
    }

    private static boolean isHarmAt(Finding symptom, Layer layer) {
        return symptom.rule().layer() == layer && symptom.severity() != Severity.INFO;
    }

    private static String blame(Incident incident, Layer layer) {
        List<String> symptoms = incident.symptoms().stream()
                .map(JudgedFinding::finding)
                .filter(symptom -> isHarmAt(symptom, layer))
                .map(symptom -> symptom.rule().id())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        return "Suffers from incident " + incident.number() + " ("
                + incident.finding().rule().title() + ")" + (symptoms.isEmpty() ? "" : ": " + Wording.list(symptoms, 3))
                + ". ";
    }

    private static String sentence(Seen seen) {
        return seen.words().substring(0, 1).toUpperCase(Locale.ROOT)
                + seen.words().substring(1) + ".";
    }

    private Seen seen(Layer layer) {
        return switch (layer) {
            case LINK -> link();
            case NETWORK -> network();
            case TRANSPORT -> transportSeen();
            case TLS ->
                new Seen(isObserved(facts.upper().tlsHealth()), facts.upper().tls());
            case APPLICATION ->
                new Seen(
                        isObserved(facts.upper().applicationHealth()),
                        facts.upper().application());
            case CAPTURE -> throw new IllegalArgumentException("the capture is no layer of the network");
        };
    }

    private static boolean isObserved(Health health) {
        return health != Health.NOT_OBSERVED;
    }

    private Seen link() {
        if (facts.frames() == 0) {
            return new Seen(false, "no frames seen");
        }
        if (!facts.hasLinkHeaders()) {
            return new Seen(false, "captured without link headers");
        }
        String requests = facts.asked() == 0
                ? "no request for a neighbour's address (ARP, ND) among them"
                : Wording.ratio(facts.answered(), facts.asked(), "requests")
                        + " for a neighbour's address (ARP, ND) answered";
        return new Seen(true, Wording.count(facts.frames(), "frame", "frames") + ", " + requests);
    }

    private Seen network() {
        if (facts.flows() == 0 && facts.fragmented() == 0 && facts.icmpErrors() == 0) {
            return new Seen(false, "no IP packets seen");
        }
        StringJoiner words = new StringJoiner(", ");
        words.add(Wording.count(facts.flows(), "flow", "flows") + " among "
                + Wording.count(facts.hosts(), "address", "addresses"));
        words.add(
                facts.icmpErrors() == 0
                        ? "no ICMP errors"
                        : Wording.count(facts.icmpErrors(), "ICMP error", "ICMP errors"));
        words.add(
                facts.fragmented() == 0
                        ? "no fragments"
                        : Wording.ratio(facts.reassembled(), facts.fragmented(), "fragmented datagrams") + " whole");
        return new Seen(true, words.toString());
    }

    private Seen transportSeen() {
        if (facts.tcpFlows() == 0 && facts.udpFlows() == 0) {
            return new Seen(false, "no TCP or UDP seen");
        }
        StringJoiner words = new StringJoiner(", ");
        if (facts.tcpFlows() > 0) {
            words.add(
                    facts.handshakes() == 0
                            ? "no TCP handshake in " + Wording.count(facts.tcpFlows(), "TCP flow", "TCP flows")
                            : Wording.ratio(facts.completed(), facts.handshakes(), "TCP handshakes") + " completed");
            words.add(
                    facts.dataSegments() == 0
                            ? "no data segments"
                            : resentShare()
                                    + String.format(Locale.ROOT, " of %,d data segments resent", facts.dataSegments()));
        }
        if (facts.udpFlows() > 0) {
            words.add(Wording.ratio(facts.udpAnswered(), facts.udpFlows(), "UDP flows") + " answered");
        }
        return new Seen(true, words.toString());
    }

    private String resentShare() {
        return facts.resentSegments() == 0
                ? "none"
                : Wording.percent((double) facts.resentSegments() / facts.dataSegments());
    }
}
