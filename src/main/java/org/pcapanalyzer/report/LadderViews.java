package org.pcapanalyzer.report;

import java.util.List;
import org.pcapanalyzer.diagnosis.Diagnosis.Health;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladder;
import org.pcapanalyzer.diagnosis.Diagnosis.LadderList;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladders;
import org.pcapanalyzer.diagnosis.Diagnosis.LayerStatus;
import org.pcapanalyzer.diagnosis.Diagnosis.Probe;
import org.pcapanalyzer.report.ReportView.IncidentLadder;
import org.pcapanalyzer.report.ReportView.LadderCell;
import org.pcapanalyzer.report.ReportView.LadderLine;
import org.pcapanalyzer.report.ReportView.Matrix;
import org.pcapanalyzer.report.ReportView.Rung;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Wording;

/** Prepares the layers of services and hosts for reading: as a matrix, and beside the incident that concerns them. */
final class LadderViews {
    static final int MAX_LINES = 25;

    /** Services shown beside an incident. */
    static final int MAX_BESIDE = 2;

    private static final int MAX_PROBES = 5;

    private final Ladders ladders;
    private final HostLabels hosts;

    LadderViews(Ladders ladders, HostLabels hosts) {
        this.ladders = ladders;
        this.hosts = hosts;
    }

    Matrix services() {
        return matrix(ladders.services(), "service", "services", "service_layers");
    }

    Matrix hosts() {
        return matrix(ladders.hosts(), "host", "hosts", "host_layers");
    }

    /** Sentences on services that were tried in vain. */
    List<String> probes() {
        return ladders.probes().stream().limit(MAX_PROBES).map(this::probe).toList();
    }

    /** The services that an incident concerns, or hosts where it concerns none; the worst first. */
    List<IncidentLadder> beside(int incident) {
        List<IncidentLadder> services = beside(ladders.services(), incident);
        return services.isEmpty() ? beside(ladders.hosts(), incident) : services;
    }

    private List<IncidentLadder> beside(LadderList list, int incident) {
        return list.listed().stream()
                .filter(ladder -> ladder.incidents().contains(incident))
                .limit(MAX_BESIDE)
                .map(ladder -> new IncidentLadder(
                        name(ladder),
                        ladder.layers().stream()
                                .filter(layer -> isShown(list, layer.layer()))
                                .map(LadderViews::rung)
                                .toList()))
                .toList();
    }

    private Matrix matrix(LadderList list, String one, String many, String table) {
        List<Layer> shown = list.listed().stream()
                .flatMap(ladder -> ladder.layers().stream())
                .map(LayerStatus::layer)
                .distinct()
                .filter(layer -> isShown(list, layer))
                .toList();
        List<LadderLine> lines = list.listed().stream()
                .limit(MAX_LINES)
                .map(ladder -> line(ladder, shown))
                .toList();
        return new Matrix(
                shown.stream().map(Words::of).toList(),
                lines,
                Words.inTrouble(list.count(), list.troubled(), one, many) + ".",
                more(list, lines.size(), table));
    }

    /** A layer of which nothing was seen anywhere, and that no other hides, needs no column. */
    private static boolean isShown(LadderList list, Layer layer) {
        return layer.compareTo(Layer.TLS) < 0
                || list.listed().stream()
                        .flatMap(ladder -> ladder.layers().stream())
                        .anyMatch(status -> status.layer() == layer && status.status() != Health.NOT_OBSERVED);
    }

    private String more(LadderList list, int shown, String table) {
        long probed = list == ladders.services()
                ? ladders.probes().stream().mapToLong(Probe::services).sum()
                : 0;
        long rest = list.count() - probed - shown;
        long shownTroubled = Math.min(shown, list.troubled());
        long troubled = list.troubled() - shownTroubled;
        if (rest <= 0) {
            return "";
        }
        String where = "; the table " + table + " of the database holds them";
        return "And " + Display.number(rest) + " more, "
                + (troubled > 0 ? Display.number(troubled) + " of them in trouble" : "none in trouble") + where + ".";
    }

    private LadderLine line(Ladder ladder, List<Layer> shown) {
        LayerStatus deciding = ladder.deciding();
        return new LadderLine(
                name(ladder),
                Display.number(ladder.flows()),
                Display.number(ladder.peers()),
                ladder.layers().stream()
                        .filter(layer -> shown.contains(layer.layer()))
                        .map(layer -> new LadderCell(
                                Words.of(layer.layer()), layer.status().label(), Words.of(layer.status())))
                        .toList(),
                deciding.why());
    }

    private String name(Ladder ladder) {
        return ladder.isHost() ? hosts.label(ladder.ip()) : hosts.label(ladder.ip()) + " " + ladder.service();
    }

    private static Rung rung(LayerStatus layer) {
        return new Rung(Words.of(layer.layer()), layer.status().label(), Words.of(layer.status()), layer.why(), "");
    }

    private String probe(Probe probe) {
        return hosts.label(probe.client()) + " alone tried " + Wording.count(probe.services(), "service", "services")
                + " of " + Wording.count(probe.hosts(), "host", "hosts") + ", and none took the connection: "
                + Display.number(probe.refused()) + " refused, " + Display.number(probe.unanswered())
                + " unanswered. They are not listed here.";
    }
}
