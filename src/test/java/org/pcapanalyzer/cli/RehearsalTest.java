package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a process of its own, as the launcher starts it. */
class RehearsalTest {
    private record Outcome(int status, String said) {}

    private static Outcome rehearse(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Rehearsal.class.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    @Test
    void shouldRunEachCommandLine() throws Exception {
        Outcome outcome = rehearse("--version", "+", "rules", "--help", "+", "--version");
        assertEquals(0, outcome.status(), outcome.said());
        String version = "analyze " + Version.get();
        assertEquals(2, outcome.said().lines().filter(version::equals).count(), outcome.said());
        assertTrue(outcome.said().contains("analyze rules"), outcome.said());
    }

    @Test
    void shouldEndWithTheFirstThatFails() throws Exception {
        Outcome outcome = rehearse("no-such-file.pcap", "+", "--version");
        assertNotEquals(0, outcome.status());
        assertTrue(outcome.said().contains("no-such-file.pcap"), outcome.said());
        assertFalse(outcome.said().contains("analyze " + Version.get()), outcome.said());
    }
}
