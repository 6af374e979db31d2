package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.diagnosis.Diagnostician;

/** Rules on a flood of spoofed SYNs, with as much memory for the database as 400m grant. */
class FloodTest {
    private static final int FLOWS = 1_500_000;

    @TempDir
    private static Path directory;

    @TempDir
    private Path rules;

    private static Connection db;

    @BeforeAll
    static void flood() throws Exception {
        db = DriverManager.getConnection("jdbc:duckdb:");
        RuleFixture.execute(db, "SET memory_limit = '64MB'; SET threads = 2");
        RuleFixture.execute(db, "SET temp_directory = '" + directory.resolve("tmp") + "'");
        RuleFixture.execute(db, "ATTACH '" + directory.resolve("flood.duckdb") + "' AS analysis; USE analysis");
        RuleFixture.execute(db, Files.readString(RuleFixture.SCHEMA));
        RuleFixture.flow(db, 1, "10.0.0.1", "10.0.0.9", 443, 0);
        RuleFixture.execute(db, """
                INSERT INTO flows
                SELECT flows.* REPLACE (
                    id AS flow_id,
                    id AS frame_first,
                    '198.' || id // 65536 || '.' || id // 256 %% 256 || '.' || id %% 256 AS orig_ip,
                    make_timestamp_ns(epoch_ns(ts_start) + id * 10000) AS ts_start,
                    1 AS orig_pkts, 0 AS resp_pkts, 0 AS orig_payload_bytes, 0 AS synack_count,
                    0 AS rst_count_orig, 0 AS rst_count_resp, false AS handshake_ok, NULL AS syn_rtt_ns)
                FROM flows, range(2, %d) AS ids(id)
                """.formatted(FLOWS + 2));
        RuleFixture.execute(db, "CHECKPOINT analysis");
    }

    @AfterAll
    static void close() throws Exception {
        db.close();
    }

    @Test
    void shouldFindItAndKeepItsFirstFlows() throws Exception {
        RuleRun run = new RuleRunner(RuleFixture.load(Path.of("rules"))).run(db);
        assertEquals(List.of(), run.unfinished());
        Finding flood = run.findings().stream()
                .filter(finding -> finding.rule().id().equals("syn-flood"))
                .findFirst()
                .orElseThrow();
        assertEquals(FLOWS, flood.flows().count());
        assertEquals(
                LongStream.range(2, 2 + Flows.MAX_KEPT).boxed().toList(),
                flood.flows().ids());
        assertEquals((long) FLOWS, flood.metrics().get("sources"));
        assertEquals(8, flood.evidence().size());
    }

    @Test
    void shouldCountItsSendersWithoutTellingOfEach() throws Exception {
        RuleLibrary library = RuleFixture.load(Path.of("rules"));
        // With 64 MB one attempt in nine gave up services and hosts.
        RuleFixture.execute(db, "SET memory_limit = '76MB'");
        Diagnosis diagnosis = new Diagnostician(library).diagnose(db, new RuleRunner(library).run(db));
        RuleFixture.execute(db, "SET memory_limit = '64MB'");
        assertEquals(List.of(), diagnosis.unfinished());
        assertEquals(FLOWS + 2, diagnosis.hosts());
        assertEquals(FLOWS + 2, diagnosis.ladders().hosts().count());
        Diagnosis.Ladder service = diagnosis.ladders().services().listed().get(0);
        assertEquals("10.0.0.9 tcp/443", service.ip() + " " + service.service());
        assertEquals(FLOWS + 1, service.flows());
        assertEquals(FLOWS + 1, service.peers());
        assertEquals(
                "Incident 1: SYN flood, 1500000 of its 1,500,001 flows.",
                service.layers().get(2).why().substring(0, 54));
        Diagnosis.Ladder host = diagnosis.ladders().hosts().listed().get(0);
        assertEquals("10.0.0.9", host.ip());
        assertEquals(FLOWS + 1, host.peers());
    }

    @Test
    void shouldGoOnWithoutARuleThatNeedsMoreMemory() throws Exception {
        RuleFixture.writeSlow(rules, RuleFixture.SLOW.replace("syn_rtt_ns > $limit_ns", "flow_id < $limit_ns"));
        RuleFixture.write(
                rules,
                "transport/other.yaml",
                RuleFixture.renamed("other", "transport", "", "")
                        .replace("syn_rtt_ns > $limit_ns", "flow_id < 5 AND $limit_ns > 0"));
        RuleRun run = new RuleRunner(RuleFixture.load(rules)).run(db);
        assertEquals(
                List.of("slow-handshake"),
                run.unfinished().stream().map(Rule::id).toList());
        assertEquals(
                List.of("other-1"), run.findings().stream().map(Finding::id).toList());
    }
}
