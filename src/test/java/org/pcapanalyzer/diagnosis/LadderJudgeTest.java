package org.pcapanalyzer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.diagnosis.FindingBuilder.capture;
import static org.pcapanalyzer.diagnosis.FindingBuilder.finding;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladder;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladders;
import org.pcapanalyzer.diagnosis.Diagnosis.Probe;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.RuleFixture;
import org.pcapanalyzer.rule.Severity;

/** Services and hosts, over real tables; the capture ends 1000 s after its first flow. */
class LadderJudgeTest {
    private Connection db;

    @BeforeEach
    void open() throws Exception {
        db = RuleFixture.tables();
        RuleFixture.execute(
                db,
                "INSERT INTO captures VALUES (1, 'x', 'x', 1, 'pcap', 'none', [1], '[]', 1, 400, 1, 1, make_timestamp_ns("
                        + RuleFixture.time(0) + "), make_timestamp_ns(" + RuleFixture.time(1000)
                        + "), 0, 0, false, [], 0, 0, NULL, 0, 400, 400, 0, '{}', '{}', '{}', [], 'x')");
    }

    @AfterEach
    void close() throws Exception {
        db.close();
    }

    @Test
    void shouldClimbAsFarAsThereIsSomethingToSee() throws Exception {
        flow(1, "10.0.0.1", "10.0.0.9", 443);
        flow(2, "10.0.0.2", "10.0.0.9", 443);
        assertEquals(
                List.of(
                        "LINK HEALTHY Its packets arrive.",
                        "NETWORK HEALTHY 20 packets from it, no ICMP error.",
                        "TRANSPORT HEALTHY 2 of 2 TCP handshakes completed, 1 % of 200 data segments resent.",
                        "TLS NOT_OBSERVED No TLS handshake seen.",
                        "APPLICATION NOT_OBSERVED No request seen."),
                layers(services().get(0)));
        assertEquals(2, services().get(0).peers());
    }

    @Test
    void shouldStopAtTheFirstLayerThatFails() throws Exception {
        unanswered(1, "10.0.0.1", "10.0.0.9", 443);
        request("10.0.0.9", false, 3);
        assertEquals(
                List.of(
                        "LINK FAILING None of 3 requests for its address (ARP, ND) answered.",
                        "NETWORK NOT_OBSERVED Not judged, because the link layer below fails.",
                        "TRANSPORT NOT_OBSERVED Not judged, because the link layer below fails.",
                        "TLS NOT_OBSERVED Not judged, because the link layer below fails.",
                        "APPLICATION NOT_OBSERVED Not judged, because the link layer below fails."),
                layers(services().get(0)));
    }

    @Test
    void shouldFailWhereNoConnectionCompletes() throws Exception {
        unanswered(1, "10.0.0.1", "10.0.0.9", 443);
        unanswered(2, "10.0.0.2", "10.0.0.9", 443);
        refused(3, "10.0.0.2", "10.0.0.9", 443);
        assertEquals(
                "TRANSPORT FAILING None of 3 TCP handshakes completed (1 refused and 2 unanswered),"
                        + " 1 % of 300 data segments resent.",
                transport(services().get(0)));
    }

    @Test
    void shouldBeDegradedWhereSomeConnectionsFailAndHealthyWhereOneDoes() throws Exception {
        for (int i = 1; i <= 6; i++) {
            flow(i, "10.0.0.1", "10.0.0.9", 443);
        }
        refused(7, "10.0.0.2", "10.0.0.9", 443);
        assertTrue(transport(services().get(0))
                .startsWith("TRANSPORT HEALTHY 6 of 7 TCP handshakes completed (1 refused)"));
        refused(8, "10.0.0.2", "10.0.0.9", 443);
        refused(9, "10.0.0.2", "10.0.0.9", 443);
        assertTrue(transport(services().get(0)).startsWith("TRANSPORT DEGRADED 6 of 9 TCP"));
    }

