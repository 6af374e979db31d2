package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTableTest {

    @TempDir
    private Path rules;

    @Test
    void shouldBeTheTableInTheDocumentation() throws Exception {
        RuleLibrary library = RuleLibrary.load(List.of(Path.of("rules")), RuleSettings.none());
        assertEquals(
                String.join("\n", RuleTable.markdown(library)) + "\n",
                Files.readString(Path.of("docs", "rules.md")),
                "docs/rules.md is out of date: analyzer/analyze rules list --format md > docs/rules.md");
    }

    @Test
    void shouldHaveARowForEachRuleUnderItsLayer() throws Exception {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("explains: []", "explains: [b-rule]"));
        RuleFixture.write(rules, "network/b-rule.yaml", RuleFixture.renamed("b-rule", "network", "", ""));
        List<String> lines = RuleTable.markdown(RuleFixture.load(rules));
        int network = lines.indexOf("## Layer network");
        int transport = lines.indexOf("## Layer transport");
        assertTrue(network > 0 && transport > network, lines::toString);
        assertTrue(
                lines.get(network + 4).startsWith("| [b-rule](../rules/network/b-rule.yaml) | low | "),
                lines::toString);
        assertTrue(lines.get(transport + 4).contains("| `limit_ns` 1000000000 ns | b-rule |"), lines::toString);
    }
}
