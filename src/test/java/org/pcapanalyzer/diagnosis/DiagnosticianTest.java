package org.pcapanalyzer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.diagnosis.FindingBuilder.capture;
import static org.pcapanalyzer.diagnosis.FindingBuilder.finding;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.diagnosis.Diagnosis.Health;
import org.pcapanalyzer.diagnosis.Diagnosis.LayerStatus;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.RuleFixture;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleRun;
import org.pcapanalyzer.rule.RuleSettings;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.store.FindingRow;
import org.pcapanalyzer.store.IncidentRow;

/** Layers and verdict, over real tables. */
class DiagnosticianTest {
    private static final long FIFTH_OF_A_SECOND = 200_000_000L;

    private static Connection db;
    private static RuleLibrary library;

    @BeforeAll
    static void open() throws Exception {
        db = RuleFixture.tables();
        db.setAutoCommit(false);
        library = RuleLibrary.load(List.of(Path.of("rules")), RuleSettings.none());
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
    void shouldSayWhatWasCheckedWhereNothingIsWrong() throws Exception {
        healthyTraffic();
        Diagnosis diagnosis = diagnose();
        assertEquals(Optional.empty(), diagnosis.verdict().layer());
        assertEquals(Optional.empty(), diagnosis.verdict().severity());
        assertEquals(0.9, diagnosis.verdict().confidence());
        assertEquals(
                "No fault found: " + library.rules().size()
                        + " rules looked at 4 flows; 3 of 3 TCP handshakes completed,"
                        + " 1 % of 300 data segments resent, 1 of 1 UDP flows answered.",
                diagnosis.verdict().sentence());
        assertEquals(List.of(), diagnosis.incidents());
    }

    @Test
    void shouldCountWhatWasSeenOfEachLayer() throws Exception {
        healthyTraffic();
        assertEquals(
                List.of(
                        "LINK HEALTHY 400 frames, 1 of 2 requests for a neighbour's address (ARP, ND) answered.",
                        "NETWORK HEALTHY 4 flows among 3 addresses, 1 ICMP error, 2 of 3 fragmented datagrams whole.",
                        "TRANSPORT HEALTHY 3 of 3 TCP handshakes completed, 1 % of 300 data segments resent, 1 of 1 UDP"
                                + " flows answered.",
                        "TLS NOT_OBSERVED No TLS handshake seen.",
                        "APPLICATION NOT_OBSERVED No request seen."),
                layers(diagnose()));
    }

    @Test
    void shouldObserveNothingInAnEmptyCapture() throws Exception {
        Diagnosis diagnosis = diagnose();
        assertEquals(
                "Nothing to judge: the capture holds no frames.",
                diagnosis.verdict().sentence());
        assertEquals(0, diagnosis.verdict().confidence());
        assertTrue(diagnosis.layers().stream().allMatch(layer -> layer.status() == Health.NOT_OBSERVED));
    }

    @Test
    void shouldObserveNoLinkInACaptureOfRawIp() throws Exception {
        captured("[101, 228]", 10);
        RuleFixture.flow(db, 1, "10.0.0.1", "10.0.0.9", 443, FIFTH_OF_A_SECOND);
        assertEquals(
                "LINK NOT_OBSERVED Captured without link headers.",
                layers(diagnose()).get(0));
    }

    @Test
    void shouldClaimLittleWhereThereAreFramesAndNoFlows() throws Exception {
        captured("[1]", 10);
        Diagnosis diagnosis = diagnose();
        assertEquals(
                "No fault found, but 10 frames without a single flow show little.",
                diagnosis.verdict().sentence());
        assertEquals(0, diagnosis.verdict().confidence());
        assertEquals(
                "NETWORK NOT_OBSERVED No IP packets seen.", layers(diagnosis).get(1));
        assertEquals(
                "TRANSPORT NOT_OBSERVED No TCP or UDP seen.", layers(diagnosis).get(2));
    }

    @Test
    void shouldSayWhichLayerBrokeForWhomAndSinceWhen() throws Exception {
        healthyTraffic();
        Diagnosis diagnosis = diagnose(finding("hole-1")
                .layer(Layer.NETWORK)
                .severity(Severity.HIGH)
                .flows(1, 20, 30)
                .time(2, 10)
                .summary("Packets larger than 1400 bytes from 10.0.0.1 to 10.0.0.9 vanish."));
        assertEquals(Optional.of(Layer.NETWORK), diagnosis.verdict().layer());
        assertEquals(Optional.of(Severity.HIGH), diagnosis.verdict().severity());
        assertEquals(0.9, diagnosis.verdict().confidence());
        assertEquals(
                "Network layer: packets larger than 1400 bytes from 10.0.0.1 to 10.0.0.9 vanish; since"
                        + " 12:00:02 UTC.",
                diagnosis.verdict().sentence());
    }

    @Test
    void shouldSayHowLongWhatHasEndedLasted() throws Exception {
        healthyTraffic();
        assertTrue(sentence(finding("a-1").time(1, 3)).endsWith("; from 12:00:01 to 12:00:03 UTC."));
        assertTrue(sentence(finding("a-1").time(3, 3)).endsWith("; at 12:00:03 UTC."));
        assertTrue(sentence(finding("a-1").time(3, 6)).endsWith("; since 12:00:03 UTC."));
    }

    @Test
    void shouldSayTheDayUnlessItIsTheLastOfTheCapture() throws Exception {
        healthyTraffic();
        int day = 86_400;
        assertTrue(sentence(finding("a-1").time(-day, 6)).endsWith("; since 2026-04-30 12:00:00 UTC."));
        assertTrue(sentence(finding("a-1").time(-day, 3)).endsWith("; from 2026-04-30 12:00:00 to 12:00:03 UTC."));
    }

    @Test
    void shouldGoOnInSmallLettersUnlessWithAName() throws Exception {
        healthyTraffic();
        assertTrue(sentence(finding("a-1").summary("Nobody answers.")).contains(" layer: nobody answers; "));
        assertTrue(sentence(finding("a-1").summary("TCP stalls")).contains(" layer: TCP stalls; "));
        assertTrue(sentence(finding("a-1").summary("10.0.0.9 refuses.")).contains(" layer: 10.0.0.9 refuses; "));
    }

    @Test
    void shouldHedgeByConfidence() throws Exception {
        healthyTraffic();
        assertTrue(sentence(finding("a-1").confidence(0.75)).startsWith("Transport layer: a-1 happened; "));
        assertTrue(sentence(finding("a-1").confidence(0.6)).startsWith("Transport layer, probably: a-1 happened; "));
        assertTrue(sentence(finding("a-1").confidence(0.4)).startsWith("Transport layer, possibly: a-1 happened; "));
        assertTrue(sentence(finding("a-1").layer(Layer.TLS)).startsWith("TLS layer: "));
    }

    @Test
    void shouldCountFurtherIncidentsAndLeaveTheGravestOnTop() throws Exception {
        healthyTraffic();
        Diagnosis diagnosis = diagnose(finding("a-1"), finding("b-1").severity(Severity.CRITICAL), finding("c-1"));
        assertTrue(diagnosis.verdict().sentence().startsWith("Transport layer: b-1 happened; "));
        assertTrue(diagnosis.verdict().sentence().endsWith(" UTC. 2 more incidents: title of a and title of c."));
    }

    @Test
    void shouldSayWhatTheCaptureKeepsFromJudging() throws Exception {
        healthyTraffic();
        Diagnosis diagnosis = diagnose(
                capture("loss-1").severity(Severity.MEDIUM).summary("The capture lost 7 % of the frames."),
                capture("cut-1").severity(Severity.LOW),
                finding("storm-1").unless("loss").severity(Severity.HIGH));
        assertEquals(0.6, diagnosis.verdict().confidence());
        assertEquals(
                "No fault found in 4 flows by " + library.rules().size()
                        + " rules, but the judgement is limited: the capture lost 7 % of the frames."
                        + " 1 suspicion withdrawn, because the capture may have faked it.",
                diagnosis.verdict().sentence());
        assertEquals(
                List.of("loss-1", "cut-1"),
                diagnosis.captureQuality().stream().map(finding -> finding.id()).toList());
    }

    @Test
    void shouldNotCallALayerHealthyThatTheCaptureHides() throws Exception {
        healthyTraffic();
        Diagnosis diagnosis = diagnose(capture("loss-1"), finding("storm-1").unless("loss"));
        assertTrue(layers(diagnosis)
                .get(2)
                .startsWith(
                        "TRANSPORT NOT_OBSERVED The capture does not allow to judge: it may have faked what looks like"
                                + " storm. 3 of 3 TCP handshakes completed"));
    }

    @Test
    void shouldNotCallTransportHealthyInACaptureThatIsBlind() throws Exception {
        healthyTraffic();
        List<String> layers = layers(diagnose(capture("one-sided-1").severity(Severity.HIGH)));
        assertTrue(layers.get(1).startsWith("NETWORK HEALTHY "));
        assertTrue(layers.get(2)
                .startsWith(
                        "TRANSPORT NOT_OBSERVED The capture does not allow to judge: Title of one-sided. 3 of 3 TCP"));
    }

    @Test
    void shouldTellDegradedFromFailingLayers() throws Exception {
        healthyTraffic();
        assertTrue(layers(diagnose(finding("a-1").severity(Severity.MEDIUM)))
                .get(2)
                .startsWith("TRANSPORT DEGRADED 1 incident: Title of a. 3 of 3 TCP"));
        assertTrue(layers(diagnose(
                        finding("a-1").severity(Severity.LOW), finding("b-1").severity(Severity.HIGH)))
                .get(2)
                .startsWith("TRANSPORT FAILING 2 incidents, gravest: Title of b. 3 of 3 TCP"));
        assertTrue(
                layers(diagnose(finding("a-1").severity(Severity.INFO))).get(2).startsWith("TRANSPORT HEALTHY "));
        assertTrue(layers(diagnose(capture("loss-1"))).get(2).startsWith("TRANSPORT HEALTHY "));
    }

    @Test
    void shouldSayThatALayerSuffersFromAnother() throws Exception {
        healthyTraffic();
        List<String> layers = layers(diagnose(
                finding("hole-1")
                        .layer(Layer.NETWORK)
                        .severity(Severity.HIGH)
                        .explains("storm")
                        .flows(1),
                finding("storm-1").flows(1)));
        assertTrue(layers.get(1).startsWith("NETWORK FAILING 1 incident: Title of hole. "));
        assertTrue(layers.get(2)
                .startsWith("TRANSPORT DEGRADED Suffers from incident 1 (Title of hole): storm. 3 of 3 TCP"));
    }

    @Test
    void shouldNotCallALayerHealthyThatStandsOnABrokenOne() throws Exception {
        healthyTraffic();
        FindingBuilder hole = finding("hole-1").layer(Layer.NETWORK).flows(1);
        assertTrue(layers(diagnose(hole))
                .get(2)
                .startsWith("TRANSPORT DEGRADED Suffers from incident 1 (Title of hole). 3 of 3 TCP"));
        assertTrue(layers(diagnose(hole)).get(0).startsWith("LINK HEALTHY "));
        assertTrue(layers(diagnose(hole)).get(3).startsWith("TLS NOT_OBSERVED No TLS"));
        assertTrue(layers(diagnose(hole.severity(Severity.LOW))).get(2).startsWith("TRANSPORT HEALTHY "));
        assertTrue(layers(diagnose(finding("arp-1").layer(Layer.LINK))).get(2).startsWith("TRANSPORT HEALTHY "));
    }

    @Test
    void shouldMentionNotes() throws Exception {
        healthyTraffic();
        assertTrue(sentence(finding("a-1").severity(Severity.INFO)).endsWith("answered. 1 note on harmless matters."));
    }

    @Test
    void shouldGiveTheSameDiagnosisEachTime() throws Exception {
        healthyTraffic();
        FindingBuilder[] findings = {
            finding("a-1").flows(1, 20), finding("b-1").explains("a").flows(1, 20), capture("loss-1")
        };
        assertEquals(diagnose(findings).toString(), diagnose(findings).toString());
    }

    @Test
    void shouldNameTheRulesWhoseFindingsStand() throws Exception {
        Diagnosis diagnosis = diagnose(
                capture("loss-1"),
                finding("storm-1").unless("loss"),
                finding("a-1").explains("b").flows(1),
                finding("b-1").flows(1));
        assertEquals(Set.of("loss", "a", "b"), diagnosis.reportingRules());
    }

    @Test
    void shouldGiveRowsForTheTables() throws Exception {
        Diagnosis diagnosis = diagnose(
                finding("a-1").explains("b").flows(1, 20).scope("10.0.0.1", "10.0.0.9", "tcp/80"),
                finding("b-1").flows(1).severity(Severity.LOW));
        List<FindingRow> rows = DiagnosisRows.of(diagnosis).findings();
        assertEquals(
                List.of("incident", "symptom"),
                rows.stream().map(FindingRow::status).toList());
        assertEquals("a-1", rows.get(1).explainedBy());
        assertEquals(
                "Explained by a-1, which concerns all of its 1 flow.",
                rows.get(1).because());
        assertEquals(List.of(3L), rows.get(0).evidenceFrames());
        IncidentRow incident = DiagnosisRows.of(diagnosis).incidents().get(0);
        assertEquals(1, incident.incidentId());
        assertEquals("a", incident.rule());
        assertEquals("transport", incident.layer());
        assertEquals("medium", incident.severity());
        assertEquals(2, incident.flowCount());
        assertEquals(List.of("b-1"), incident.symptomIds());
        assertEquals("tcp/80", incident.service());
    }

    private static String sentence(FindingBuilder finding) {
        return diagnose(finding).verdict().sentence();
    }

    private static Diagnosis diagnose(FindingBuilder... findings) {
        List<Finding> built = Stream.of(findings).map(FindingBuilder::build).toList();
        return new Diagnostician(library).diagnose(db, new RuleRun(built, List.of()));
    }

    private static List<String> layers(Diagnosis diagnosis) {
        return diagnosis.layers().stream().map(DiagnosticianTest::text).toList();
    }

    private static String text(LayerStatus layer) {
        return layer.layer() + " " + layer.status() + " " + layer.why();
    }

    /** Three TCP flows and a UDP flow in 400 frames of Ethernet over ten seconds. */
    private static void healthyTraffic() throws SQLException {
        captured("[1]", 400);
        RuleFixture.flow(db, 1, "10.0.0.1", "10.0.0.9", 443, FIFTH_OF_A_SECOND);
        RuleFixture.flow(db, 20, "10.0.0.1", "10.0.0.9", 443, FIFTH_OF_A_SECOND);
        RuleFixture.flow(db, 40, "10.0.0.2", "10.0.0.9", 443, FIFTH_OF_A_SECOND);
        RuleFixture.flow(db, 60, "10.0.0.2", "10.0.0.9", 53, 0);
        RuleFixture.execute(
                db,
                "UPDATE flows SET proto = 'udp', syn_count = NULL, handshake_ok = NULL, data_pkts_orig = NULL, retrans_pkts_orig = NULL WHERE flow_id = 60");
        RuleFixture.execute(
                db,
                "INSERT INTO arp (ts, frame, op, sender_mac, sender_ip, target_ip, answered) VALUES"
                        + " (make_timestamp_ns(0), 1, 'request', 'm', '10.0.0.1', '10.0.0.9', true),"
                        + " (make_timestamp_ns(0), 2, 'ns', 'm', 'fe80::1', 'fe80::2', false),"
                        + " (make_timestamp_ns(0), 3, 'probe', 'm', '0.0.0.0', '10.0.0.1', false)");
        RuleFixture.execute(
                db,
                "INSERT INTO icmp (ts, frame, src, dst, ip_version, type, code, name, is_error, ttl) VALUES"
                        + " (make_timestamp_ns(0), 4, 'a', 'b', 4, 3, 1, 'x', true, 64),"
                        + " (make_timestamp_ns(0), 5, 'a', 'b', 4, 8, 0, 'echo', false, 64)");
        for (String end : new String[] {
            "true, true, false, NULL", "false, true, false, 'clipped'", "false, true, false, 'timeout'"
        }) {
            RuleFixture.execute(
                    db,
                    "INSERT INTO fragments (ts_first, ts_last, src, dst, ip_version, ip_proto, ip_id, frag_count,"
                            + " bytes_seen, max_frag_length, total_len, complete, first_seen, overlap, why_incomplete, sport, dport,"
                            + " frame_first, frame_last) VALUES (make_timestamp_ns(0), make_timestamp_ns(0), 'a', 'b', 4, 17, 1, 2, 100, 100, 100, "
                            + end + ", 1, 2, 6, 7)");
        }
    }

    private static void captured(String linkTypes, int packets) throws SQLException {
        RuleFixture.execute(
                db,
                "INSERT INTO captures VALUES (1, 'x', 'x', 1, 'pcap', 'none', " + linkTypes + ", '[]', 1, " + packets
                        + ", 1, 1, make_timestamp_ns(" + RuleFixture.time(0) + "), make_timestamp_ns("
                        + RuleFixture.time(10)
                        + "), 0, 0, false, [], 0, 0, NULL, 0, " + packets + ", " + packets
                        + ", 0, '{}', '{}', '{}', [], 'x')");
    }
}
