package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main command as its user meets it. */
final class AnalyzeCommandTest {
    private static final String FAULTY = "samples/mtu-black-hole.pcapng";
    private static final String HEALTHY = "samples/healthy.pcapng";

    @TempDir
    private Path scratch;

    @Test
    void shouldPrintTheVerdictAndWhereTheResultsAre() throws IOException {
        Run run = Run.of(FAULTY, "-o", out());
        assertEquals(0, run.status());
        assertEquals("", run.err());
        assertTrue(run.out().contains("Path MTU black hole"), run.out());
        assertTrue(run.out().contains(Path.of(out(), "report.html").toString()), run.out());
        assertEquals("[evidence, flows.duckdb, report.html, report.json, report.md]", results());
    }

    @Test
    void shouldPrintNothingWhenQuiet() {
        Run run = Run.of(HEALTHY, "-q", "-o", out());
        assertEquals("", run.out());
        assertEquals("", run.err());
    }

    @Test
    void shouldSayHowLongStepsAndRulesTookWhenAsked() {
        Run run = Run.of(FAULTY, "-q", "--timings", "-o", out());
        assertEquals("", run.out());
        for (String line : new String[] {"Steps", "  frames read ", "  rules run ", "Rules", "  mtu-black-hole "}) {
            assertTrue(run.err().lines().anyMatch(said -> said.startsWith(line)), run.err());
        }
    }

    @Test
    void shouldWriteTheFormatsAskedForAndReplaceEarlierResults() throws IOException {
        Run.of(FAULTY, "-q", "-o", out());
        assertEquals(
                0, Run.of(HEALTHY, "-q", "--format", "json,md", "-o", out()).status());
        assertEquals("[flows.duckdb, report.json, report.md]", results());
    }

    @Test
    void shouldTellSchedulersOfIncidents() {
        assertEquals(4, Run.of(FAULTY, "-q", "--fail-on", "high", "-o", out()).status());
        assertEquals(
                0, Run.of(FAULTY, "-q", "--fail-on", "critical", "-o", out()).status());
        assertEquals(0, Run.of(HEALTHY, "-q", "--fail-on", "info", "-o", out()).status());
    }

    @Test
    void shouldLeaveRulesOutAndTuneThem() throws IOException {
        Run.of(FAULTY, "-q", "--disable", "mtu-black-hole", "-o", out());
        assertFalse(report().contains("\"rule\" : \"mtu-black-hole\""));
        Run.of(FAULTY, "-q", "--set", "mtu-black-hole.min_sends=1000", "-o", out());
        assertFalse(report().contains("\"rule\" : \"mtu-black-hole\""));
        Run.of(FAULTY, "-q", "--only", "mtu-black-hole", "-o", out());
        assertTrue(report().contains("\"rule\" : \"mtu-black-hole\""));
    }

    @Test
    void shouldGiveTheSameReportTwice() throws IOException {
        Run.of(FAULTY, "-q", "-o", out());
        String first = report();
        Run.of(FAULTY, "-q", "-o", out());
        assertEquals(first, report());
    }

    @Test
    void shouldAnswerQueriesOnItsResults() {
        Run.of(FAULTY, "-q", "-o", out());
        String database = Path.of(out(), "flows.duckdb").toString();
        Run run = Run.of("sql", database, "SELECT rule FROM incidents", "--format", "csv");
        assertEquals("rule" + "\r\n" + "mtu-black-hole" + "\r\n", run.out().replaceAll("\r?\n", "\r\n"));
        Run refused = Run.of("sql", database, "DROP TABLE flows");
        assertEquals(1, refused.status());
        refused.errorLine();
    }

    @Test
    void shouldShowHelpAndVersion() {
        assertEquals(0, Run.of("--help").status());
        assertTrue(Run.of("--version").out().startsWith("analyze "));
        assertEquals(2, Run.of().status());
        assertTrue(Run.of("sql", "--help").out().contains("--format"));
    }

    private String out() {
        return scratch.resolve("out").toString();
    }

    private String report() throws IOException {
        return Files.readString(Path.of(out(), "report.json"));
    }

    private String results() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(out()))) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new))
                    .toString();
        }
    }
}
