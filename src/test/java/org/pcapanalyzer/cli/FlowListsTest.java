package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleRun;
import org.pcapanalyzer.rule.RuleRunner;
import org.pcapanalyzer.rule.RuleSettings;

/** Rules find and count the same where they list the lowest flows only, as they do where there are millions. */
class FlowListsTest {
    private static RuleLibrary library;
    private static RuleRunner runner;

    @TempDir
    private Path directory;

    @BeforeAll
    static void load() throws Exception {
        library = RuleLibrary.load(List.of(Path.of("rules")), RuleSettings.none());
        runner = new RuleRunner(library);
    }

    static Set<Path> samples() throws Exception {
        RuleLibrary rules = RuleLibrary.load(List.of(Path.of("rules")), RuleSettings.none());
        return rules.rules().stream()
                .flatMap(rule -> rule.tests().fires().stream().limit(1))
                .map(FlowListsTest::sample)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<Path> sample(String name) {
        return Stream.of("pcapng", "pcap")
                .map(suffix -> Path.of("samples", name + "." + suffix))
                .filter(Files::exists)
                .findFirst();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldFindAndCountTheSameWithShortLists(Path sample) throws Exception {
        Run analysed = Run.of(
                sample.toString(),
                "-q",
                "--format",
                "json",
                "-o",
                directory.resolve("out").toString());
        assertEquals(0, analysed.status(), analysed.err());
        Path file = directory.resolve("out").resolve("flows.duckdb");
        List<Finding> whole = findings(file, "list(DISTINCT id ORDER BY id) FILTER (WHERE id IS NOT NULL)");
        List<Finding> few = findings(file, "min(DISTINCT id, 2)");
        assertEquals(
                whole.stream().map(FlowListsTest::told).toList(),
                few.stream().map(FlowListsTest::told).toList());
        for (int i = 0; i < whole.size(); i++) {
            List<Long> all = whole.get(i).flows().ids();
            List<Long> kept = few.get(i).flows().ids();
            assertTrue(all.containsAll(kept), few.get(i).id());
            assertEquals(
                    all.stream().limit(1).toList(),
                    kept.stream().limit(1).toList(),
                    few.get(i).id());
        }
    }

    private static String told(Finding finding) {
        return finding.id() + " " + finding.flows().count() + " flows: "
                + finding.narrative().summary();
    }

    /** @param list what flow_list and flow_set give of {@code id} */
    private static List<Finding> findings(Path file, String list) throws Exception {
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:")) {
            execute(db, "ATTACH '" + file + "' AS analysis (READ_ONLY); USE analysis");
            execute(db, "CREATE TEMP MACRO flow_list(id) AS " + list);
            execute(db, "CREATE TEMP MACRO flow_set(id) AS " + list);
            RuleRun run = runner.run(db);
            assertEquals(List.of(), run.unfinished());
            return run.findings();
        }
    }

    private static void execute(Connection db, String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }
}
