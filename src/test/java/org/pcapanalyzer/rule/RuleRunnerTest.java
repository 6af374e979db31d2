package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleRunnerTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path rules;

    private static Connection db;

    @BeforeAll
    static void open() throws Exception {
        db = RuleFixture.tables();
        db.setAutoCommit(false);
    }

    @AfterEach
    void empty() throws Exception {
        db.rollback();
    }

    @AfterAll
    static void close() throws Exception {
        db.close();
    }

    @Test
    void shouldReportOneFindingPerRowWithScopeMetricsAndEvidence() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.9", 443, 2 * SECOND);
        RuleFixture.flow(db, 20, "10.0.0.1", "10.0.0.9", 443, 3 * SECOND);
        RuleFixture.flow(db, 40, "10.0.0.1", "10.0.0.9", 443, SECOND / 100);
        List<Finding> findings = run(RuleFixture.SLOW);
        assertEquals(1, findings.size());
        Finding finding = findings.get(0);
        assertEquals("slow-handshake-1", finding.id());
        assertEquals(new Scope(List.of("10.0.0.1", "10.0.0.2"), List.of("10.0.0.9"), "tcp/443"), finding.scope());
        assertEquals(List.of(1L, 20L), finding.flows().ids());
        assertEquals(Map.of("worst_ns", 3 * SECOND), finding.metrics());
        assertEquals(RuleFixture.time(1), finding.startNs());
        assertEquals(RuleFixture.time(21), finding.endNs());
        assertEquals(
                new Evidence(1, RuleFixture.time(1), "SYN, answered after 2000000000 ns"),
                finding.evidence().get(0));
        assertEquals(2, finding.evidence().size());
        assertEquals(
                "10.0.0.9 takes up to 3 s to accept 2 flows",
                finding.narrative().summary());
        assertEquals("Long path. MSS unknown.", finding.narrative().rootCause());
        assertEquals(List.of("ping 10.0.0.9"), finding.narrative().verify());
        assertEquals(Severity.LOW, finding.severity());
        assertEquals(0.9, finding.confidence());
    }

    @Test
    void shouldNumberFindingsInTheOrderOfTheQuery() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        RuleFixture.flow(db, 20, "10.0.0.2", "10.0.0.9", 443, 3 * SECOND);
        List<Finding> findings = run(RuleFixture.SLOW);
        assertEquals("slow-handshake-1", findings.get(0).id());
        assertEquals(List.of("10.0.0.9"), findings.get(0).scope().servers());
        assertEquals("slow-handshake-2", findings.get(1).id());
    }

    @Test
    void shouldTakeSeverityConfidenceAndFilterFromTheRow() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        Finding finding = run(withColumns(
                        "'critical'::severity_t AS severity, 0.25 AS confidence, 'tcp' AS wireshark_filter,"))
                .get(0);
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(0.25, finding.confidence());
        assertEquals("tcp", finding.wiresharkFilter());
        assertEquals(List.of("worst_ns"), List.copyOf(finding.metrics().keySet()));
    }

    @Test
    void shouldKeepConfidenceBetweenNoneAndAll() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        assertEquals(1.0, run(withColumns("7 AS confidence,")).get(0).confidence());
        assertEquals(0.0, run(withColumns("-0.5 AS confidence,")).get(0).confidence());
        assertEquals(0.9, run(withColumns("NULL::DOUBLE AS confidence,")).get(0).confidence());
    }

    @Test
    void shouldGiveMetricsOfAllTypesToTextsAndEvidence() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        String rule = withColumns(
                        "sum(resp_port) AS total, [1, 2] AS ids, ['a''b'] AS names, true AS flag, max(ts_end) AS last,"
                                + " any_value(proto) AS protocol, 0.5 AS half,")
                .replace("Long path. MSS ${mss}.", "${total} ${ids[1]} ${names[0]} ${flag} ${last} ${protocol} ${half}")
                .replace(
                        "'SYN, answered after ' || syn_rtt_ns || ' ns'",
                        "concat_ws(' ', $total, $ids[2], $names[1], $flag, epoch_ns($last), $protocol, $half, $mss, $limit_ns)");
        Finding finding = run(rule).get(0);
        assertEquals(
                "443 2 a'b yes 2026-05-01T12:00:02.000000001Z tcp 0.5",
                finding.narrative().rootCause());
        assertEquals(
                "443 2 a'b true " + RuleFixture.time(2) + " tcp 0.5 1000000000",
                finding.evidence().get(0).what());
        assertEquals(443L, finding.metrics().get("total"));
        assertEquals(List.of("a'b"), finding.metrics().get("names"));
    }

    @Test
    void shouldUseTheValuesSetByTheUser() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        RuleSettings settings = RuleSettings.of(List.of("slow-handshake.limit_ns=3000000000"), List.of(), List.of());
        assertEquals(
                List.of(),
                new RuleRunner(RuleLibrary.load(List.of(rules), settings))
                        .run(db)
                        .findings());
    }

    @Test
    void shouldKeepFiftyFindingsAndSayHowManyMoreThereWere() throws Exception {
        for (int i = 1; i <= 53; i++) {
            RuleFixture.flow(db, i, "10.0.0.2", "10.0.0.8", 1000 + i, 2 * SECOND);
        }
        List<Finding> findings = run(RuleFixture.SLOW);
        assertEquals(50, findings.size());
        assertTrue(findings.get(49).narrative().summary().endsWith("(3 more findings of this rule not listed)"));
        assertTrue(findings.get(48).narrative().summary().endsWith("1 flow"));
    }

    @Test
    void shouldKeepTwentyEvidenceFramesInTheOrderOfTheQuery() throws Exception {
        for (int i = 1; i <= 30; i++) {
            RuleFixture.flow(db, i, "10.0.0." + i, "10.0.0.99", 443, 2 * SECOND);
        }
        Finding finding = run(RuleFixture.SLOW.replace("ORDER BY frame", "ORDER BY frame DESC"))
                .get(0);
        assertEquals(20, finding.evidence().size());
        assertEquals(30, finding.evidence().get(0).frame());
        assertEquals(11, finding.evidence().get(19).frame());
        assertEquals(30, finding.flows().ids().size());
    }

    @Test
    void shouldLeaveOutEvidenceWithoutAFrame() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        String rule = RuleFixture.SLOW.replace("SELECT frame_first AS frame", "SELECT nullif(frame_first, 1) AS frame");
        assertEquals(List.of(), run(rule).get(0).evidence());
    }

    @Test
    void shouldTakeNullListsAndServiceAsNone() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        Finding finding = run(RuleFixture.SLOW
                        .replace("list(flow_id ORDER BY flow_id)", "NULL::BIGINT[]")
                        .replace("list(DISTINCT orig_ip)", "NULL::VARCHAR[]")
                        .replace("'tcp/' || resp_port AS", "NULL::VARCHAR AS"))
                .get(0);
        assertEquals(List.of(), finding.flows().ids());
        assertEquals(new Scope(List.of(), List.of("10.0.0.8"), ""), finding.scope());
    }

    @Test
    void shouldSortFlowIdsAndDropRepetitions() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        Finding finding = run(RuleFixture.SLOW.replace(
                        "list(flow_id ORDER BY flow_id)", "[9, 1, 5, NULL, 1]::BIGINT[]"))
                .get(0);
        assertEquals(List.of(1L, 5L, 9L), finding.flows().ids());
    }

    @Test
    void shouldReadFlowIdsOfAFloodWithinReason() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        Finding finding = run(RuleFixture.SLOW.replace("list(flow_id ORDER BY flow_id)", "range(1, 100001)"))
                .get(0);
        assertEquals(Flows.MAX_KEPT, finding.flows().ids().size());
        assertEquals(100_000, finding.flows().count());
        assertEquals(1, finding.evidence().size());
    }

    @Test
    void shouldGiveTheSameFindingsEachTime() throws Exception {
        for (int i = 1; i <= 40; i++) {
            RuleFixture.flow(db, i, "10.0.0." + i % 7, "10.0.0.99", 440 + i % 3, 2 * SECOND + i);
        }
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        RuleRunner runner = new RuleRunner(RuleFixture.load(rules));
        assertEquals(runner.run(db).toString(), runner.run(db).toString());
    }

    @Test
    void shouldGiveTheSameFindingsOnSeveralConnections() throws Exception {
        for (int i = 1; i <= 40; i++) {
            RuleFixture.flow(db, i, "10.0.0." + i % 7, "10.0.0.99", 440 + i % 3, 2 * SECOND + i);
        }
        RuleFixture.writeSlow(rules, RuleFixture.SLOW);
        for (String id : List.of("a-rule", "b-rule", "c-rule", "d-rule")) {
            RuleFixture.write(rules, "network/" + id + ".yaml", RuleFixture.renamed(id, "network", "", ""));
        }
        RuleRunner runner = new RuleRunner(RuleFixture.load(rules));
        List<String> ran = new ArrayList<>();
        db.commit(); // for the other connection to see it
        try (Connection another = db.unwrap(DuckDBConnection.class).duplicate()) {
            List<Finding> findings = runner.run(List.of(db, another), (rule, ns) -> ran.add(rule.id()))
                    .findings();
            assertEquals(runner.run(db).findings().toString(), findings.toString());
        } finally {
            RuleFixture.execute(db, "DELETE FROM flows");
            db.commit();
        }
        assertEquals(List.of("a-rule", "b-rule", "c-rule", "d-rule", "slow-handshake"), ran);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "max(mss_orig) AS mss~max(mss_nosuch) AS mss~20~match cannot run: Binder Error: Referenced column \"mss_nosuch\" not found",
                "FROM flows~FROM flaws~21~match cannot run: Catalog Error: Table with name flaws does not exist!",
                "GROUP BY resp_ip, resp_port~GROUP resp_ip~23~match cannot run: Parser Error: syntax error at or near \"resp_ip\"",
                "WHERE flow_id IN (SELECT unnest($flow_ids))~WHERE flow = 1~28~evidence cannot run: Binder Error: Referenced column \"flow\"",
                "unnest($flow_ids)~unnest($flows)~28~$flows is neither a parameter nor a column of match: mend its spelling",
                "max(mss_orig) AS mss~[{'a': 1}] AS mss~11~column 'mss' has type STRUCT(a INTEGER)[]: return a number, text,",
                "max(mss_orig) AS mss~max(mss_orig) AS limit_ns~11~column 'limit_ns' has the name of a parameter: rename one of them",
                "max(mss_orig) AS mss~max(mss_orig)~11~column 'max(mss_orig)' cannot be named in the texts: name it in snake_case",
                "max(ts_end) AS ts_end~1 AS ts_end~11~column 'ts_end' has type INTEGER: it must be TIMESTAMP_NS",
                "list(flow_id ORDER BY flow_id) AS flow_ids,~~11~column 'flow_ids' is missing: return it as BIGINT[]",
                "ns' AS what~ns' AS why~25~column 'what' is missing: return it as VARCHAR",
                "frame_first AS frame~'x' AS frame~25~column 'frame' has type VARCHAR: return it as BIGINT",
                "MSS ${mss}~MSS ${mtu}~34~'mtu' is neither a parameter, a column of match nor a function: mend its spelling or",
                "MSS ${mss}~MSS ${servers}~34~text cannot be filled in: For \"${...}\" content: Expected a string",
                "MSS ${mss}~MSS ${duration(service)}~34~text cannot be filled in: write it as duration(ns)"
            })
    void shouldSayBeforeTheCaptureIsReadWhatARuleHasWrong(String good, String broken, int line, String message)
            throws Exception {
        Path file = RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace(good, broken == null ? "" : broken));
        RuleRunner runner = new RuleRunner(RuleFixture.load(rules));
        RuleException e = assertThrows(RuleException.class, () -> runner.bind(db));
        assertEquals(1, e.problems().size(), e::getMessage);
        assertEquals(1, e.getMessage().lines().count(), e::getMessage);
        assertTrue(e.getMessage().startsWith(file + ":" + line + ": " + message), e::getMessage);
    }

    @Test
    void shouldSayWhichRulesFailAllTogether() throws Exception {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("FROM flows", "FROM flaws"));
        RuleFixture.write(
                rules,
                "network/b-rule.yaml",
                RuleFixture.renamed("b-rule", "network", "", "").replace("FROM flows", "FROM flaws"));
        RuleRunner runner = new RuleRunner(RuleFixture.load(rules));
        assertEquals(
                2,
                assertThrows(RuleException.class, () -> runner.bind(db))
                        .problems()
                        .size());
    }

    @Test
    void shouldSayInOneLineWhatFailsOnTheData() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        RuleException e = assertThrows(RuleException.class, () -> run(withColumns("max(orig_ip)::BIGINT AS ip,")));
        assertTrue(
                e.getMessage().contains("transport/slow-handshake.yaml:")
                        && e.getMessage().contains("match cannot run: Conversion"),
                e::getMessage);
        assertTrue(e.getMessage().endsWith("(mend the query, or --disable slow-handshake)"), e::getMessage);
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void shouldRefuseASeverityThatDoesNotExist() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        RuleException e = assertThrows(RuleException.class, () -> run(withColumns("'grave' AS severity,")));
        assertTrue(
                e.getMessage()
                        .endsWith(":11: match gives severity 'grave': it must be info, low, medium, high or critical"),
                e::getMessage);
    }

    @Test
    void shouldRefuseARowWithoutATime() throws Exception {
        String rule = RuleFixture.SLOW
                .replace("GROUP BY resp_ip, resp_port", "")
                .replace("|| resp_port", "|| max(resp_port)");
        RuleException e = assertThrows(RuleException.class, () -> run(rule));
        assertTrue(
                e.getMessage().contains(":11: row 1 of match has no ts_start: return no row where there is no hit"),
                e::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {"FROM flows WHERE~FROM read_csv('/etc/passwd') WHERE", "SELECT~DELETE FROM flows RETURNING"})
    void shouldOnlyRead(String good, String evil) throws Exception {
        RuleFixture.writeSlow(
                rules,
                RuleFixture.SLOW
                        .replace("FROM flows\n  WHERE", "FROM flows WHERE")
                        .replaceFirst(good, evil));
        RuleRunner runner = new RuleRunner(RuleFixture.load(rules));
        try (Connection locked = RuleFixture.tables()) {
            RuleFixture.execute(locked, "SET enable_external_access = false");
            assertThrows(RuleException.class, () -> runner.bind(locked));
        }
    }

    /** The rule with further columns in its match. */
    private static String withColumns(String columns) {
        return RuleFixture.SLOW.replace("max(mss_orig) AS mss", columns + " max(mss_orig) AS mss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH gone AS (DELETE FROM flows RETURNING flow_id) SELECT",
                "FROM query('DELETE FROM flows RETURNING flow_id') SELECT",
                "DELETE FROM flows RETURNING",
                "SELECT 1) UNION (DELETE FROM flows RETURNING",
                "SELECT 1); DELETE FROM flows; SELECT * FROM (SELECT"
            })
    void shouldRefuseAMatchThatWrites(String beginning) throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        String rule = RuleFixture.SLOW.replaceFirst("SELECT\\s+list", beginning + " list");
        assertThrows(RuleException.class, () -> run(rule));
        assertFlowIsThere();
    }

    private void assertFlowIsThere() throws Exception {
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM flows")) {
            assertTrue(row.next());
            assertEquals(1, row.getLong(1));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flows | 1",
                "flows WHERE syn_rtt_ns > $limit_ns | 1",
                "flows WHERE syn_rtt_ns > 9 * $limit_ns | 0",
                "flows, flows WHERE false | 0"
            })
    void shouldNotRunARuleWithoutTheRowsThatItNeeds(String needs, int count) throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        assertEquals(count, run(needing(needs)).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dns",
                "flows LIMIT 1",
                "flows WHERE no_column > 1",
                "flows WHERE syn_rtt_ns > $nothing",
                "flows WHERE true); DELETE FROM flows; (SELECT 1 FROM flows WHERE true"
            })
    void shouldRefuseNeedsThatCannotBeLookedUp(String needs) throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.2", "10.0.0.8", 443, 2 * SECOND);
        RuleException e = assertThrows(RuleException.class, () -> run(needing(needs)));
        assertTrue(e.getMessage().contains("slow-handshake.yaml:"), e::getMessage);
        assertFlowIsThere();
    }

    private static String needing(String needs) {
        return RuleFixture.SLOW.replace("needs: []", "needs: [" + needs + "]");
    }

    private List<Finding> run(String rule) throws Exception {
        RuleFixture.writeSlow(rules, rule);
        RuleRunner runner = new RuleRunner(RuleFixture.load(rules));
        runner.bind(db);
        return runner.run(db).findings();
    }
}
