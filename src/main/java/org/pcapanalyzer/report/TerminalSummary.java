package org.pcapanalyzer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pcapanalyzer.report.ReportModel.Incident;
import org.pcapanalyzer.report.ReportModel.Ladder;
import org.pcapanalyzer.report.ReportModel.LayerState;
import org.pcapanalyzer.report.ReportModel.Verdict;
import org.pcapanalyzer.rule.Wording;

/** What a run says on the terminal when it is done: verdict, layers, incidents, doubts about the capture, files. */
public final class TerminalSummary {
    private static final int MIN_COLUMNS = 40;
    private static final int MAX_COLUMNS = 120;
    private static final int MAX_INCIDENTS = 10;
    private static final int MAX_NOTES = 5;
    private static final int MAX_SERVICES = 8;

    /** Link, network and transport; layers above them have a column where something was seen of them. */
    private static final int LOWER_LAYERS = 3;

    private static final String NOT_OBSERVED = "not_observed";
    private static final int WIDE = 70;
    private static final int NAME_COLUMNS = 13;
    private static final int LONGEST_STATUS = 8;
    private static final int GAP = 2;

    /** Whether lines may hold escape sequences of colours. */
    public enum Style {
        PLAIN,
        COLOURED
    }

    private final TextWrapper wrapper;
    private final int width;
    private final boolean isWide;
    private final Style style;

