package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCacheTest {
    private static final RuleSettings TUNED = new RuleSettings(
            List.of(new RuleSettings.ParameterValue("slow-handshake", "limit_ns", "5")), Set.of(), Set.of());

    @TempDir
    private Path rules;

    @TempDir
    private Path cache;

    private Connection tables;

    @BeforeEach
    void layTables() throws SQLException, IOException {
        tables = RuleFixture.tables();
    }

    @AfterEach
    void closeTables() throws SQLException {
        tables.close();
    }

    private RuleLibrary load(List<Path> directories, RuleSettings settings) throws RuleException {
        RuleLibrary library = RuleLibrary.load(directories, settings, RuleCache.in(cache));
        new RuleRunner(library).bind(tables);
        return library;
    }

    private static boolean isFromCache(RuleLibrary library) {
        return library.files().stream().allMatch(RuleFile::isSound);
    }

    @Test
    void shouldGiveTheRulesThatTheFilesHold() throws RuleException {
        List<Path> ours = List.of(Path.of("rules"));
        RuleLibrary read = load(ours, RuleSettings.none());
        RuleLibrary kept = load(ours, RuleSettings.none());
        assertTrue(!isFromCache(read) && isFromCache(kept));
        assertEquals(read.rules(), kept.rules());
        assertEquals(read.sha256(), kept.sha256());
    }

    @Test
    void shouldReadFilesAnewThatChanged() throws RuleException, IOException {
        Path file = RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        load(List.of(rules), RuleSettings.none());
        Files.writeString(file, RuleFixture.SLOW.replace("title: Slow handshake", "title: Very slow"));
        assertEquals(
                "Very slow",
                load(List.of(rules), RuleSettings.none()).rules().get(0).title());
        Files.writeString(file, RuleFixture.SLOW.replace("${duration(worst_ns)}", "${duration(worst_ns}"));
        assertThrows(RuleException.class, () -> load(List.of(rules), RuleSettings.none()));
        assertThrows(RuleException.class, () -> load(List.of(rules), RuleSettings.none()), "the second time too");
        Files.writeString(file, RuleFixture.SLOW.replace("FROM flows", "FROM floes"));
        assertThrows(RuleException.class, () -> load(List.of(rules), RuleSettings.none()));
        assertThrows(RuleException.class, () -> load(List.of(rules), RuleSettings.none()), "the second time too");
    }

    @Test
    void shouldTuneKeptRulesAndNotKeepTheTuning() throws RuleException, IOException {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        for (int run = 0; run < 2; run++) {
            Rule rule = load(List.of(rules), TUNED).rules().get(0);
            assertEquals(5L, rule.parameters().get("limit_ns").value());
        }
        RuleLibrary untuned = load(List.of(rules), RuleSettings.none());
        assertTrue(isFromCache(untuned));
        assertEquals(
                1_000_000_000L,
                untuned.rules().get(0).parameters().get("limit_ns").value());
    }

    @Test
    void shouldKeepRulesThatRanWithoutBeingAskedTo() throws RuleException, IOException {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        RuleCache kept = RuleCache.in(cache);
        new RuleRunner(RuleLibrary.load(List.of(rules), RuleSettings.none(), kept)).run(tables);
        assertTrue(isFromCache(RuleLibrary.load(List.of(rules), RuleSettings.none(), kept)));
    }

    @Test
    void shouldNotCallRulesSoundThatDidNotRun() throws RuleException, IOException {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        RuleSettings disabled = new RuleSettings(List.of(), Set.of(), Set.of("slow-handshake"));
        load(List.of(rules), disabled);
        assertTrue(!isFromCache(load(List.of(rules), RuleSettings.none())));
    }

    @Test
    void shouldSayOfAKeptRuleInWhichLineItFails() throws RuleException, IOException {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        load(List.of(rules), RuleSettings.none());
        RuleFile file = load(List.of(rules), RuleSettings.none()).files().get(0);
        assertEquals(12, file.problemInText("match", 1, "wrong").line());
    }
}
