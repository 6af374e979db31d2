package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Causes of resends are those that the laboratory knows (samples/lab/README.md), frame by frame. What a capture does
 * not show is not compared.
 */
final class CauseTruthTest {
    private static final Path PLAYS = Path.of("samples/causes");
    private static final String TRUTH = ".truth.tsv";
    private static final String QUERY = "SELECT frame, cause, lost FROM tcp_events WHERE cause IS NOT NULL";
    private static final String NOT_LOST = "-";

    @TempDir
    private Path scratch;

    private record Row(long frame, String cause, String lost, boolean shown) {}

    static Stream<String> plays() throws IOException {
        try (Stream<Path> files = Files.list(PLAYS)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(TRUTH))
                    .map(name -> name.substring(0, name.length() - TRUTH.length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("plays")
    void shouldTellTheCausesThatTheLaboratoryKnows(String play) throws IOException {
        List<Row> truth = truth(play);
        Set<Long> notShown =
                truth.stream().filter(row -> !row.shown()).map(Row::frame).collect(Collectors.toSet());

        assertEquals(byFrame(truth, notShown), byFrame(told(play), notShown));
    }

    @Test
    void shouldHaveEveryCauseAmongThem() throws IOException {
        Set<String> causes = new TreeSet<>();
        for (String play : plays().toList()) {
            truth(play).stream().filter(Row::shown).map(Row::cause).forEach(causes::add);
        }
        List<String> wanted = List.of(
                "capture_duplicate",
                "fast_retransmit",
                "keepalive",
                "reordering",
                "spurious",
                "tail_loss_probe",
                "timeout",
                "window_probe");
        assertTrue(causes.containsAll(wanted), () -> "only " + causes);
    }

    private static TreeMap<Long, String> byFrame(List<Row> rows, Set<Long> notShown) {
        TreeMap<Long, String> causes = new TreeMap<>();
        rows.stream()
                .filter(row -> !notShown.contains(row.frame()))
                .forEach(row -> causes.put(row.frame(), row.cause() + " " + row.lost()));
        return causes;
    }

    private static List<Row> truth(String play) throws IOException {
        return Files.readAllLines(PLAYS.resolve(play + TRUTH)).stream()
                .skip(1)
                .map(line -> row(line.split("\t")))
                .toList();
    }

    private List<Row> told(String play) {
        Path out = scratch.resolve(play);
        Run analysis =
                Run.of(PLAYS.resolve(play + ".pcapng").toString(), "--quiet", "--format", "json", "-o", out.toString());
        assertEquals(0, analysis.status(), analysis::err);
        Run query = Run.of("sql", out.resolve("flows.duckdb").toString(), QUERY, "--format", "csv");
        return query.out()
                .lines()
                .skip(1)
                .map(line -> row((line + ",yes").split(",")))
                .toList();
    }

    private static Row row(String[] cells) {
        assertTrue(cells.length >= 4, () -> Arrays.toString(cells));
        return new Row(Long.parseLong(cells[0]), cells[1], cells[2].replace(NOT_LOST, ""), cells[3].equals("yes"));
    }
}
