package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Captures of strangers, where they are: each ends with the verdict of docs/captures.md or one line, and loses no frame. */
final class ForeignCapturesTest {
    private static final Path CAPTURES = Path.of("../shared/captures");

    /** Where tshark counts other packets, and why we are right to differ. */
    private static final Map<String, Long> OTHER_COUNTS = Map.of(
            // A record that claims 16 MB follows the first frame: tshark takes the rest for another variant of the
            // format.
            "corrupt/suricata_fuzz_cut.pcap", 1L);

    @TempDir
    private Path scratch;

    @TestFactory
    Stream<DynamicTest> shouldAnalyseEachCaptureOrSayWhyNotInOneLine() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES));
        Map<String, Long> packetCounts = oracle();
        packetCounts.putAll(OTHER_COUNTS);
        Map<String, ForeignVerdicts.Row> rows = ForeignVerdicts.rows();
        return packetCounts.keySet().stream()
                .map(name ->
                        DynamicTest.dynamicTest(name, () -> analyse(name, packetCounts.get(name), rows.get(name))));
    }

    private void analyse(String name, long packetCount, ForeignVerdicts.Row row) throws IOException {
        Path out = scratch.resolve(name.replace('/', '_'));
        Run run = Run.of(CAPTURES.resolve(name).toString(), "-q", "-o", out.toString());
        if (run.status() != 0) {
            assertEquals(1, run.status(), run.err());
            run.errorLine();
            return;
        }
        assertEquals("", run.err());
        assertEquals(
                row.verdict(),
                ForeignVerdicts.Verdict.of(out.resolve("report.json")),
                "docs/captures.md is out of date: look at what changed and write it again with ForeignVerdicts --write");
        JsonNode capture =
                new ObjectMapper().readTree(out.resolve("report.json").toFile()).at("/captures/0");
        if (packetCount > 0) {
            assertEquals(packetCount, capture.get("packets").asLong());
        }
        assertTrue(capture.get("packets").asLong()
                == capture.get("frames_analysed").asLong()
                        + capture.get("frames_set_aside").asLong());
    }

    /** Packets per capture as tshark counts them; 0 where it cannot open the file. */
    private static Map<String, Long> oracle() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : Files.readAllLines(CAPTURES.resolve("ORACLE.tsv"))) {
            String[] fields = line.split("\t");
            if (!fields[0].equals("path")) {
                counts.put(fields[0], fields[2].matches("\\d+") ? Long.parseLong(fields[2]) : 0);
            }
        }
        return counts;
    }
}
