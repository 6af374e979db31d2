package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleListingTest {

    @TempDir
    private Path rules;

    @BeforeEach
    void addRules() throws Exception {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("explains: []", "explains: [b-rule]"));
        RuleFixture.write(rules, "network/b-rule.yaml", RuleFixture.renamed("b-rule", "network", "", ""));
    }

    @Test
    void shouldListRulesAndThoseThatAreOff() throws Exception {
        RuleSettings settings = RuleSettings.of(List.of(), List.of(), List.of("b-rule"));
        assertEquals(
                List.of(
                        "RULE            LAYER        SEVERITY  TITLE",
                        "b-rule          network      low       Slow handshake (off)",
                        "slow-handshake  transport    low       Slow handshake"),
                RuleListing.list(RuleLibrary.load(List.of(rules), settings)));
    }

    @Test
    void shouldShowAllThatARuleSaysWithTheValuesInForce() throws Exception {
        RuleSettings settings = RuleSettings.of(List.of("slow-handshake.limit_ns=7"), List.of(), List.of());
        Rule rule = RuleLibrary.load(List.of(rules), settings)
                .rule("slow-handshake")
                .orElseThrow();
        List<String> lines = RuleListing.show(rule);
        assertEquals("slow-handshake: Slow handshake", lines.get(0));
        assertEquals("layer transport, severity low", lines.get(1));
        for (String line : List.of(
                "The handshake takes long.",
                "  limit_ns = 7 ns",
                "      A second is felt.",
                "  b-rule",
                "  - A slow host.",
                "  - move closer",
                "  RFC 9293",
                "  SELECT",
                "  ORDER BY worst_ns DESC",
                "  healthy")) {
            assertTrue(lines.contains(line), () -> line + " in " + lines);
        }
        assertTrue(!lines.contains("Withdrawn by"), lines::toString);
    }

    @Test
    void shouldWrapLongTexts() throws Exception {
        String text = "word ".repeat(60).strip();
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("The handshake takes long.", text));
        List<String> lines =
                RuleListing.show(RuleFixture.load(rules).rule("slow-handshake").orElseThrow());
        assertTrue(lines.stream().filter(line -> line.startsWith("word")).allMatch(line -> line.length() <= 100));
        assertEquals(60, String.join(" ", lines).split("\\bword\\b", -1).length - 1);
    }
}