    @Test
    void shouldNotJudgeASynThatIsSentShortlyBeforeTheEnd() throws Exception {
        unanswered(999, "10.0.0.1", "10.0.0.9", 443);
        assertTrue(transport(services().get(0))
                .startsWith("TRANSPORT NOT_OBSERVED 1 SYN too shortly before the end to judge"));
        assertEquals(0, ladders().services().troubled());
    }

    @Test
    void shouldTakeOneWayDatagramsForNothingToJudge() throws Exception {
        udp(1, "10.0.0.1", "10.0.0.9", 514, 0);
        udp(2, "10.0.0.1", "10.0.0.9", 53, 4);
        assertEquals("TRANSPORT HEALTHY 1 of 1 UDP flows answered.", transport(service(53)));
        assertEquals("TRANSPORT NOT_OBSERVED None of 1 UDP flows answered.", transport(service(514)));
    }

    @Test
    void shouldFailWhereIcmpSaysThatTheServiceCannotBeReachedOrIsClosed() throws Exception {
        unanswered(1, "10.0.0.1", "10.0.0.9", 443);
        icmp(1, "host_unreachable");
        assertEquals(
                "NETWORK FAILING No packet from it, ICMP errors for 1 of 1 flows.",
                layers(service(443)).get(1));
        udp(2, "10.0.0.1", "10.0.0.8", 161, 0);
        icmp(2, "port_unreachable");
        assertEquals(
                "TRANSPORT FAILING None of 1 UDP flows answered, port reported closed in 1 flow.",
                transport(service(161)));
    }

    @Test
    void shouldTellWhichIncidentConcernsAServiceAndWhatSuffersFromIt() throws Exception {
        for (int i = 1; i <= 4; i++) {
            flow(i, "10.0.0.1", "10.0.0.9", 443);
        }
        flow(5, "10.0.0.1", "10.0.0.9", 80);
        Ladders ladders = ladders(finding("hole-1").layer(Layer.NETWORK).flows(1, 2));
        Ladder first = ladders.services().listed().get(0);
        assertEquals(443, first.port());
        assertEquals(List.of(1), first.incidents());
        assertTrue(layers(first).get(1).startsWith("NETWORK DEGRADED Incident 1: Title of hole, 2 of its 4 flows. "));
        assertTrue(transport(first).startsWith("TRANSPORT DEGRADED Suffers from incident 1. 4 of 4 TCP"));
        assertEquals(1, ladders.services().troubled());
        Ladder grave = ladders(finding("hole-1")
                        .layer(Layer.NETWORK)
                        .severity(Severity.HIGH)
                        .flows(1, 2))
                .services()
                .listed()
                .get(0);
        assertTrue(layers(grave).get(1).startsWith("NETWORK FAILING Incident 1: "));
        assertTrue(transport(grave).startsWith("TRANSPORT NOT_OBSERVED Not judged, because the network layer below"));
    }

    @Test
    void shouldNotBlameAClientForWhatItSuffersFrom() throws Exception {
        unanswered(1, "10.0.0.1", "10.0.0.9", 443);
        List<Ladder> hosts = ladders(finding("syn-1").severity(Severity.HIGH).flows(1))
                .hosts()
                .listed();
        assertEquals("10.0.0.9", hosts.get(0).ip());
        assertTrue(transport(hosts.get(0)).startsWith("TRANSPORT FAILING Incident 1: Title of syn, its only flow. "));
        assertTrue(transport(hosts.get(1))
                .startsWith("TRANSPORT DEGRADED Incident 1: Title of syn, its only flow. None of 1 connections that it"
                        + " opened to 1 host completed"));
    }

    @Test
    void shouldListAHostWithoutFlowsThatAFindingNames() throws Exception {
        flow(1, "10.0.0.1", "10.0.0.9", 443);
        Ladder host = ladders(finding("arp-1").layer(Layer.LINK).scope("10.0.0.1", "10.0.0.77", ""))
                .hosts()
                .listed()
                .get(0);
        assertEquals("10.0.0.77", host.ip());
        assertTrue(layers(host).get(0).startsWith("LINK DEGRADED Incident 1: Title of arp. "));
    }

