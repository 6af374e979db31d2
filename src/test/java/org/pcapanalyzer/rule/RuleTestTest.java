package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.rule.RuleTest.Said;

class RuleTestTest {

    @TempDir
    private Path rules;

    @TempDir
    private Path samples;

    @BeforeEach
    void addRuleAndSamples() throws IOException {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        RuleFixture.write(rules, "network/b-rule.yaml", RuleFixture.renamed("b-rule", "network", "", ""));
        Files.createFile(samples.resolve("slow.pcapng"));
    }

    @Test
    void shouldCompareWhatRulesReportWithWhatTheyMust() throws Exception {
        Files.createFile(samples.resolve("healthy.pcap"));
        List<Path> analysed = new ArrayList<>();
        List<RuleTest.Outcome> outcomes = new RuleTest(List.of(samples)).run(RuleFixture.load(rules), capture -> {
            analysed.add(capture);
            return Map.of("slow-handshake", new Said(true, "It is slow."), "b-rule", new Said(false, "Withdrawn."));
        });
        assertEquals(List.of(samples.resolve("healthy.pcap"), samples.resolve("slow.pcapng")), analysed);
        assertEquals(
                List.of(
                        "FAIL  b-rule is silent in slow, but must report: Withdrawn.",
                        "ok    b-rule is silent in healthy",
                        "ok    slow-handshake reports in slow",
                        "FAIL  slow-handshake reports in healthy, but must be silent: It is slow."),
                outcomes.stream().map(RuleTest.Outcome::toString).toList());
        assertEquals(2, outcomes.stream().filter(RuleTest.Outcome::passed).count());
    }

    @Test
    void shouldNotPassWithoutTheSample() throws Exception {
        RuleLibrary library = RuleFixture.load(rules);
        RuleException e = assertThrows(
                RuleException.class, () -> new RuleTest(List.of(samples)).run(library, capture -> Map.of()));
        assertTrue(
                e.getMessage().contains(":44: there is no sample 'healthy': see analyze rules check"), e::getMessage);
    }
}
