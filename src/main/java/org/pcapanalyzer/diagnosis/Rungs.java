package org.pcapanalyzer.diagnosis;

import java.util.Locale;
import java.util.StringJoiner;
import org.pcapanalyzer.diagnosis.Diagnosis.Health;
import org.pcapanalyzer.diagnosis.Diagnosis.LayerStatus;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Wording;

/** What the counts alone say of the layers of a service or host, as one short sentence each. */
final class Rungs {
    /** Fewer unanswered requests for an address may be chance, or answered after the end of the capture. */
    private static final int ENOUGH_REQUESTS = 3;

    private final CaptureFacts capture;

    Rungs(CaptureFacts capture) {
        this.capture = capture;
    }

    LayerStatus seen(LadderFacts facts, Layer layer) {
        return new LayerStatus(layer, health(facts, layer), counts(facts, layer));
    }

    /** The counts of the layer, a sentence with its full stop. */
    String counts(LadderFacts facts, Layer layer) {
        String words = switch (layer) {
            case LINK -> link(facts);
            case NETWORK -> network(facts);
            case TRANSPORT -> transport(facts);
            case TLS -> facts.details().upper().tls();
            case APPLICATION -> facts.details().upper().application();
            case CAPTURE -> throw new IllegalArgumentException("the capture is no layer of the network");
        };
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }

    private Health health(LadderFacts facts, Layer layer) {
        return switch (layer) {
            case LINK -> linkHealth(facts);
            case NETWORK -> networkHealth(facts);
            case TRANSPORT -> transportHealth(facts);
            case TLS -> facts.details().upper().tlsHealth();
            case APPLICATION -> facts.details().upper().applicationHealth();
            case CAPTURE -> throw new IllegalArgumentException("the capture is no layer of the network");
        };
    }

    private Health linkHealth(LadderFacts facts) {
        if (!capture.hasLinkHeaders()) {
            return Health.NOT_OBSERVED;
        }
        if (facts.hostPackets() > 0 || facts.details().answered() > 0) {
            return Health.HEALTHY;
        }
        return facts.details().asked() >= ENOUGH_REQUESTS ? Health.FAILING : Health.NOT_OBSERVED;
    }

    private String link(LadderFacts facts) {
        if (!capture.hasLinkHeaders()) {
            return "captured without link headers";
        }
        String asked = facts.details().asked() == 0
                ? ""
                : Wording.ratio(facts.details().answered(), facts.details().asked(), "requests")
                        + " for its address (ARP, ND) answered";
        if (facts.hostPackets() > 0) {
            return "its packets arrive" + (asked.isEmpty() ? "" : "; " + asked);
        }
        return asked.isEmpty() ? "no packet from it and no request for its address (ARP, ND)" : asked;
    }

    private static Health networkHealth(LadderFacts facts) {
        if (facts.details().unreachable() > 0 && facts.details().unreachable() >= Coverage.MOST * facts.flows()) {
            return Health.FAILING;
        }
        if (facts.details().unreachable() >= LadderQuery.SOME_FAILED
                && facts.details().unreachable() >= LadderQuery.FAILED_SHARE * facts.flows()) {
            return Health.DEGRADED;
        }
        return facts.hostPackets() > 0 ? Health.HEALTHY : Health.NOT_OBSERVED;
    }

    private static String network(LadderFacts facts) {
        StringJoiner words = new StringJoiner(", ");
        words.add(
                facts.hostPackets() == 0
                        ? "no packet from it"
                        : facts.sentPackets() > 0
                                ? Wording.count(facts.sentPackets(), "packet", "packets") + " from it"
                                : "none from it here, but " + Wording.count(facts.hostPackets(), "packet", "packets")
                                        + " in other flows");
        words.add(
                facts.details().unreachable() == 0
                        ? "no ICMP error"
                        : "ICMP errors for " + Wording.ratio(facts.details().unreachable(), facts.flows(), "flows"));
        if (facts.details().fragmented() > 0) {
            words.add(Wording.ratio(facts.details().whole(), facts.details().fragmented(), "fragmented datagrams")
                    + " whole");
        }
        return words.toString();
    }