    @Test
    void shouldNotJudgeTransportInACaptureThatIsBlind() throws Exception {
        unanswered(1, "10.0.0.1", "10.0.0.9", 443);
        Ladders ladders = ladders(capture("one-sided-1").severity(Severity.HIGH));
        assertTrue(transport(ladders.services().listed().get(0))
                .startsWith("TRANSPORT NOT_OBSERVED The capture does not allow to judge. None of 1"));
    }

    @Test
    void shouldTellAScanAsOne() throws Exception {
        for (int port = 1; port <= 30; port++) {
            refused(port, "10.0.0.66", "10.0.0.9", port);
        }
        flow(40, "10.0.0.1", "10.0.0.9", 443);
        Ladders ladders = ladders();
        assertEquals(List.of(new Probe("10.0.0.66", 30, 1, 30, 0)), ladders.probes());
        assertEquals(31, ladders.services().count());
        assertEquals(0, ladders.services().troubled());
        assertEquals(
                List.of(443),
                ladders.services().listed().stream().map(Ladder::port).toList());
        assertEquals(0, ladders.hosts().troubled());
    }

    @Test
    void shouldKeepAScanOfNothingElse() throws Exception {
        for (int port = 1; port <= 20; port++) {
            unanswered(port, "10.0.0.66", "10.0.0.9", port);
        }
        assertEquals(List.of(), ladders().services().listed());
        assertEquals(20, ladders().services().count());
    }

    @Test
    void shouldBeBounded() throws Exception {
        RuleFixture.flow(db, 1, "10.0.0.1", "10.0.0.9", 1, 0);
        RuleFixture.execute(
                db,
                "INSERT INTO flows BY NAME SELECT * EXCLUDE (i) REPLACE (i + 1 AS flow_id, i + 1 AS resp_port,"
                        + " '10.7.' || i // 250 || '.' || i % 250 AS orig_ip) FROM (SELECT * FROM flows, generate_series(1, 3000) t(i))");
        Ladders ladders = ladders();
        assertEquals(LadderQuery.MAX_LISTED, ladders.services().listed().size());
        assertEquals(3001, ladders.services().count());
        assertEquals(LadderQuery.MAX_LISTED, ladders.hosts().listed().size());
        assertEquals(3002, ladders.hosts().count());
    }

    @Test
    void shouldTellAFloodAsACrowdAndWhoElseWasThereByName() throws Exception {
        unanswered(1, "10.1.0.0", "10.0.0.9", 443);
        RuleFixture.execute(
                db,
                "INSERT INTO flows BY NAME SELECT * EXCLUDE (i) REPLACE (i + 100 AS flow_id,"
                        + " '10.' || 1 + i // 65536 || '.' || i // 256 % 256 || '.' || i % 256 AS orig_ip)"
                        + " FROM (SELECT * FROM flows, generate_series(1, " + LadderQuery.CROWD + ") t(i))");
        flow(2, "10.0.0.1", "10.0.0.9", 443);
        for (int port = 1; port <= 30; port++) {
            unanswered(2 + port, "10.0.0.66", "10.0.0.8", port);
        }
        unanswered(33, "10.0.0.66", "10.0.0.9", 443);
        Ladders ladders = ladders();
        assertEquals(1, ladders.services().listed().size());
        assertEquals(LadderQuery.CROWD + 3, ladders.services().listed().get(0).peers());
        assertEquals(
                "TRANSPORT DEGRADED 1 of 1,000,003 TCP handshakes completed (1,000,002 unanswered), 1 % of 100,000,300 data"
                        + " segments resent.",
                transport(ladders.services().listed().get(0)));
        assertEquals(List.of(new Probe("10.0.0.66", 30, 1, 0, 30)), ladders.probes());
        assertEquals(
                List.of("10.0.0.9", "10.0.0.1"),
                ladders.hosts().listed().stream().map(Ladder::ip).toList());
        assertEquals(LadderQuery.CROWD + 5, ladders.hosts().count());
    }

