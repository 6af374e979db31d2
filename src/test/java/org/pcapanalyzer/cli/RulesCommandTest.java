package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that we ship, as {@code analyze rules} sees them. */
final class RulesCommandTest {
    @Test
    void shouldFindOurRulesSound() {
        Run run = Run.of("rules", "check");
        assertEquals(0, run.status(), run.err());
    }

    @Test
    void shouldFireOnTheSamplesThatRulesNameAndStaySilentOnTheOthers() {
        Run run = Run.of("rules", "test");
        assertEquals(0, run.status(), () -> run.err() + failures(run.out()));
        assertTrue(run.out().lines().count() > 44, "each rule names samples of both kinds");
    }

    @Test
    void shouldListAndShowRules() {
        assertTrue(Run.of("rules", "list").out().contains("mtu-black-hole"));
        Run show = Run.of("rules", "show", "mtu-black-hole");
        assertEquals(0, show.status());
        assertTrue(show.out().contains("--set mtu-black-hole."), show.out());
        assertEquals(2, Run.of("rules", "show", "no-such-rule").status());
        assertEquals(2, Run.of("rules", "dance").status());
    }

    private static List<String> failures(String out) {
        assertFalse(out.isEmpty());
        return out.lines().filter(line -> line.startsWith("FAIL")).toList();
    }
}