    private static Health transportHealth(LadderFacts facts) {
        if (facts.attempts() + facts.udpAnswered() + facts.details().closedPort() > 0) {
            return served(facts);
        }
        if (facts.opened() > 0) {
            boolean isLost =
                    facts.opened() >= LadderQuery.SOME_FAILED && facts.details().openedPeers() > 1;
            return facts.openedComplete() > 0 ? Health.HEALTHY : isLost ? Health.DEGRADED : Health.NOT_OBSERVED;
        }
        return facts.dataSegments() > 0 && facts.sentPackets() > 0 ? Health.HEALTHY : Health.NOT_OBSERVED;
    }

    private static Health served(LadderFacts facts) {
        long failed = facts.failed() + facts.details().closedPort();
        long worked = facts.completed() + facts.udpAnswered();
        if (failed > 0 && worked == 0) {
            boolean isAll = failed >= facts.attempts() + facts.udpFlows();
            return isAll ? Health.FAILING : Health.DEGRADED;
        }
        if (failed >= LadderQuery.SOME_FAILED && failed >= LadderQuery.FAILED_SHARE * (worked + failed)) {
            return Health.DEGRADED;
        }
        return worked > 0 ? Health.HEALTHY : Health.NOT_OBSERVED;
    }

    private static String transport(LadderFacts facts) {
        StringJoiner words = new StringJoiner(", ");
        if (facts.attempts() > 0) {
            words.add(Wording.ratio(facts.completed(), facts.attempts(), "TCP handshakes")
                    + (facts.isHost() ? " asked of it" : "") + " completed" + failures(facts));
        }
        if (facts.opened() > 0) {
            words.add(Wording.ratio(facts.openedComplete(), facts.opened(), "connections") + " that it opened to "
                    + Wording.count(facts.details().openedPeers(), "host", "hosts") + " completed");
        }
        if (facts.late() > 0) {
            words.add(Wording.count(facts.late(), "SYN", "SYNs") + " too shortly before the end to judge");
        }
        if (facts.tcpFlows() > 0 && facts.attempts() + facts.opened() + facts.late() == 0) {
            words.add("no handshake among " + Wording.count(facts.tcpFlows(), "TCP flow", "TCP flows"));
        }
        if (facts.dataSegments() > 0) {
            words.add(resent(facts));
        }
        if (facts.details().stallNs() > 0) {
            words.add("stalled " + Wording.duration(facts.details().stallNs()) + " in timeouts");
        }
        if (facts.udpFlows() > 0) {
            words.add(Wording.ratio(facts.udpAnswered(), facts.udpFlows(), "UDP flows") + " answered");
        }
        if (facts.details().closedPort() > 0) {
            words.add("port reported closed in " + Wording.count(facts.details().closedPort(), "flow", "flows"));
        }
        return words.length() == 0 ? "no TCP or UDP" : words.toString();
    }

    private static String failures(LadderFacts facts) {
        StringJoiner words = new StringJoiner(" and ", " (", ")").setEmptyValue("");
        if (facts.refused() > 0) {
            words.add(Wording.count(facts.refused(), "refused", "refused"));
        }
        if (facts.unanswered() > 0) {
            words.add(Wording.count(facts.unanswered(), "unanswered", "unanswered"));
        }
        return words.toString();
    }

    private static String resent(LadderFacts facts) {
        String segments = Wording.count(facts.dataSegments(), "data segment", "data segments");
        return facts.resentSegments() == 0
                ? "none of " + segments + " resent"
                : Wording.percent((double) facts.resentSegments() / facts.dataSegments()) + " of " + segments
                        + " resent";
    }
}
