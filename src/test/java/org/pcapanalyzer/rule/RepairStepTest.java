package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RepairStepTest {
    @Test
    void shouldTakeTheNoteFromTheCommand() {
        assertEquals(
                new RepairStep("ping -M do -s 1372 10.1.0.2", "from 10.2.0.2: passes"),
                RepairStep.of("ping -M do -s 1372 10.1.0.2   # from 10.2.0.2: passes"));
    }

    @Test
    void shouldKeepAHashThatBelongsToTheCommand() {
        assertEquals(new RepairStep("grep '#' file", ""), RepairStep.of("grep '#' file"));
        assertEquals(new RepairStep("grep '# x' file", "a note"), RepairStep.of("grep '# x' file  # a note"));
    }

    @Test
    void shouldTellSentencesFromCommands() {
        assertEquals(new RepairStep("", "Restart the service."), RepairStep.of("Restart the service."));
        assertEquals(new RepairStep("ss -s", ""), RepairStep.of("ss -s"));
    }

    @Test
    void shouldTakeCommandsOfSeveralLines() {
        assertEquals(new RepairStep("ip a\nip r", "on the client"), RepairStep.of("ip a\nip r   # on the client"));
    }
}
