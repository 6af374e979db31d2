package org.pcapanalyzer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.rule.Narrative;

class FirstActionTest {
    @Test
    void shouldPutThePlaceBeforeTheCommand() {
        assertEquals(
                "On 10.2.0.2 run: ss -ltn (does anything listen, and on which address)",
                action("ss -ltn   # on 10.2.0.2: does anything listen, and on which address"));
        assertEquals("From fd42::2 run: ping -c 3 fd42::3", action("ping -c 3 fd42::3   # from fd42::2"));
    }

    @Test
    void shouldFindTheEndOfThePlaceOutsideOfBrackets() {
        assertEquals(
                "On each router (r1, r2 and r3) run: ip route (one knows)",
                action("ip route   # on each router (r1, r2 and r3): one knows"));
    }

    @Test
    void shouldTakeANoteWithoutAPlaceForARemark() {
        assertEquals("Run: tcpdump -U (whole frames)", action("tcpdump -U   # whole frames"));
        assertEquals("Run: ss -s", action("ss -s"));
        assertEquals("Start the service.", action("Start the service."));
    }

    @Test
    void shouldLeaveOutARemarkThatIsTooLong() {
        assertEquals("On h run: ss -s", action("ss -s   # on h: " + "what it says, ".repeat(20)));
    }

    @Test
    void shouldCheckWhereThereIsNothingToMend() {
        assertEquals(Optional.of("Run: ping h"), FirstAction.of(narrative(List.of(), List.of("ping h"))));
        assertEquals(Optional.empty(), FirstAction.of(narrative(List.of(), List.of())));
    }

    private static String action(String fix) {
        return FirstAction.of(narrative(List.of(fix, "reboot"), List.of("uptime")))
                .orElseThrow();
    }

    private static Narrative narrative(List<String> fix, List<String> verify) {
        return new Narrative("", "", List.of(), "", fix, verify, "");
    }
}
