package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleLibraryTest {

    @TempDir
    private Path rules;

    @TempDir
    private Path more;

    @Test
    void shouldOrderRulesByLayerAndId() throws Exception {
        write("transport", "a-rule", "", "");
        write("network", "z-rule", "", "");
        write("network", "b-rule", "", "");
        write("capture", "q-rule", "", "");
        assertEquals(List.of("q-rule", "b-rule", "z-rule", "a-rule"), ids(RuleSettings.none()));
    }

    @Test
    void shouldReadSeveralDirectories() throws Exception {
        write("transport", "a-rule", "", "");
        RuleFixture.write(more, "network/b-rule.yaml", RuleFixture.renamed("b-rule", "network", "a-rule", ""));
        RuleLibrary library = RuleLibrary.load(List.of(rules, more), RuleSettings.none());
        assertEquals(2, library.rules().size());
        assertEquals("b-rule", library.rule("b-rule").orElseThrow().id());
    }

    @Test
    void shouldRefuseTheSameIdTwice() throws Exception {
        Path first = write("transport", "a-rule", "", "");
        Path second =
                RuleFixture.write(more, "transport/a-rule.yaml", RuleFixture.renamed("a-rule", "transport", "", ""));
        RuleException e =
                assertThrows(RuleException.class, () -> RuleLibrary.load(List.of(rules, more), RuleSettings.none()));
        assertEquals(second + ":1: id 'a-rule' is taken by " + first + ": choose another one", e.getMessage());
    }

    @Test
    void shouldWantIdAndLayerOfFileNameAndFolder() throws Exception {
        Path file = RuleFixture.write(rules, "network/other.yaml", RuleFixture.SLOW);
        assertEquals(
                List.of(
                        file + ":1: id 'slow-handshake' is not the file's name: rename the file to slow-handshake.yaml",
                        file + ":3: layer is transport: move the file to the folder transport/"),
                lines());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id: slow-handshake|id: Slow_Handshake|1|id 'Slow_Handshake' is not kebab-case: use lower-case words with hyphens"
                        + " between",
                "title: Slow handshake|title: ''|2|'title' is empty: fill it in",
                "why: A second is felt.|why: ' '|10|'parameters.limit_ns.why' is empty: fill it in",
                "value: 1000000000|value: [1]|8|value of 'limit_ns' must be a number, text, true or false",
                "value: 1000000000|value: 99999999999999999999|8|value of 'limit_ns' must be a number, text, true or false",
                "limit_ns:|limitNs:|7|parameter 'limitNs' is not snake_case: use lower-case words with _ between",
                "> $limit_ns|> $limit|22|$limit is no parameter of this rule: add it or mend its spelling",
                "> $limit_ns|> 5|7|parameter 'limit_ns' is used in neither query: write $limit_ns where it counts, or remove it",
                "ORDER BY worst_ns DESC|ORDER BY 'x|24|the string that begins here has no end: add the closing '",
                "ORDER BY frame|ORDER BY frame;|29|';' is not allowed: a rule's SQL is one query",
                "- A slow host.|- ''|36|'report.alternatives[0]' is empty: fill it in"
            })
    void shouldSayWhatIsWrongWithARule(String line, String broken, int at, String message) throws IOException {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace(line, broken));
        List<RuleProblem> problems = problems(RuleSettings.none());
        assertTrue(
                problems.stream().anyMatch(p -> p.line() == at && p.message().equals(message)),
                () -> String.valueOf(problems));
    }

    @Test
    void shouldCollectTheFaultsOfAllFiles() throws IOException {
        write("transport", "a-rule", "", "");
        RuleFixture.write(rules, "transport/b-rule.yaml", "id: b-rule\n");
        RuleFixture.write(rules, "transport/c-rule.yaml", "id: [\n");
        RuleFixture.write(rules, "transport/d-rule.yml", "");
        assertEquals(List.of(rules.resolve("transport/d-rule.yml") + ": is not read: rename it to .yaml"), lines());
        Files.delete(rules.resolve("transport/d-rule.yml"));
        assertEquals(2, lines().size());
    }

    @Test
    void shouldRefuseADirectoryThatIsNotThere() {
        Path missing = rules.resolve("nowhere");
        RuleException e =
                assertThrows(RuleException.class, () -> RuleLibrary.load(List.of(missing), RuleSettings.none()));
        assertEquals(missing + ": is no directory of rules: name one that exists", e.getMessage());
    }

    @Test
    void shouldRefuseRulesThatDoNotExistInExplainsAndUnless() throws IOException {
        Path file = write("transport", "a-rule", "b-rule", "c-rule");
        assertEquals(
                List.of(
                        file + ":30: there is no rule 'b-rule': mend its spelling or remove it",
                        file + ":31: there is no rule 'c-rule': mend its spelling or remove it"),
                lines());
    }

    @Test
    void shouldRefuseCirclesOfCauses() throws IOException {
        write("transport", "a-rule", "b-rule", "");
        write("transport", "b-rule", "c-rule", "");
        write("transport", "c-rule", "a-rule", "");
        write("transport", "d-rule", "a-rule", "");
        assertEquals(
                List.of(rules.resolve("transport/a-rule.yaml")
                        + ":30: explains goes in a circle: a-rule > b-rule > c-rule > a-rule: break it"),
                lines());
    }

    @Test
    void shouldRefuseARuleThatExplainsItself() throws IOException {
        Path file = write("transport", "a-rule", "a-rule", "");
        assertEquals(List.of(file + ":30: explains goes in a circle: a-rule > a-rule: break it"), lines());
    }

    @Test
    void shouldAllowTwoWaysToOneSymptom() throws Exception {
        write("transport", "a-rule", "\"b-rule\", c-rule", "");
        write("transport", "b-rule", "c-rule", "");
        write("transport", "c-rule", "", "");
        assertEquals(3, ids(RuleSettings.none()).size());
    }

    @Test
    void shouldKeepCaptureRulesApart() throws IOException {
        write("transport", "a-rule", "q-rule", "b-rule");
        write("transport", "b-rule", "", "");
        write("capture", "q-rule", "c-rule", "");
        write("transport", "c-rule", "", "");
        List<String> lines = lines();
        assertEquals(3, lines.size());
        assertTrue(
                lines.get(0).endsWith("a rule of layer capture explains nothing: name it in the other rule's unless"));
        assertTrue(lines.get(1).contains("'b-rule' is not of layer capture: only faults of the capture withdraw"));
        assertTrue(lines.get(2).contains("'q-rule' is of layer capture: the network does not explain"));
    }

    @Test
    void shouldRunOnlyTheChosenRulesAndThoseThatWithdrawThem() throws Exception {
        write("transport", "a-rule", "", "q-rule");
        write("transport", "b-rule", "", "");
        write("capture", "q-rule", "", "r-rule");
        write("capture", "r-rule", "", "");
        write("capture", "s-rule", "", "");
        assertEquals(List.of("q-rule", "r-rule", "a-rule"), ids(settings(List.of(), List.of("a-rule"), List.of())));
        assertEquals(
                List.of("q-rule", "r-rule", "s-rule", "a-rule"),
                ids(settings(List.of(), List.of(), List.of("b-rule"))));
        assertEquals(List.of("r-rule", "a-rule"), ids(settings(List.of(), List.of("a-rule"), List.of("q-rule"))));
    }

    @Test
    void shouldRefuseToChooseARuleThatDoesNotExist() throws Exception {
        write("transport", "a-rule", "", "");
        RuleSettings settings = settings(List.of(), List.of("x"), List.of("y"));
        assertEquals(
                List.of(
                        "--only: there is no rule 'x': see analyze rules list",
                        "--disable: there is no rule 'y': see analyze rules list"),
                problems(settings).stream().map(RuleProblem::toString).toList());
    }

    @Test
    void shouldSetParametersWithTheTypeOfTheDefault() throws Exception {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        assertEquals(5L, parameter("slow-handshake.limit_ns=5"));
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("value: 1000000000", "value: 0.5"));
        assertEquals(5.0, parameter("slow-handshake.limit_ns=5"));
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("value: 1000000000", "value: true"));
        assertEquals(false, parameter("slow-handshake.limit_ns=false"));
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("value: 1000000000", "value: tcp"));
        assertEquals("a=b.c", parameter("slow-handshake.limit_ns=a=b.c"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slow-handshake.limit_ns=2.5|--set slow-handshake.limit_ns=2.5: '2.5' does not fit: give a whole number such as"
                        + " 1000000000",
                "slow-handshake.limit_ns=|--set slow-handshake.limit_ns=: '' does not fit: give a whole number such as 1000000000",
                "slow-handshake.limit=1|--set slow-handshake.limit=1: rule slow-handshake has no parameter 'limit': it has limit_ns",
                "slow.limit_ns=1|--set slow.limit_ns=1: there is no rule 'slow': see analyze rules list"
            })
    void shouldRefuseSettingsThatDoNotFit(String set, String message) throws Exception {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        RuleSettings settings = settings(List.of(set), List.of(), List.of());
        assertEquals(message, problems(settings).get(0).toString());
    }

    @Test
    void shouldRefuseSettingsThatAreNotOfTheForm() {
        RuleException e = assertThrows(
                RuleException.class, () -> RuleSettings.of(List.of("limit=1", "a.b=1", "a.b"), List.of(), List.of()));
        assertEquals(
                "--set: 'limit=1' is not of the form RULE.PARAM=VALUE\n--set: 'a.b' is not of the form RULE.PARAM=VALUE",
                e.getMessage());
    }

    @Test
    void shouldDigestRulesAndValues() throws Exception {
        write("transport", "a-rule", "", "");
        write("transport", "b-rule", "", "");
        String all = digest(RuleSettings.none());
        assertEquals(all, digest(RuleSettings.none()));
        assertEquals(64, all.length());
        assertNotEquals(all, digest(settings(List.of(), List.of(), List.of("b-rule"))));
        assertNotEquals(all, digest(settings(List.of("a-rule.limit_ns=1"), List.of(), List.of())));
    }

    private Object parameter(String set) throws Exception {
        RuleLibrary library = RuleLibrary.load(List.of(rules), settings(List.of(set), List.of(), List.of()));
        return library.rules().get(0).parameters().get("limit_ns").value();
    }

    private String digest(RuleSettings settings) throws Exception {
        return RuleLibrary.load(List.of(rules), settings).sha256();
    }

    private static RuleSettings settings(List<String> set, List<String> only, List<String> disabled)
            throws RuleException {
        return RuleSettings.of(set, only, disabled);
    }

    private Path write(String layer, String id, String explains, String unless) throws IOException {
        return RuleFixture.write(rules, layer + "/" + id + ".yaml", RuleFixture.renamed(id, layer, explains, unless));
    }

    private List<String> ids(RuleSettings settings) throws RuleException {
        return RuleLibrary.load(List.of(rules), settings).rules().stream()
                .map(Rule::id)
                .toList();
    }

    private List<RuleProblem> problems(RuleSettings settings) {
        return assertThrows(RuleException.class, () -> RuleLibrary.load(List.of(rules), settings))
                .problems();
    }

    private List<String> lines() {
        return problems(RuleSettings.none()).stream().map(RuleProblem::toString).toList();
    }
}
