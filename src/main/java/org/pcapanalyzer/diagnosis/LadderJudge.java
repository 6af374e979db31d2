package org.pcapanalyzer.diagnosis;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.pcapanalyzer.diagnosis.Diagnosis.Health;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladder;
import org.pcapanalyzer.diagnosis.Diagnosis.LadderList;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladders;
import org.pcapanalyzer.diagnosis.Diagnosis.LayerStatus;
import org.pcapanalyzer.diagnosis.Diagnosis.Probe;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.diagnosis.LadderQuery.Listing;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Flows;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Scope;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.rule.Wording;
import org.pcapanalyzer.store.StoreException;

/**
 * How each layer fares for each service and host, from the bottom up. What a rule found decides first; where none did,
 * the counts speak, and only where they leave no doubt.
 */
final class LadderJudge {
    /** Told where there was no memory for it. */
    static final String NAME = "services and hosts";

    private final List<Concern> concerns = new ArrayList<>();
    private final int graveCount;
    private final CaptureFacts capture;
    private final Rungs rungs;
    private final boolean isBlind;

    /**
     * A finding that says something about those it concerns.
     *
     * @param place    its number among those of the query
     * @param incident the incident that it is or hangs on; empty if it was withdrawn
     */
    private record Concern(int place, Finding finding, Status status, Optional<Incident> incident) {
        boolean isAt(Layer layer) {
            return finding.rule().layer() == layer;
        }
    }

    LadderJudge(CaptureFacts capture, Judgement judgement) {
        this.capture = capture;
        List<Incident> incidents = judgement.incidents();
        incidents.forEach(incident -> add(incident.finding(), Status.INCIDENT, Optional.of(incident)));
        for (Incident incident : incidents) {
            incident.symptoms().stream()
                    .map(JudgedFinding::finding)
                    .filter(symptom -> symptom.severity() != Severity.INFO)
                    .filter(symptom -> !symptom.rule()
                            .id()
                            .equals(incident.finding().rule().id()))
                    .forEach(symptom -> add(symptom, Status.SYMPTOM, Optional.of(incident)));
        }
        this.graveCount = concerns.size();
        judgement.having(Status.WITHDRAWN).stream()
                .filter(finding -> finding.severity().compareTo(Severity.MEDIUM) >= 0)
                .forEach(finding -> add(finding, Status.WITHDRAWN, Optional.empty()));
        this.rungs = new Rungs(capture);
        this.isBlind = judgement.having(Status.QUALITY).stream()
                .anyMatch(finding -> finding.severity().compareTo(Severity.HIGH) >= 0);
    }

    private void add(Finding finding, Status status, Optional<Incident> incident) {
        concerns.add(new Concern(concerns.size(), finding, status, incident));
    }

    /**
     * Empty if that takes more memory than the database may have. The same queries take a little more or less each time, as the
     * database's threads meet: near the bound they are worth a second attempt.
     */
    Optional<Ladders> ladders(Connection db) {
        return attempt(db).or(() -> attempt(db));
    }

    private Optional<Ladders> attempt(Connection db) {
        try (LadderQuery query = new LadderQuery(
                db, capture, concerns.stream().map(Concern::finding).toList(), graveCount)) {
            query.count();
            Listing services = query.services();
            List<Probe> probes = services.probed() > 0 ? query.probes() : List.of();
            return Optional.of(new Ladders(list(services), list(query.hosts(probes)), probes));
        } catch (SQLException e) {
            if (StoreException.isOutOfRoom(e)) {
                return Optional.empty();
            }
            throw StoreException.asking(e);
        }
    }

    private LadderList list(Listing listing) {
        List<Ladder> ladders = listing.rows().stream()
                .map(this::ladder)
                .sorted(Comparator.<Ladder>comparingInt(LadderJudge::rank)
                        .thenComparingInt(ladder -> ladder.incidents().isEmpty()
                                ? Integer.MAX_VALUE
                                : ladder.incidents().get(0)))
                .toList();
        long troubled = ladders.stream().filter(ladder -> rank(ladder) < 2).count();
        boolean isAll = listing.rows().size() + listing.probed() >= listing.count();
        return new LadderList(ladders, listing.count(), isAll ? troubled : Math.max(troubled, listing.troubled()));
    }

    /** Failing, degraded, healthy, not observed. */
    private static int rank(Ladder ladder) {
        return switch (ladder.deciding().status()) {
            case FAILING -> 0;
            case DEGRADED -> 1;
            case HEALTHY -> 2;
            case NOT_OBSERVED -> 3;
        };
    }

    private Ladder ladder(LadderFacts facts) {
        List<Concern> concerning = concerning(facts);
        List<LayerStatus> layers = new ArrayList<>();
        Optional<Layer> broken = Optional.empty();
        for (Layer layer : LayerJudge.LAYERS) {
            LayerStatus status = broken.isPresent()
                    ? new LayerStatus(
                            layer,
                            Health.NOT_OBSERVED,
                            "Not judged, because the " + broken.get().label() + " layer below fails.")
                    : status(facts, layer, concerning);
            layers.add(status);
            if (status.status() == Health.FAILING && broken.isEmpty()) {
                broken = Optional.of(layer);
            }
        }
        TreeSet<Integer> incidents = new TreeSet<>();
        concerning.forEach(concern -> concern.incident().ifPresent(incident -> incidents.add(incident.number())));
        return new Ladder(
                facts.ip(),
                facts.proto(),
                facts.port(),
                facts.flows(),
                facts.peers(),
                List.copyOf(layers),
                List.copyOf(incidents));
    }

