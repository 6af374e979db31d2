package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule file says exactly what it must, or one line tells what is wrong and where. */
class RuleFileReaderTest {
    private static final String NAME = "slow-handshake.yaml";

    @TempDir
    private Path directory;

    @Test
    void shouldBindEveryKeyOfARule() throws Exception {
        Rule rule = read(RuleFixture.SLOW).rule();
        assertEquals("slow-handshake", rule.id());
        assertEquals(Layer.TRANSPORT, rule.layer());
        assertEquals(Severity.LOW, rule.severity());
        assertEquals(
                new Rule.Parameter(1_000_000_000L, "ns", "A second is felt."),
                rule.parameters().get("limit_ns"));
        assertTrue(rule.match().startsWith("SELECT\n"));
        assertEquals("Long path. MSS ${mss}.", rule.report().rootCause());
        assertEquals(List.of("ping ${servers[0]}"), rule.report().verify());
        assertEquals(List.of("RFC 9293"), rule.references());
        assertEquals(List.of("slow"), rule.tests().fires());
    }

    @Test
    void shouldKnowTheLinesOfKeysAndTexts() throws Exception {
        RuleFile file = read(RuleFixture.SLOW);
        assertEquals(7, file.outline().line("parameters.limit_ns"));
        assertEquals(8, file.outline().line("parameters.limit_ns.value"));
        assertEquals(11, file.outline().line("match"));
        assertEquals(12, file.outline().contentLine("match"));
        assertEquals(36, file.outline().line("report.alternatives[0]"));
        assertEquals(45, file.outline().line("tests.fires[0]"));
        assertEquals(43, file.outline().line("references[7].nothing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "title: Slow handshake|titel: Slow|2|unknown key 'titel' where 'title' is missing: mend its spelling",
                "why: A second is felt.|wy: x|10|unknown key 'parameters.limit_ns.wy' where 'parameters.limit_ns.why' is missing: mend",
                "lesson: Distance costs.|#|32|key 'report.lesson' is missing: add it",
                "unit: ns|#|7|key 'parameters.limit_ns.unit' is missing: add it",
                "title: Slow handshake|title: 5|2|'title' must be text: quote it",
                "title: Slow handshake|title: true|2|'title' must be text: quote it",
                "title: Slow handshake|title: [a]|2|'title' must be text: quote it",
                "explains: []|explains: none|30|'explains' must be a list ([] if it is empty)",
                "unless: []|unless: [1]|31|'unless[0]' must be text: quote it",
                "layer: transport|layer: Transport|3|'layer' must be one of capture, link, network, transport, tls, application",
                "severity: low|severity: urgent|4|'severity' must be one of info, low, medium, high, critical",
                "title: Slow handshake|id: again|2|key 'id' is there twice: remove one",
                "title: Slow handshake|title:|2|a value is missing: fill it in, or quote the text",
                "title: Slow handshake|title: ~|2|a value is missing",
                "value: 1000000000|value: no|8|'no' is read as true or false by YAML: quote it, or write true or false",
                "value: 1000000000|value: 22:30|8|'22:30' is read differently by different YAML: quote it",
                "value: 1000000000|value: 1_000|8|'1_000' is read differently by different YAML: quote it",
                "value: 1000000000|value: 010|8|'010' is read differently by different YAML: quote it",
                "value: 1000000000|value: 0x10|8|'0x10' is read differently by different YAML: quote it",
                "value: 1000000000|value: .inf|8|'.inf' is read differently by different YAML: quote it",
                "title: Slow handshake|title: &a Slow|2|anchors and aliases (& and *) are not allowed: write the value out",
                "title: Slow handshake|title: !!str Slow|2|tags (!) are not allowed: remove the tag or quote the text",
                "title: Slow handshake|title: !!java.net.URL [x]|2|tags (!) are not allowed",
                "title: Slow handshake|title: \tx|2|not YAML: found character",
                "title: Slow handshake|title: [x|3|not YAML: expected ',' or ']'",
                "title: Slow handshake|{a: b}: x|2|a key must be plain text",
                "title: Slow handshake|[a]: x|2|a key must be plain text"
            })
    void shouldSayWhatIsWrongAndWhere(String line, String broken, int at, String message) throws IOException {
        assertProblem(
                RuleFixture.SLOW.replaceFirst(Pattern.quote(line), Matcher.quoteReplacement(broken)), at, message);
    }

    @Test
    void shouldRefuseAKeyTooMany() throws IOException {
        assertProblem(
                RuleFixture.SLOW + "colour: red\n",
                48,
                "unknown key 'colour': remove it or mend its spelling (known here: description, evidence, explains, id,");
    }

    @Test
    void shouldRefuseASecondDocument() throws IOException {
        assertProblem(RuleFixture.SLOW + "---\nid: other\n", 48, "a second document begins: keep one rule in a file");
    }

    @Test
    void shouldRefuseAnEmptyFileAndAList() throws IOException {
        assertProblem("", 1, "must be");
        assertProblem("- a\n", 1, "the file must be a mapping");
    }

    @Test
    void shouldReportEveryTrapInOneGo() throws IOException {
        List<RuleProblem> problems = problems(
                RuleFixture.SLOW.replace("value: 1000000000", "value: no").replace("unit: ns", "unit: on"));
        assertEquals(List.of(8, 9), problems.stream().map(RuleProblem::line).toList());
    }

    @Test
    void shouldRefuseYamlThatExplodes() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append("*a")
                    .append(i - 1)
                    .append(", ")
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertProblem(bomb.toString(), 1, "anchors and aliases (& and *) are not allowed"));
    }

    @Test
    void shouldRefuseDeepNestingAndHugeFiles() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertProblem("id: " + "[".repeat(100_000), 1, "nested more than 8 levels deep: no rule is");
            assertProblem("id: " + "{a: ".repeat(50_000), 1, "nested more than 8 levels deep: no rule is");
            assertProblem("#".repeat(300_000), 0, "larger than 256 KiB: this is no rule, remove it");
        });
    }

    @Test
    void shouldRefuseBytesThatAreNotUtf8() throws IOException {
        Path file = directory.resolve(NAME);
        Files.write(file, "title: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        RuleException e = assertThrows(RuleException.class, () -> RuleFileReader.read(file));
        assertEquals(file + ": is not UTF-8 text: save it as UTF-8", e.getMessage());
    }

    private RuleFile read(String text) throws IOException, RuleException {
        return RuleFileReader.read(RuleFixture.write(directory, NAME, text));
    }

    private List<RuleProblem> problems(String text) {
        return assertThrows(RuleException.class, () -> read(text)).problems();
    }

    private void assertProblem(String text, int line, String message) throws IOException {
        RuleProblem problem = problems(text).get(0);
        assertTrue(
                problem.message().startsWith(message)
                        || message.equals("must be") && problem.message().contains(message),
                problem::toString);
        assertEquals(line, problem.line(), problem::toString);
        assertTrue(problem.toString().lines().count() == 1 && problem.source().endsWith(NAME), problem::toString);
    }
}
