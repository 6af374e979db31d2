package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCheckTest {

    @TempDir
    private Path rules;

    @TempDir
    private Path samples;

    @BeforeEach
    void addSamples() throws IOException {
        Files.createFile(samples.resolve("slow.pcapng"));
        Files.createFile(samples.resolve("healthy.pcap.gz"));
    }

    @Test
    void shouldFindNothingWrongWithASoundRule() throws IOException {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        assertEquals(List.of(), check());
    }

    @Test
    void shouldWantSamplesThatExistOfBothKinds() throws IOException {
        Path file = RuleFixture.writeSlow(
                rules,
                RuleFixture.SLOW
                        .replace("fires: [slow]", "fires: [slow, gone]")
                        .replace("silent: [healthy]", "silent: []"));
        assertEquals(
                List.of(
                        file + ":45: there is no sample 'gone' in " + samples + ": add the capture or mend the name",
                        file + ":46: 'tests.silent' is empty: name a sample in which it must not report"),
                check());
    }

    @Test
    void shouldFindSamplesBesideTheRules() throws IOException {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("fires: [slow]", "fires: [mine]"));
        assertEquals(1, check().size());
        RuleFixture.write(rules, "samples/mine.pcapng", "");
        RuleFixture.write(rules, "samples/mine.expected.yaml", "incidents: []");
        assertEquals(List.of(), check());
    }

    @Test
    void shouldWantASampleToBeOfOneKind() throws IOException {
        Path file =
                RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("silent: [healthy]", "silent: [healthy, slow]"));
        assertEquals(List.of(file + ":44: sample 'slow' is in fires and in silent: decide"), check());
    }

    @Test
    void shouldBindTheSql() throws IOException {
        Path file = RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("FROM flows", "FROM flaws"));
        List<String> problems = check();
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith(file + ":21: match cannot run: Catalog Error"), problems.get(0));
    }

    @Test
    void shouldRefuseARuleThatReportsWhereNothingHappened() throws IOException {
        String rule = RuleFixture.SLOW
                .replace("GROUP BY resp_ip, resp_port", "")
                .replace("|| resp_port", "|| max(resp_port)");
        Path file = RuleFixture.writeSlow(rules, rule);
        List<String> problems = check();
        assertEquals(1, problems.size());
        assertTrue(
                problems.get(0).startsWith(file + ":11: match returns a row where nothing happened"), problems.get(0));
    }

    @Test
    void shouldReportFaultsOfTheFileItself() throws IOException {
        Path file = RuleFixture.writeSlow(rules, "id: x\n");
        assertEquals(1, check().size());
        assertTrue(check().get(0).startsWith(file + ":1: key 'title' is missing"), check().get(0));
    }

    @Test
    void shouldSayThatTheTablesCannotBeMade() throws IOException {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        Path schema = rules.resolve("none.sql");
        List<RuleProblem> problems = new RuleCheck(schema, List.of(samples)).check(List.of(rules));
        assertTrue(
                problems.get(0).toString().startsWith(schema + ": the tables cannot be created"), problems::toString);
    }

    private List<String> check() {
        return new RuleCheck(RuleFixture.SCHEMA, List.of(samples))
                .check(List.of(rules)).stream().map(RuleProblem::toString).toList();
    }
}
