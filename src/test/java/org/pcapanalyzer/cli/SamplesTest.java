package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample of the lab gives the incidents written beside it and no others, and loses no frame on the way. */
final class SamplesTest {
    private static final Path SAMPLES = Path.of("samples");
    private static final String EXPECTED = ".expected.yaml";

    @TempDir
    private Path scratch;

    static Stream<String> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(EXPECTED))
                    .map(name -> name.substring(0, name.length() - EXPECTED.length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldGiveTheExpectedIncidentsAndNoOthers(String sample) throws IOException {
        JsonNode expected =
                new YAMLMapper().readTree(SAMPLES.resolve(sample + EXPECTED).toFile());
        JsonNode report = analyse(sample);

        JsonNode wanted = expected.get("incidents");
        JsonNode found = report.get("incidents");
        assertEquals(rules(wanted), rules(found));
        for (int number = 0; number < wanted.size(); number++) {
            assertHosts(wanted.get(number), found.get(number).get("scope"));
        }
        assertEquals(
                texts(expected.get("capture_quality")),
                new TreeSet<>(report.get("capture_quality").findValuesAsText("rule")));
    }

    @Test
    void shouldHaveAtLeastTheSamplesThatTheProductPromises() throws IOException {
        List<String> names = samples().toList();
        List<String> promised = List.of(
                "mtu-black-hole",
                "mtu-black-hole-ipv6",
                "path-mtu-discovery",
                "syn-dropped",
                "connection-refused",
                "retransmission-storm",
                "reordering-only",
                "fragment-loss",
                "idle-reset",
                "server-killed",
                "close-wait-leak",
                "time-wait-pileup",
                "zero-window",
                "capture-dropped",
                "capture-doubled",
                "healthy");
        assertTrue(names.containsAll(promised), () -> "missing of " + promised + " in " + names);
    }

    private JsonNode analyse(String sample) throws IOException {
        Path out = scratch.resolve(sample);
        Run run = Run.of(SAMPLES.resolve(sample + ".pcapng").toString(), "-q", "-o", out.toString());
        assertEquals(0, run.status(), run.err());
        return new ObjectMapper().readTree(out.resolve("report.json").toFile());
    }

    private static List<String> rules(JsonNode incidents) {
        return StreamSupport.stream(incidents.spliterator(), false)
                .map(incident -> incident.get("rule").asText())
                .toList();
    }

    /** A side that the expectation leaves out is not compared: a forged flood has no clients worth naming. */
    private static void assertHosts(JsonNode wanted, JsonNode scope) {
        for (String side : List.of("clients", "servers")) {
            if (wanted.has(side)) {
                assertEquals(texts(wanted.get(side)), texts(scope.get(side)), side);
            }
        }
    }

    private static TreeSet<String> texts(JsonNode list) {
        TreeSet<String> texts = new TreeSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