    @Test
    void shouldTryAgainWhereMemoryWasShortOnce() throws Exception {
        flow(1, "10.0.0.1", "10.0.0.9", 443);
        LadderJudge judge = judge(List.of());
        assertEquals(judge.ladders(db), judge.ladders(shortOfMemory(1)));
        assertEquals(Optional.empty(), judge.ladders(shortOfMemory(2)));
    }

    /** The tables, by a connection on which the memory does not suffice for the first queries with parameters. */
    private Connection shortOfMemory(int failures) {
        AtomicInteger left = new AtomicInteger(failures);
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("prepareStatement") && left.getAndDecrement() > 0) {
                throw new SQLException("Out of Memory Error: failed to pin block of size 64.0 KiB");
            }
            return method.invoke(db, arguments);
        };
        return (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    @Test
    void shouldLeaveGroupAddressesOut() throws Exception {
        udp(1, "10.0.0.1", "239.255.255.250", 1900, 0);
        udp(2, "fe80::1", "ff02::fb", 5353, 0);
        assertEquals(List.of(), services());
        assertEquals(2, ladders().hosts().count());
    }

    private void flow(long id, String client, String server, int port) throws SQLException {
        RuleFixture.flow(db, id, client, server, port, 200_000_000L);
        RuleFixture.execute(db, "UPDATE flows SET rst_count_resp = coalesce(rst_count_resp, 0)");
    }

    private void unanswered(long id, String client, String server, int port) throws SQLException {
        flow(id, client, server, port);
        RuleFixture.execute(
                db, "UPDATE flows SET handshake_ok = false, synack_count = 0, resp_pkts = 0 WHERE flow_id = " + id);
    }

    private void refused(long id, String client, String server, int port) throws SQLException {
        flow(id, client, server, port);
        RuleFixture.execute(
                db,
                "UPDATE flows SET handshake_ok = false, synack_count = 0, rst_count_resp = 1 WHERE flow_id = " + id);
    }

    private void udp(long id, String client, String server, int port, int answers) throws SQLException {
        RuleFixture.flow(db, id, client, server, port, 0);
        RuleFixture.execute(
                db,
                "UPDATE flows SET proto = 'udp', syn_count = NULL, synack_count = NULL, handshake_ok = NULL,"
                        + " data_pkts_orig = NULL, retrans_pkts_orig = NULL, resp_pkts = " + answers
                        + " WHERE flow_id = " + id);
    }

    private void icmp(long flow, String name) throws SQLException {
        RuleFixture.execute(
                db,
                "INSERT INTO icmp (ts, frame, src, dst, ip_version, type, code, name, is_error, ttl, quoted_flow_id) VALUES"
                        + " (make_timestamp_ns(0), 4, 'a', 'b', 4, 3, 1, '" + name + "', true, 64, " + flow + ")");
    }

    private void request(String target, boolean answered, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            RuleFixture.execute(
                    db,
                    "INSERT INTO arp (ts, frame, op, sender_mac, sender_ip, target_ip, answered) VALUES"
                            + " (make_timestamp_ns(0), 1, 'request', 'm', '10.0.0.1', '" + target + "', " + answered
                            + ")");
        }
    }

    private Ladders ladders(FindingBuilder... builders) {
        return judge(Stream.of(builders).map(FindingBuilder::build).toList())
                .ladders(db)
                .orElseThrow();
    }

    private LadderJudge judge(List<Finding> findings) {
        Judgement judgement = Judgement.of(
                findings, new Causality(findings.stream().map(Finding::rule).toList()), FindingBuilder.sure());
        return new LadderJudge(CaptureFacts.read(db), judgement);
    }

    private List<Ladder> services() {
        return ladders().services().listed();
    }

    private Ladder service(int port) {
        return services().stream()
                .filter(ladder -> ladder.port() == port)
                .findFirst()
                .orElseThrow();
    }

    private static String transport(Ladder ladder) {
        return layers(ladder).get(2);
    }

    private static List<String> layers(Ladder ladder) {
        return ladder.layers().stream()
                .map(layer -> layer.layer() + " " + layer.status() + " " + layer.why())
                .toList();
    }
}
