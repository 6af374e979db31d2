package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --filter}, {@code --from} and {@code --to} as their user meets them. */
final class SelectionCommandTest {
    private static final String FAULTY = "samples/mtu-black-hole.pcapng";
    private static final String HEALTHY = "samples/healthy.pcapng";

    @TempDir
    private Path scratch;

    @Test
    void shouldAnalyseAPeriodAndSayEverywhereThatItIsAPart() throws IOException {
        JsonNode whole = analyse(FAULTY, "-q");
        Run run = Run.of(FAULTY, "--from", "+1s", "--to", "+5.5s", "-o", out());
        assertEquals("", run.err());
        JsonNode report = report();

        JsonNode capture = report.at("/captures/0");
        long selected = report.at("/selection/frames").asLong();
        assertTrue(selected > 0 && selected < capture.get("packets").asLong(), report.at("/selection") + "");
        assertEquals(selected, capture.get("frames_selected").asLong());
        assertConserved(capture, "outside_period", selected);
        assertTrue(report.at("/selection/filter").isNull());
        String first = whole.at("/captures/0/first").asText();
        assertTrue(report.at("/selection/from").asText().compareTo(first) > 0);
        assertTrue(capture.get("first")
                        .asText()
                        .compareTo(report.at("/selection/from").asText())
                >= 0);
        assertTrue(capture.get("last")
                        .asText()
                        .compareTo(report.at("/selection/to").asText())
                < 0);

        String words = selected + " of " + capture.get("packets").asText() + " packets: from ";
        assertTrue(run.out().contains("capture: " + words), run.out());
        assertTrue(report.at("/verdict/sentence").asText().contains("Only " + selected + " of"));
        String markdown = Files.readString(Path.of(out(), "report.md"));
        assertTrue(markdown.contains("Selection") && markdown.contains("| +5.5s |"), markdown);
    }

    @Test
    void shouldAnalyseWhatAFilterSelectsWithTheNumbersOfTheFile() throws IOException {
        assumeLibPcap();
        JsonNode whole = analyse(FAULTY, "-q");
        JsonNode report = analyse(FAULTY, "-q", "-f", "ip and not arp");
        assertConserved(
                report.at("/captures/0"),
                "not_matched_by_filter",
                report.at("/selection/frames").asLong());
        assertEquals("ip and not arp", report.at("/selection/filter").asText());
        assertEquals("mtu-black-hole", report.at("/incidents/0/rule").asText());
        assertEquals(whole.at("/incidents/0/evidence"), report.at("/incidents/0/evidence"));
        assertTrue(Files.size(Path.of(out(), "evidence/incident-1.pcapng")) > 0);
    }

    @Test
    void shouldCountTheFirstReasonForWhichAFrameIsLeftOut() throws IOException {
        assumeLibPcap();
        JsonNode capture =
                analyse(HEALTHY, "-q", "--filter", "tcp", "--to", "+1s").at("/captures/0");
        long setAside = 0;
        for (JsonNode count : capture.get("set_aside")) {
            setAside += count.asLong();
        }
        assertTrue(capture.at("/set_aside/outside_period").asLong() > 0, capture + "");
        assertTrue(capture.at("/set_aside/not_matched_by_filter").asLong() > 0, capture + "");
        assertEquals(capture.get("frames_set_aside").asLong(), setAside);
    }

    @Test
    void shouldSelectFromAllFilesOfASet() throws IOException {
        assumeLibPcap();
        JsonNode report = analyse(HEALTHY, FAULTY, "-q", "--packets", "--filter", "arp");
        long selected = 0;
        for (JsonNode capture : report.get("captures")) {
            assertConserved(
                    capture,
                    "not_matched_by_filter",
                    capture.get("frames_selected").asLong());
            selected += capture.get("frames_selected").asLong();
        }
        assertEquals(selected, report.at("/selection/frames").asLong());
        assertEquals(2, report.get("captures").size());
        String database = Path.of(out(), "flows.duckdb").toString();
        Run packets = Run.of(
                "sql", database, "--format", "csv", "SELECT count(*), min(ether_type), max(ether_type) FROM packets");
        assertTrue(packets.out().contains(selected + ",2054,2054"), packets.out());
    }

    @Test
    void shouldSayThatNothingWasSelected() throws IOException {
        Run run = Run.of(HEALTHY, "--to", "1971-01-01", "-o", out());
        assertEquals(0, run.status());
        assertTrue(run.out().contains("none is what was asked for"), run.out());
        assertTrue(report().at("/captures/0/first").isNull());
    }

    @Test
    void shouldSayNothingOfAPartWhereAllWasAskedFor() throws IOException {
        Run run = Run.of(HEALTHY, "-o", out());
        assertFalse(run.out().contains("capture: "), run.out());
        assertTrue(report().get("selection").isNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from | yesterday | analyze: --from: 'yesterday' is no time",
                "--to | 2026-13-01 | analyze: --to: '2026-13-01' is no time",
                "--filter | host www | analyze: --filter \"host www\": 'www' is neither",
                "--filter | port 99999 | analyze: --filter \"port 99999\": illegal port"
            })
    void shouldRefuseWhatCannotBeMeant(String option, String value, String expected) {
        assumeLibPcap();
        Run run = Run.of(HEALTHY, option, value, "-o", out());
        assertEquals(2, run.status());
        assertTrue(run.errorLine().startsWith(expected), run.err());
        assertFalse(Files.exists(Path.of(out())));
    }

    @Test
    void shouldRefuseAFilterWithoutAnyMeaningForTheCapture() {
        assumeLibPcap();
        Run run = Run.of(HEALTHY, "--filter", "wlan type data", "-o", out());
        assertEquals(2, run.status());
        assertTrue(run.errorLine().contains("802.11 link-layer types supported only on 802.11; no frame"), run.err());
        assertFalse(Files.exists(Path.of(out())));
    }

    @Test
    void shouldFollowAFlowOfASelection() {
        assumeLibPcap();
        String all = Run.of("follow", HEALTHY, "11").out();
        assertEquals(all, Run.of("follow", HEALTHY, "11", "--filter", "tcp").out());
        Run none = Run.of("follow", HEALTHY, "11", "--filter", "udp");
        assertEquals(1, none.status());
        assertTrue(none.errorLine().contains("no TCP flow begins with frame 11"), none.err());
    }

    private static void assertConserved(JsonNode capture, String reason, long selected) {
        long packets = capture.get("packets").asLong();
        assertEquals(
                packets,
                capture.get("frames_analysed").asLong()
                        + capture.get("frames_set_aside").asLong());
        assertEquals(packets - selected, capture.at("/set_aside/" + reason).asLong());
    }

    private JsonNode analyse(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-o";
        all[arguments.length + 1] = out();
        Run run = Run.of(all);
        assertEquals(0, run.status(), run.err());
        return report();
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(Path.of(out(), "report.json").toFile());
    }

    private String out() {
        return scratch.resolve("out").toString();
    }

    private static void assumeLibPcap() {
        Run run = Run.of("follow", HEALTHY, "11", "--filter", "tcp");
        assumeTrue(!run.err().contains("needs libpcap"), "no libpcap");
    }
}