    private List<Concern> concerning(LadderFacts facts) {
        return concerns.stream()
                .filter(concern -> facts.touched().containsKey(concern.place()) || names(concern.finding(), facts))
                .toList();
    }

    /** What knows no flows concerns the servers that it names. */
    private static boolean names(Finding finding, LadderFacts facts) {
        String service = finding.scope().service();
        return finding.flows().isEmpty()
                && finding.scope().servers().contains(facts.ip())
                && (facts.isHost() || service.isEmpty() || service.equals(facts.proto() + "/" + facts.port()));
    }

    private LayerStatus status(LadderFacts facts, Layer layer, List<Concern> all) {
        LayerStatus seen = rungs.seen(facts, layer);
        Optional<Concern> own = first(all, layer, Status.INCIDENT);
        if (own.isPresent()) {
            Incident incident = own.get().incident().orElseThrow();
            Health health =
                    isBroken(facts, own.get()) || seen.status() == Health.FAILING ? Health.FAILING : Health.DEGRADED;
            return new LayerStatus(
                    layer, health, name(incident) + share(facts, own.get()) + ". " + rungs.counts(facts, layer));
        }
        Optional<Concern> symptom = first(all, layer, Status.SYMPTOM);
        if (symptom.isPresent() && seen.status() != Health.FAILING) {
            return new LayerStatus(
                    layer,
                    Health.DEGRADED,
                    symptom.get().finding().rule().title() + ", a symptom of incident "
                            + symptom.get().incident().orElseThrow().number() + ". " + rungs.counts(facts, layer));
        }
        Optional<Concern> below =
                all.stream().filter(concern -> isBelow(concern, layer)).findFirst();
        if (below.isPresent() && seen.status() == Health.HEALTHY) {
            Incident cause = below.get().incident().orElseThrow();
            return new LayerStatus(
                    layer,
                    Health.DEGRADED,
                    "Suffers from incident " + cause.number() + ". " + rungs.counts(facts, layer));
        }
        boolean isHidden = first(all, layer, Status.WITHDRAWN).isPresent() || layer == Layer.TRANSPORT && isBlind;
        return isHidden && seen.status() != Health.NOT_OBSERVED
                ? new LayerStatus(layer, Health.NOT_OBSERVED, "The capture does not allow to judge. " + seen.why())
                : seen;
    }

    /** The layer fails for most of its flows, and it is not only the one that suffers. */
    private static boolean isBroken(LadderFacts facts, Concern concern) {
        Finding finding = concern.finding();
        boolean isAsked = !facts.isHost() || finding.scope().servers().contains(facts.ip());
        return isAsked
                && finding.severity().compareTo(Severity.HIGH) >= 0
                && (finding.flows().isEmpty() || touched(facts, concern) >= Coverage.MOST * facts.flows());
    }

    /** The flows concerned have lost what this layer stands on. */
    private static boolean isBelow(Concern concern, Layer layer) {
        Finding finding = concern.finding();
        return concern.status() == Status.INCIDENT
                && finding.rule().layer().compareTo(layer) < 0
                && finding.severity().compareTo(Severity.MEDIUM) >= 0
                && !finding.flows().isEmpty();
    }

    /** Of its flows those concerned; where the finding does not keep all of them, as many as the kept ones make likely. */
    private static long touched(LadderFacts facts, Concern concern) {
        Flows flows = concern.finding().flows();
        long kept = facts.touched().getOrDefault(concern.place(), 0L);
        double ofAll = (double) flows.count() / flows.ids().size();
        return flows.isCut() ? Math.min(facts.flows(), Math.round(kept * ofAll)) : kept;
    }

    private static String share(LadderFacts facts, Concern concern) {
        if (concern.finding().flows().isEmpty()) {
            return "";
        }
        Flows flows = concern.finding().flows();
        boolean isAlone = isAlone(concern.finding().scope(), facts);
        if (flows.isCut() && !isAlone) {
            return ", some of its " + Wording.count(facts.flows(), "flow", "flows");
        }
        long touched = flows.isCut() ? flows.count() : touched(facts, concern);
        return touched == facts.flows()
                ? facts.flows() == 1 ? ", its only flow" : ", all its " + Wording.count(touched, "flow", "flows")
                : ", " + touched + " of its " + Wording.count(facts.flows(), "flow", "flows");
    }

    /** All flows of the finding are those of this service or host. */
    private static boolean isAlone(Scope scope, LadderFacts facts) {
        return scope.servers().equals(List.of(facts.ip()))
                && (facts.isHost() || scope.service().equals(facts.proto() + "/" + facts.port()));
    }

    private static String name(Incident incident) {
        return "Incident " + incident.number() + ": "
                + incident.finding().rule().title();
    }

    private static Optional<Concern> first(List<Concern> concerns, Layer layer, Status status) {
        // No stream: asked several times for each layer of thousands of services and hosts.
        for (Concern concern : concerns) {
            if (concern.isAt(layer) && concern.status() == status) {
                return Optional.of(concern);
            }
        }
        return Optional.empty();
    }
}
