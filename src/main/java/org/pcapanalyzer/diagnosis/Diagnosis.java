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
 * @param ladders        the same for each service and host that matters
 * @param incidents      gravest first; their order gives them their numbers from 1
 * @param findings       every finding with its fate, those of the layer capture included, in the order of the rules
 * @param captureQuality findings of the layer capture that stand, gravest first; never incidents
 * @param hosts          distinct addresses in flows
 * @param unfinished     what took more memory than it was given, so that what it would have told is missing: ids of rules,
 *                       "services and hosts"
 */
public record Diagnosis(
        Verdict verdict,
        List<LayerStatus> layers,
        Ladders ladders,
        List<Incident> incidents,
        List<JudgedFinding> findings,
        List<Finding> captureQuality,
        long hosts,
        List<String> unfinished) {

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
     * @param layer         empty where nothing is wrong
     * @param severity      empty where nothing is wrong
     * @param confidence    0 to 1; where nothing is wrong, how far the capture allows to say so
     * @param confidenceWhy what lowers it, a clause each
     * @param sentence      plain text, ends with a full stop
     * @param firstAction   what to do first, in words; empty where there is nothing to do
     */
    public record Verdict(
            Optional<Layer> layer,
            Optional<Severity> severity,
            double confidence,
            List<String> confidenceWhy,
            String sentence,
            Optional<String> firstAction) {}

    /** @param why the counts that show it, plain text, ends with a full stop */
    public record LayerStatus(Layer layer, Health status, String why) {}

    /**
     * @param finding       with the confidence that is left after all doubts
     * @param explainedBy   id of the finding that explains or withdraws this one, at the root of a chain; empty if none
     * @param because       why, one sentence, empty if the finding stands
     * @param confidenceWhy what lowers the confidence, a clause each, the strongest first; empty if nothing does
     */
    public record JudgedFinding(
            Finding finding, Status status, String explainedBy, String because, List<String> confidenceWhy) {}

    /**
     * @param root     the finding that the incident is, widened by others of its rule that tell the same story
     * @param symptoms findings that this incident explains, directly or through others, or that are parts of it
     */
    public record Incident(int number, JudgedFinding root, List<JudgedFinding> symptoms) {
        public Finding finding() {
            return root.finding();
        }
    }

    /**
     * A service (responder, protocol, port) or a host, and how each layer fares for it from the bottom up: above the
     * first that fails nothing is judged.
     *
     * @param proto     tcp, udp or sctp; empty for a host
     * @param port      0 for a host
     * @param flows     flows that it takes part in; of a service those that it answers
     * @param peers     distinct addresses at the other end of them
     * @param layers    link, network, transport, tls, application, in this order
     * @param incidents numbers of the incidents that concern it, ascending
     */
    public record Ladder(
            String ip,
            String proto,
            int port,
            long flows,
            long peers,
            List<LayerStatus> layers,
            List<Integer> incidents) {

        public boolean isHost() {
            return proto.isEmpty();
        }

        /** {@code tcp/443}; empty for a host. */
        public String service() {
            return isHost() ? "" : proto + "/" + port;
        }

        /** The layer that says most: the first that fails, else the first that is degraded, else the topmost healthy. */
        public LayerStatus deciding() {
            return first(Health.FAILING)
                    .or(() -> first(Health.DEGRADED))
                    .or(() -> layers.stream()
                            .filter(layer -> layer.status() == Health.HEALTHY)
                            .reduce((below, above) -> above))
                    .orElse(layers.get(0));
        }

        private Optional<LayerStatus> first(Health status) {
            return layers.stream().filter(layer -> layer.status() == status).findFirst();
        }
    }

    /**
     * Services or hosts, the worst first.
     *
     * @param listed   at most a bound; none that is not listed is worse
     * @param count    all there are, those in {@link Ladders#probes} included
     * @param troubled those that fail or are degraded, listed or not, without the probed ones
     */
    public record LadderList(List<Ladder> listed, long count, long troubled) {}

    /**
     * Services that one client alone tried, none of which took the connection: a scan, or a client that looks for
     * something. They are not listed one by one.
     *
     * @param refused    answered by RST
     * @param unanswered not answered at all
     */
    public record Probe(String client, long services, long hosts, long refused, long unanswered) {}

    /** @param probes those with most services first */
    public record Ladders(LadderList services, LadderList hosts, List<Probe> probes) {
        public static final Ladders NONE =
                new Ladders(new LadderList(List.of(), 0, 0), new LadderList(List.of(), 0, 0), List.of());
    }

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
