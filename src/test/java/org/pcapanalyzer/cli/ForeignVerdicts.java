package org.pcapanalyzer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What we say of captures of strangers, as {@code docs/captures.md} has it: a row per capture that is said to show something,
 * with the rules that report, and in words why nothing reports where one would expect it. {@link #main} writes the rows again
 * and keeps the words.
 */
final class ForeignVerdicts {
    static final Path CAPTURES = Path.of("../shared/captures");
    static final Path PAGE = Path.of("docs", "captures.md");
    private static final String HEAD = "| capture | shows | incidents | notes | quality of the capture | in words |";
    private static final String NOTHING = "none";
    private static final int COLUMNS = 6;

    private ForeignVerdicts() {}

    /**
     * A row of the page.
     *
     * @param origin project and path, by which anybody finds the capture
     * @param shows  what its collector saw in it, with tshark's counts
     */
    record Row(String origin, String shows, String incidents, String notes, String quality, String words) {
        Row with(Verdict verdict) {
            return new Row(origin, shows, verdict.incidents(), verdict.notes(), verdict.quality(), words);
        }

        Verdict verdict() {
            return new Verdict(incidents, notes, quality);
        }

        @Override
        public String toString() {
            return "| " + String.join(" | ", origin, shows, incidents, notes, quality, words) + " |";
        }
    }

    /** Rules by what became of their findings, each once, in the order of the report. */
    record Verdict(String incidents, String notes, String quality) {
        static Verdict of(Path reportJson) throws IOException {
            JsonNode report = new ObjectMapper().readTree(reportJson.toFile());
            List<JsonNode> notes = new ArrayList<>();
            report.get("findings").forEach(finding -> {
                if (finding.get("status").asText().equals("note")) {
                    notes.add(finding);
                }
            });
            return new Verdict(rules(report.get("incidents")), rules(notes), rules(report.get("capture_quality")));
        }

        private static String rules(Iterable<JsonNode> findings) {
            Map<String, Boolean> rules = new LinkedHashMap<>();
            findings.forEach(finding -> rules.put(finding.get("rule").asText(), true));
            return rules.isEmpty() ? NOTHING : String.join(", ", rules.keySet());
        }
    }

    /** Rows of the page by the capture's path below the folder of captures; empty without that folder. */
    static Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        Map<String, Row> byOrigin = page().stream().collect(Collectors.toMap(Row::origin, row -> row));
        for (String[] capture : manifest()) {
            String origin = cell(capture[5]);
            Row fresh = new Row(origin, cell(capture[6]), "", "", "", "");
            rows.put(capture[0], byOrigin.getOrDefault(origin, fresh));
        }
        return rows;
    }

    private static List<Row> page() throws IOException {
        if (!Files.exists(PAGE)) {
            return List.of();
        }
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(HEAD))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(ForeignVerdicts::row)
                .toList();
    }

    private static Row row(String line) {
        String[] cells = line.substring(1).split("\\|", -1);
        if (cells.length != COLUMNS + 1) {
            throw new IllegalStateException("no row of " + PAGE + ": " + line);
        }
        return new Row(
                cells[0].strip(),
                cells[1].strip(),
                cells[2].strip(),
                cells[3].strip(),
                cells[4].strip(),
                cells[5].strip());
    }

    private static List<String[]> manifest() throws IOException {
        if (!Files.exists(CAPTURES.resolve("MANIFEST.tsv"))) {
            return List.of();
        }
        return Files.readAllLines(CAPTURES.resolve("MANIFEST.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static String cell(String text) {
        return text.replace('|', '/').strip();
    }

    /** Analyses every capture, writes the table of the page again, and prints what changed with the verdict's sentence. */
    public static void main(String[] arguments) throws IOException {
        List<String> lines = new ArrayList<>();
        Path scratch = Files.createTempDirectory("foreign-verdicts");
        for (Map.Entry<String, Row> entry : rows().entrySet()) {
            Path out = scratch.resolve(entry.getKey().replace('/', '_'));
            Run run =
                    Run.of(CAPTURES.resolve(entry.getKey()).toString(), "-q", "--format", "json", "-o", out.toString());
            Row row = entry.getValue();
            if (run.status() == 0) {
                Path report = out.resolve("report.json");
                Row now = row.with(Verdict.of(report));
                String sentence = new ObjectMapper()
                        .readTree(report.toFile())
                        .at("/verdict/sentence")
                        .asText();
                System.out.printf(
                        Locale.ROOT,
                        "%s%s%n    shows: %s%n    says: %s / %s / %s%n    %s%n",
                        now.equals(row) ? "" : "* ",
                        entry.getKey(),
                        row.shows(),
                        now.incidents(),
                        now.notes(),
                        now.quality(),
                        sentence);
                row = now;
            } else {
                System.out.printf("! %s%n    %s%n", entry.getKey(), run.err().strip());
            }
            lines.add(row.toString());
        }
        if (List.of(arguments).contains("--write")) {
            List<String> page = Files.exists(PAGE)
                    ? Files.readAllLines(PAGE).stream()
                            .takeWhile(line -> !line.equals(HEAD))
                            .collect(Collectors.toCollection(ArrayList::new))
                    : new ArrayList<>();
            page.add(HEAD);
            page.add("| --- ".repeat(COLUMNS) + "|");
            page.addAll(lines);
            Files.write(PAGE, page);
        }
    }
}
