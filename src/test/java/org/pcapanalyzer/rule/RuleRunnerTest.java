package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleRunnerTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path rules;

    private Connection db;

    @BeforeEach
    void open() throws Exception {
        db = RuleFixture.tables();
    }

    @AfterEach
    void close() throws Exception {
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
        assertEquals(List.of(1L, 20L), finding.flowIds());
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
    }

    private List<Finding> run(String rule) throws Exception {
        RuleFixture.writeSlow(rules, rule);
        RuleRunner runner = new RuleRunner(RuleFixture.load(rules));
        runner.bind(db);
        return runner.run(db);
    }
}
