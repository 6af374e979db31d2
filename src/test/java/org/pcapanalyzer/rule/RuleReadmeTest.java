package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code rules/README.md} tells authors holds. */
class RuleReadmeTest {
    private static final Path RULES = Path.of("rules");

    @TempDir
    private Path directory;

    @Test
    void shouldShowARuleThatPassesTheCheck() throws IOException {
        Path rules = writeExample();
        Path samples = Files.createDirectory(directory.resolve("samples"));
        Files.createFile(samples.resolve("slow-handshake.pcapng"));
        List<RuleProblem> problems =
                new RuleCheck(RuleFixture.SCHEMA, List.of(samples, Path.of("samples"))).check(List.of(RULES, rules));
        assertEquals(
                List.of(),
                problems.stream()
                        .filter(p -> p.source().contains("slow-handshake"))
                        .toList());
    }

    @Test
    void shouldShowARuleThatReports() throws Exception {
        RuleLibrary library = RuleLibrary.load(
                List.of(RULES, writeExample()), RuleSettings.of(List.of(), List.of("slow-handshake"), List.of()));
        try (Connection db = RuleFixture.tables()) {
            for (int i = 1; i <= 3; i++) {
                RuleFixture.flow(db, i, "10.0.0." + i, "10.0.0.9", 80, 600_000_000L + i);
            }
            List<Finding> findings = new RuleRunner(library)
                    .run(db).findings().stream()
                            .filter(f -> f.rule().id().equals("slow-handshake"))
                            .toList();
            assertEquals(1, findings.size());
            assertEquals(
                    "10.0.0.9 takes 600 ms (at worst 600 ms) to answer a SYN in 3 flows of 10.0.0.1, 10.0.0.2 and 10.0.0.3.",
                    findings.get(0).narrative().summary());
            assertEquals(2, findings.get(0).evidence().size());
            assertEquals(Severity.MEDIUM, findings.get(0).severity());
        }
    }

    @Test
    void shouldNameTheLimitsInForce() throws IOException {
        String readme = Files.readString(RULES.resolve("README.md"));
        assertTrue(readme.contains("At most " + CompiledRule.MAX_FINDINGS + " rows of a rule are kept"));
        assertTrue(readme.contains("holds the first " + MatchColumns.MAX_EVIDENCE_FLOWS + "."));
        assertTrue(readme.contains("first\n" + RuleQueries.MAX_EVIDENCE + " frames"));
        assertTrue(readme.contains("without it " + CompiledRule.DEFAULT_CONFIDENCE + " |"));
        for (String function : TextFunctions.ALL.keySet()) {
            assertTrue(readme.contains("| `" + function + "("), function);
        }
    }

    private Path writeExample() throws IOException {
        String readme = Files.readString(RULES.resolve("README.md"));
        int begin = readme.indexOf("```yaml\n") + "```yaml\n".length();
        return RuleFixture.write(
                        directory,
                        "rules/transport/slow-handshake.yaml",
                        readme.substring(begin, readme.indexOf("```\n", begin)))
                .getParent()
                .getParent();
    }
}
