package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.pcapanalyzer.report.ReportView.Step;

class StepTextTest {
    @Test
    void shouldTakeTheNoteFromTheCommand() {
        assertEquals(
                new Step("ping -M do -s 1372 10.1.0.2", "from 10.2.0.2: passes"),
                StepText.of("ping -M do -s 1372 10.1.0.2   # from 10.2.0.2: passes"));
    }

    @Test
    void shouldKeepAHashThatBelongsToTheCommand() {
        assertEquals(new Step("grep '#' file", ""), StepText.of("grep '#' file"));
        assertEquals(new Step("grep '# x' file", "a note"), StepText.of("grep '# x' file  # a note"));
    }

    @Test
    void shouldTellSentencesFromCommands() {
        assertEquals(new Step("", "Restart the service."), StepText.of("Restart the service."));
        assertEquals(new Step("ss -s", ""), StepText.of("ss -s"));
    }

    @Test
    void shouldTakeCommandsOfSeveralLines() {
        assertEquals(new Step("ip a\nip r", "on the client"), StepText.of("ip a\nip r   # on the client"));
    }
}
