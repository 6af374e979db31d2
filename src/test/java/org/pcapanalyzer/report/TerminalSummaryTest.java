package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.report.TerminalSummary.Style;

class TerminalSummaryTest {
    @TempDir
    private Path directory;

    @Test
    void shouldTellVerdictLayersIncidentsAndFiles() throws Exception {
        assertEquals("""
                HIGH  The path from 10.2.0.2 to 10.1.0.2 drops packets above 1400 bytes and
                      tells nobody.
                      95 % confidence
                      Do first: on the router at the narrow link run: ip6tables -L (what does it
                      drop)

                  link         healthy       Every ARP request was answered.
                  network      failing       Packets above 1400 bytes vanish on the way to
                                             10.1.0.2.
                  transport    degraded      2 of 8 connections stall; the cause lies below.
                  tls          not observed  No TLS in this capture.
                  application  not observed  Application messages are not examined.

                  1 service seen, in trouble:
                                     link      network   transport
                    10.2.0.2 tcp/80  healthy   degraded  degraded

                  1  high  MTU black hole
                     2 of 8 connections from 10.2.0.2 to 10.1.0.2 hang: packets of 1500 bytes
                     are sent up to 9 times and never arrive, while packets of 431 bytes pass at
                     the same time.
                     10.1.0.2 -> 10.2.0.2 tcp/80, since 2026-11-21 14:05:46 UTC

                  x.analysis/report.html\
                """, String.join("\n", lines(ReportFixture.blackHole(), 80, Style.PLAIN)));
    }

    @Test
    void shouldTakeNoComfortInACaptureThatShowsTooLittle() throws Exception {
        assertTrue(lines(ReportFixture.healthy(), 80, Style.PLAIN).get(0).startsWith("OK  Nothing is wrong"));
        assertEquals(
                List.of("UNCLEAR  The capture holds no packets.", "         0 % confidence"),
                lines(ReportFixture.empty(), 80, Style.PLAIN).subList(0, 2));
    }

    @Test
    void shouldFitAnyWidth() throws Exception {
        for (ReportFixture fixture : ReportWriterTest.fixtures()) {
            ReportModel model = model(fixture);
            for (int columns = 40; columns <= 200; columns += 7) {
                for (String line :
                        new TerminalSummary(columns, Style.PLAIN).lines(model, List.of("d/" + "x".repeat(90)))) {
                    assertTrue(TextWrapper.width(line) <= columns, columns + ": " + line);
                }
            }
        }
    }

    @Test
    void shouldPrintNoEscapeSequenceUnlessTold() throws Exception {
        for (ReportFixture fixture : ReportWriterTest.fixtures()) {
            String text = String.join("", lines(fixture, 60, Style.PLAIN));
            assertFalse(text.chars().anyMatch(Character::isISOControl), text);
        }
    }

    @Test
    void shouldColourWordsAndNothingOfTheCapture() throws Exception {
        List<String> lines = lines(ReportFixture.hostile("\u001b[5mblink"), 60, Style.COLOURED);

        assertTrue(lines.get(0).startsWith("\u001b[1;31mHIGH\u001b[0m  <U+001B>[5mblink"), lines.get(0));
        assertEquals(
                String.join("\n", lines(ReportFixture.hostile("\u001b[5mblink"), 60, Style.PLAIN)),
                String.join("\n", lines).replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void shouldNotSayTwiceWhatTheVerdictSays() throws Exception {
        List<String> lines = lines(ReportFixture.hostile("The server refuses."), 80, Style.PLAIN);

        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.contains("HIGH  The server refuses."))
                        .count());
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("  capture:")));
    }

    @Test
    void shouldTellDoubtsAndNotes() throws Exception {
        List<String> lines = lines(ReportFixture.outage(), 120, Style.PLAIN);

        assertTrue(
                lines.contains("  capture: 4.1 % of the acknowledged bytes are not in the capture: it lost packets that"
                        + " the network carried."));
        assertTrue(lines.contains("  note: A router tells an MTU of 1400 bytes, and the sender heeds it."));
    }

    @Test
    void shouldNameTheServicesInTroubleAndTheLayerThatFails() throws Exception {
        List<String> wide = lines(ReportFixture.outage(), 120, Style.PLAIN);
        int first = wide.indexOf("  1,240 services seen, 2 in trouble:");
        assertEquals(
                List.of(
                        "                                                    link      network   transport",
                        "    192.0.2.80 tcp/443                              healthy   healthy   failing",
                        "    2001:db8:1234:5678:9abc:def0:1234:1001 tcp/443  healthy   healthy   failing"),
                wide.subList(first + 1, first + 4));
        assertTrue(
                lines(ReportFixture.outage(), 60, Style.PLAIN).contains("    192.0.2.80 tcp/443: transport failing"));
    }

    @Test
    void shouldSayWhatLowersTheConfidence() throws Exception {
        assertTrue(lines(ReportFixture.outage(), 120, Style.PLAIN)
                .contains("          90 % confidence: of the capture: Packets were lost"));
    }

    private List<String> lines(ReportFixture fixture, int columns, Style style) throws Exception {
        return new TerminalSummary(columns, style).lines(model(fixture), List.of("x.analysis/report.html"));
    }

    private ReportModel model(ReportFixture fixture) throws Exception {
        try (fixture) {
            return new ReportWriter(directory, Set.of(ReportFormat.JSON))
                    .write(fixture.input, ReportFacts.read(fixture.connection()), fixture.connection())
                    .model();
        }
    }
}