    /** @param columns width of the terminal; taken as 40 to 120, beyond which lines are hard to read */
    public TerminalSummary(int columns, Style style) {
        this.width = Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, columns));
        this.wrapper = new TextWrapper(width);
        this.isWide = width >= WIDE;
        this.style = style;
    }

    /**
     * Lines without line ends, none wider than the terminal.
     *
     * @param files where the results are, as the user would name them
     */
    public List<String> lines(ReportModel model, List<String> files) {
        List<String> lines = new ArrayList<>();
        verdict(lines, model);
        lines.add("");
        model.layers().forEach(layer -> layer(lines, layer));
        services(lines, model);
        incidents(lines, model);
        notes(lines, model);
        lines.add("");
        files.forEach(file -> lines.addAll(wrapper.wrap("  ", 2, file)));
        return lines;
    }

    private void verdict(List<String> lines, ReportModel model) {
        Verdict verdict = model.verdict();
        boolean isHealthy = verdict.severity().equals("none");
        boolean isUnclear = Words.isUnclear(verdict);
        String badge =
                isUnclear ? "UNCLEAR" : isHealthy ? "OK" : verdict.severity().toUpperCase(Locale.ROOT);
        String key = isUnclear ? "info" : verdict.severity();
        int indent = badge.length() + 2;
        addPainted(lines, wrapper.wrap(badge + "  ", indent, verdict.sentence()), "", badge, key);
        if (isUnclear || !isHealthy) {
            String detail = Wording.percent(verdict.confidence()) + " confidence"
                    + (verdict.confidenceWhy().isEmpty() ? "" : ": " + String.join("; ", verdict.confidenceWhy()));
            lines.addAll(wrapper.wrap(" ".repeat(indent), indent, detail));
        }
        if (verdict.firstAction() != null) {
            String action = "Do first: " + Wording.uncapitalized(verdict.firstAction());
            lines.addAll(wrapper.wrap(" ".repeat(indent), indent, action));
        }
    }

    private void layer(List<String> lines, LayerState layer) {
        String status = layer.status().replace('_', ' ');
        String name = "  " + padded(layer.layer());
        if (isWide) {
            String head = name + padded(status) + " ";
            addPainted(lines, wrapper.wrap(head, head.length(), layer.why()), name, status, layer.status());
        } else {
            lines.add(name + coloured(layer.status(), status));
            lines.addAll(wrapper.wrap("    ", 4, layer.why()));
        }
    }

    /** Services in trouble as lines, layers as columns; where the terminal is narrow, the layer that says most. */
    private void services(List<String> lines, ReportModel model) {
        if (model.serviceCount() == 0) {
            return;
        }
        lines.add("");
        List<Ladder> troubled = model.services().stream()
                .filter(ladder ->
                        ladder.status().equals("failing") || ladder.status().equals("degraded"))
                .limit(MAX_SERVICES)
                .toList();
        String count = Words.inTrouble(model.serviceCount(), model.servicesInTrouble(), "service", "services")
                + (troubled.isEmpty() ? "" : ":");
        lines.addAll(wrapper.wrap("  ", 2, count));
        int nameColumns = 2
                + troubled.stream()
                        .mapToInt(ladder -> name(ladder).length())
                        .max()
                        .orElse(0);
        List<String> layers = shownLayers(troubled);
        int layerColumns = layers.stream().mapToInt(TerminalSummary::columns).sum() - GAP;
        boolean isMatrix = isWide && nameColumns + 4 + layerColumns <= width;
        if (isMatrix && !troubled.isEmpty()) {
            StringBuilder head = new StringBuilder("    " + " ".repeat(nameColumns));
            layers.forEach(layer -> head.append(layer).append(" ".repeat(columns(layer) - layer.length())));
            lines.add(head.toString().stripTrailing());
        }
        for (Ladder ladder : troubled) {
            if (isMatrix) {
                lines.add(matrixLine(ladder, nameColumns, layers));
            } else {
                lines.addAll(wrapper.wrap("    ", 6, name(ladder) + ": " + ladder.layer() + " " + ladder.status()));
            }
        }
        long more = model.servicesInTrouble() - troubled.size();
        if (more > 0) {
            lines.addAll(wrapper.wrap("    ", 4, "and " + Display.number(more) + " more in trouble, in the report"));
        }
    }

    private static List<String> shownLayers(List<Ladder> ladders) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; !ladders.isEmpty() && i < ladders.get(0).layers().size(); i++) {
            int layer = i;
            boolean isSeen = ladders.stream()
                    .anyMatch(ladder -> !ladder.layers().get(layer).status().equals(NOT_OBSERVED));
            if (i < LOWER_LAYERS || isSeen) {
                shown.add(ladders.get(0).layers().get(i).layer());
            }
        }
        return shown;
    }

    private static int columns(String layer) {
        return Math.max(layer.length(), LONGEST_STATUS) + GAP;
    }

    private String matrixLine(Ladder ladder, int nameColumns, List<String> layers) {
        StringBuilder line = new StringBuilder("    ").append(name(ladder));
        int gap = nameColumns - name(ladder).length();
        for (LayerState layer : ladder.layers()) {
            if (layers.contains(layer.layer())) {
                String status = layer.status().equals(NOT_OBSERVED) ? "-" : layer.status();
                line.append(" ".repeat(gap)).append(coloured(layer.status(), status));
                gap = columns(layer.layer()) - status.length();
            }
        }
        return line.toString();
    }

    private static String name(Ladder ladder) {
        return ladder.ip() + " " + ladder.service();
    }

    private void incidents(List<String> lines, ReportModel model) {
        List<Incident> incidents = model.incidents();
        for (Incident incident : incidents.subList(0, Math.min(MAX_INCIDENTS, incidents.size()))) {
            lines.add("");
            String number = "  " + incident.id() + "  ";
            String head = number + incident.severity() + "  ";
            addPainted(
                    lines, wrapper.wrap(head, 5, incident.title()), number, incident.severity(), incident.severity());
            if (!isTold(incident.summary(), model)) {
                lines.addAll(wrapper.wrap("     ", 5, incident.summary()));
            }
            lines.addAll(wrapper.wrap("     ", 5, who(incident)));
        }
        more(lines, incidents.size() - MAX_INCIDENTS);
    }

    private static String who(Incident incident) {
        String clients = side(incident.scope().clients(), incident.scope().clientCount(), "clients");
        String servers = side(incident.scope().servers(), incident.scope().serverCount(), "servers");
        String hosts = clients.isEmpty() || servers.isEmpty() ? clients + servers : clients + " -> " + servers;
        String service =
                incident.scope().service() == null ? "" : " " + incident.scope().service();
        return (hosts + service).strip() + (hosts.isEmpty() && service.isEmpty() ? "" : ", ") + "since "
                + second(incident.start());
    }

    private static String side(List<String> addresses, long count, String many) {
        if (count == 0) {
            return "";
        }
        return count == 1 ? addresses.get(0) : Display.number(count) + " " + many;
    }

    private void notes(List<String> lines, ReportModel model) {
        List<String> notes = new ArrayList<>();
        if (model.selection() != null) {
            notes.add("capture: " + SelectionText.of(model.selection(), model.packets()));
        }
        model.captureQuality().stream()
                .filter(note -> !isTold(note.summary(), model))
                .forEach(note -> notes.add("capture: " + note.summary()));
        model.findings().stream()
                .filter(finding -> finding.status().equals("note"))
                .forEach(finding -> notes.add("note: " + finding.summary()));
        if (!notes.isEmpty()) {
            lines.add("");
            notes.stream().limit(MAX_NOTES).forEach(note -> lines.addAll(wrapper.wrap("  ", 4, note)));
            more(lines, notes.size() - MAX_NOTES);
        }
    }

    /** True if the verdict's sentence says it already, up to the first letter's case and the full stop. */
    private static boolean isTold(String summary, ReportModel model) {
        String clause = summary.replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
        return model.verdict().sentence().toLowerCase(Locale.ROOT).contains(clause);
    }

    private void more(List<String> lines, int count) {
        if (count > 0) {
            lines.addAll(wrapper.wrap("  ", 2, "and " + Display.number(count) + " more, in the report"));
        }
    }

    /** {@code 2026-11-20 08:00:01 UTC} of ISO-8601 text. */
    private static String second(String time) {
        return time.substring(0, 19).replace('T', ' ') + " UTC";
    }

    private static String padded(String word) {
        return word + " ".repeat(Math.max(1, NAME_COLUMNS - word.length()));
    }

    /** Adds lines whose first begins with {@code before} and {@code word}, the word coloured by its key. */
    private void addPainted(List<String> lines, List<String> wrapped, String before, String word, String key) {
        String rest = wrapped.get(0).substring(before.length() + word.length());
        lines.add(before + coloured(key, word) + rest);
        lines.addAll(wrapped.subList(1, wrapped.size()));
    }

    private String coloured(String key, String text) {
        if (style == Style.PLAIN) {
            return text;
        }
        String code = switch (key) {
            case "critical", "high", "failing" -> "1;31";
            case "medium", "degraded" -> "1;33";
            case "none", "healthy" -> "1;32";
            case "low" -> "1;34";
            default -> "2";
        };
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
