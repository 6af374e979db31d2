package org.pcapanalyzer.report;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.diagnosis.Diagnosis.Health;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladder;
import org.pcapanalyzer.diagnosis.Diagnosis.LadderList;
import org.pcapanalyzer.diagnosis.Diagnosis.Ladders;
import org.pcapanalyzer.diagnosis.Diagnosis.LayerStatus;
import org.pcapanalyzer.diagnosis.Diagnosis.Probe;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.diagnosis.Diagnosis.Verdict;
import org.pcapanalyzer.report.ReportModel.Endpoint;
import org.pcapanalyzer.report.RunSettings.Setting;
import org.pcapanalyzer.rule.Evidence;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Flows;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Narrative;
import org.pcapanalyzer.rule.Rule;
import org.pcapanalyzer.rule.Scope;
import org.pcapanalyzer.rule.Severity;

/** An analysis as the steps before hand it over: database, diagnosis, settings. */
final class ReportFixture implements AutoCloseable {
    static final String SAMPLE = "samples/mtu-black-hole.pcapng";

    /** First time stamp of the sample. */
    static final long START = 1_795_269_946_042_711_004L;

    private static final long SECOND = 1_000_000_000L;

    final FixtureDatabase database;
    final ReportInput input;

    private ReportFixture(FixtureDatabase database, ReportInput input) {
        this.database = database;
        this.input = input;
    }

    Connection connection() {
        return database.connection();
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }

    /** The same analysis of a capture that cannot be read again. */
    ReportFixture fromPipe() {
        return new ReportFixture(
                database, new ReportInput(input.diagnosis(), input.rules(), input.settings(), Optional.empty()));
    }

    /** One incident with everything to tell, its frames from a sample. */
    static ReportFixture blackHole() throws SQLException, IOException {
        FixtureDatabase database = blackHoleDatabase();
        Finding hole = mtuBlackHole();
        Finding symptom = finding("retransmission-storm", Layer.TRANSPORT, Severity.MEDIUM)
                .summary("10.2.0.2 sends 17 of 52 segments again to 10.1.0.2, the same one up to 8 times.")
                .build();
        Diagnosis diagnosis = new Diagnosis(
                new Verdict(
                        Optional.of(Layer.NETWORK),
                        Optional.of(Severity.HIGH),
                        0.95,
                        List.of(),
                        "The path from 10.2.0.2 to 10.1.0.2 drops packets above 1400 bytes and tells nobody.",
                        Optional.of("On the router at the narrow link run: ip6tables -L (what does it drop)")),
                List.of(
                        layer(Layer.LINK, Health.HEALTHY, "Every ARP request was answered."),
                        layer(Layer.NETWORK, Health.FAILING, "Packets above 1400 bytes vanish on the way to 10.1.0.2."),
                        layer(Layer.TRANSPORT, Health.DEGRADED, "2 of 8 connections stall; the cause lies below."),
                        layer(Layer.TLS, Health.NOT_OBSERVED, "No TLS in this capture."),
                        layer(Layer.APPLICATION, Health.NOT_OBSERVED, "Application messages are not examined.")),
                blackHoleLadders(),
                List.of(incident(1, hole, symptom)),
                List.of(
                        judged(hole, Status.INCIDENT),
                        new JudgedFinding(
                                symptom,
                                Status.SYMPTOM,
                                hole.id(),
                                "The resent segments are those that are too large for the path.",
                                List.of())),
                List.of(),
                4,
                List.of());
        return new ReportFixture(
                database,
                new ReportInput(diagnosis, rules(), settings(), Optional.of(wanted -> CaptureFiles.open(SAMPLE))));
    }

    /** Several incidents, symptoms, a withdrawn finding and a doubtful capture; frames from memory. */
    static ReportFixture outage() throws SQLException, IOException {
        FixtureDatabase database = new FixtureDatabase();
        database.capture("core-switch-2026-11-21.pcapng", 48_210, START, START + 5400 * SECOND);
        Endpoint server = new Endpoint("192.0.2.80", 443);
        for (int i = 0; i < 40; i++) {
            Endpoint client = new Endpoint("198.51.100." + (i % 25 + 1), 40_000 + i);
            database.tcpFlow(100 + i, client, server, START + i * 90 * SECOND, 3 * SECOND, 20_000L * (i + 1));
        }
        database.trouble(110, 4, 1, 3);
        database.trouble(120, 0, 2, 0);
        for (int second = 0; second < 5400; second += 7) {
            boolean isOutage = second > 1800 && second < 2700;
            database.second(
                    START + second * SECOND,
                    40 + second % 60,
                    30_000 + second % 60 * 900L,
                    isOutage ? second % 9 : 0,
                    isOutage && second % 3 == 0 ? 2 : 0);
        }
        Finding refused = finding("connection-refused", Layer.TRANSPORT, Severity.CRITICAL)
                .scope(List.of("198.51.100.1", "198.51.100.2"), List.of("192.0.2.80"), "tcp/443")
                .summary("192.0.2.80 refuses connections to port 443.")
                .flows(List.of(100L, 101L, 102L))
                .evidence(List.of(
                        new Evidence(1, START + 1, "SYN to port 443"), new Evidence(2, START + 2, "RST in answer")))
                .build();
        Finding unreachable = finding("icmp-unreachable", Layer.NETWORK, Severity.MEDIUM)
                .scope(List.of("2001:db8::7"), List.of("2001:db8:1::80"), "udp/53")
                .evidence(List.of(new Evidence(3, START + 3, "ICMP port unreachable")))
                .build();
        Finding arp = finding("arp-unanswered", Layer.LINK, Severity.LOW)
                .scope(List.of(), List.of("192.0.2.99"), "")
                .evidence(List.of(new Evidence(4, START + 4, "ARP request, nobody answers")))
                .build();
        Finding burst = finding("reset-burst", Layer.TRANSPORT, Severity.HIGH).build();
        Finding storm = finding("retransmission-storm", Layer.TRANSPORT, Severity.MEDIUM)
                .build();
        Finding note = finding("path-mtu-reduced", Layer.NETWORK, Severity.INFO)
                .summary("A router tells an MTU of 1400 bytes, and the sender heeds it.")
                .build();
        Finding loss = finding("capture-loss", Layer.CAPTURE, Severity.MEDIUM)
                .summary(
                        "4.1 % of the acknowledged bytes are not in the capture: it lost packets that the network carried.")
                .build();
        Diagnosis diagnosis = new Diagnosis(
                new Verdict(
                        Optional.of(Layer.TRANSPORT),
                        Optional.of(Severity.CRITICAL),
                        0.9,
                        List.of("of the capture: Packets were lost"),
                        "192.0.2.80 has refused every connection to port 443 since 09:56.",
                        Optional.of("Start the service.")),
                List.of(
                        layer(Layer.LINK, Health.DEGRADED, "1 of 40 ARP requests stayed without an answer."),
                        layer(Layer.NETWORK, Health.DEGRADED, "ICMP errors for one resolver."),
                        layer(Layer.TRANSPORT, Health.FAILING, "3 of 40 connections were refused."),
                        layer(Layer.TLS, Health.NOT_OBSERVED, "Not examined."),
                        layer(Layer.APPLICATION, Health.NOT_OBSERVED, "Not examined.")),
                outageLadders(),
                List.of(incident(1, refused, burst), incident(2, unreachable), incident(3, arp)),
                List.of(
                        judged(refused, Status.INCIDENT),
                        judged(unreachable, Status.INCIDENT),
                        judged(arp, Status.INCIDENT),
                        new JudgedFinding(burst, Status.SYMPTOM, refused.id(), "Same flows.", List.of()),
                        new JudgedFinding(
                                storm,
                                Status.WITHDRAWN,
                                loss.id(),
                                "Packets that the capture lost look like resent ones.",
                                List.of()),
                        judged(note, Status.NOTE),
                        judged(loss, Status.QUALITY)),
                List.of(loss),
                4,
                List.of());
        return new ReportFixture(
                database, new ReportInput(diagnosis, rules(), settings(), Optional.of(FixtureFrames::reader)));
    }

    /** Nothing wrong. */
    static ReportFixture healthy() throws SQLException, IOException {
        FixtureDatabase database = new FixtureDatabase();
        database.capture("samples/healthy.pcapng", 512, START, START + 12 * SECOND);
        database.tcpFlow(1, new Endpoint("10.1.0.2", 41_000), new Endpoint("10.2.0.2", 80), START, SECOND, 84_000);
        for (int second = 0; second < 12; second++) {
            database.second(START + second * SECOND, 40 + second % 5, 9_000, 0, 0);
        }
        Diagnosis diagnosis = new Diagnosis(
                new Verdict(
                        Optional.empty(),
                        Optional.empty(),
                        0.9,
                        List.of(),
                        "Nothing is wrong with what this capture shows.",
                        Optional.empty()),
                List.of(
                        layer(Layer.LINK, Health.HEALTHY, "Every ARP request was answered."),
                        layer(Layer.NETWORK, Health.HEALTHY, "No ICMP errors, no lost fragments."),
                        layer(Layer.TRANSPORT, Health.HEALTHY, "1 connection, opened and closed in order."),
                        layer(Layer.TLS, Health.NOT_OBSERVED, "Not examined."),
                        layer(Layer.APPLICATION, Health.NOT_OBSERVED, "Not examined.")),
                Ladders.NONE,
                List.of(),
                List.of(),
                List.of(),
                4,
                List.of());
        return new ReportFixture(
                database, new ReportInput(diagnosis, rules(), settings(), Optional.of(FixtureFrames::reader)));
    }

    /** A capture without a single frame. */
    static ReportFixture empty() throws SQLException, IOException {
        FixtureDatabase database = new FixtureDatabase();
        database.capture("empty.pcap", 0, 0, 0);
        Diagnosis diagnosis = new Diagnosis(
                new Verdict(
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        List.of(),
                        "The capture holds no packets.",
                        Optional.empty()),
                List.of(layer(Layer.LINK, Health.NOT_OBSERVED, "No packets.")),
                Ladders.NONE,
                List.of(),
                List.of(),
                List.of(),
                4,
                List.of());
        return new ReportFixture(
                database, new ReportInput(diagnosis, rules(), settings(), Optional.of(FixtureFrames::reader)));
    }

    /** One incident in which every text that can come from a file or a packet is {@code text}. */
    static ReportFixture hostile(String text) throws SQLException, IOException {
        FixtureDatabase database = new FixtureDatabase();
        database.capture(text, 4, START, START + SECOND);
        database.second(START, 4, 400, 0, 0);
        database.tcpFlow(1, new Endpoint(text, 1), new Endpoint(text, 2), START, SECOND, 10);
        Finding finding = finding("connection-refused", Layer.TRANSPORT, Severity.HIGH)
                .scope(List.of(text), List.of(text), text)
                .summary(text)
                .rootCause(text)
                .flows(List.of(1L))
                .metrics(Map.of("metric", text, "list", List.of(text)))
                .evidence(List.of(new Evidence(1, START, text)))
                .build();
        Diagnosis diagnosis = new Diagnosis(
                new Verdict(
                        Optional.of(Layer.TRANSPORT),
                        Optional.of(Severity.HIGH),
                        0.9,
                        List.of(text),
                        text,
                        Optional.of(text)),
                List.of(layer(Layer.TRANSPORT, Health.FAILING, text)),
                Ladders.NONE,
                List.of(new Incident(
                        1,
                        new JudgedFinding(finding, Status.INCIDENT, "", "", List.of(text)),
                        List.of(new JudgedFinding(finding, Status.SYMPTOM, "x-1", text, List.of())))),
                List.of(
                        judged(finding, Status.INCIDENT),
                        new JudgedFinding(finding, Status.WITHDRAWN, "capture-loss-1", text, List.of(text))),
                List.of(finding),
                4,
                List.of());
        RunSettings settings = new RunSettings(
                "pcap-analyzer", "0.1.0", FixtureDatabase.SHA256, List.of(new Setting("out", text)), List.of());
        return new ReportFixture(
                database, new ReportInput(diagnosis, rules(), settings, Optional.of(FixtureFrames::reader)));
    }

    private static Ladders blackHoleLadders() {
        Ladder server = new Ladder(
                "10.2.0.2",
                "tcp",
                80,
                8,
                1,
                List.of(
                        layer(Layer.LINK, Health.HEALTHY, "Its packets arrive."),
                        layer(Layer.NETWORK, Health.DEGRADED, "Incident 1: MTU black hole, 2 of its 8 flows."),
                        layer(Layer.TRANSPORT, Health.DEGRADED, "Suffers from incident 1."),
                        layer(Layer.TLS, Health.NOT_OBSERVED, "Not examined."),
                        layer(Layer.APPLICATION, Health.NOT_OBSERVED, "Not examined.")),
                List.of(1));
        return new Ladders(new LadderList(List.of(server), 1, 1), Ladders.NONE.hosts(), List.of());
    }

    /** A service that fails, one that is well, one known by hostnames too long for a column; a scan. */
    private static Ladders outageLadders() {
        List<Ladder> services = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean fails = i < 2;
            services.add(new Ladder(
                    i % 2 == 0 ? "192.0.2." + (80 + i) : "2001:db8:1234:5678:9abc:def0:1234:" + (1000 + i),
                    "tcp",
                    443,
                    40 - i,
                    25,
                    List.of(
                            layer(Layer.LINK, Health.HEALTHY, "Its packets arrive."),
                            layer(Layer.NETWORK, Health.HEALTHY, "120 packets from it, no ICMP error."),
                            layer(
                                    Layer.TRANSPORT,
                                    fails ? Health.FAILING : Health.HEALTHY,
                                    fails
                                            ? "Incident 1: Connection refused, 3 of its 40 flows."
                                            : "9 of 9 TCP handshakes completed."),
                            layer(Layer.TLS, Health.NOT_OBSERVED, "Not judged, because a layer below fails."),
                            layer(Layer.APPLICATION, Health.NOT_OBSERVED, "Not examined.")),
                    fails ? List.of(1) : List.of()));
        }
        return new Ladders(
                new LadderList(services, 1240, 2),
                Ladders.NONE.hosts(),
                List.of(new Probe("198.51.100.66", 1200, 3, 1190, 10)));
    }

    static JudgedFinding judged(Finding finding, Status status) {
        return new JudgedFinding(finding, status, "", "", List.of());
    }

    private static Incident incident(int number, Finding finding, Finding... symptoms) {
        return new Incident(
                number,
                judged(finding, Status.INCIDENT),
                Stream.of(symptoms)
                        .map(symptom ->
                                new JudgedFinding(symptom, Status.SYMPTOM, finding.id(), "Same flows.", List.of()))
                        .toList());
    }

    static Builder finding(String rule, Layer layer, Severity severity) {
        return new Builder(rule(rule, layer, severity));
    }

    private static FixtureDatabase blackHoleDatabase() throws SQLException, IOException {
        FixtureDatabase database = new FixtureDatabase();
        database.capture(SAMPLE, 131, START, START + 22 * SECOND);
        Endpoint server = new Endpoint("10.2.0.2", 80);
        database.tcpFlow(1, new Endpoint("10.1.0.2", 39_051), server, START, 21 * SECOND, 42_000);
        database.tcpFlow(6, new Endpoint("10.1.0.2", 35_104), server, START, 21 * SECOND, 42_000);
        for (int i = 0; i < 6; i++) {
            database.tcpFlow(
                    21 + i * 20,
                    new Endpoint("10.1.0.2", 41_367 + i),
                    server,
                    START + 2 * i * SECOND,
                    SECOND / 20,
                    431);
        }
        database.trouble(1, 9, 0, 0);
        database.trouble(6, 8, 0, 0);
        long[] packets = {45, 12, 10, 2, 10, 0, 9, 2, 10, 0, 9, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2};
        for (int second = 0; second < packets.length; second++) {
            if (packets[second] > 0) {
                boolean resends = packets[second] % 3 != 1;
                database.second(START + second * SECOND, packets[second], packets[second] * 620, resends ? 2 : 0, 0);
            }
        }
        return database;
    }

    private static Finding mtuBlackHole() {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("largest_delivered", 431L);
        metrics.put("smallest_lost", 1500L);
        metrics.put("resends_of_one", 8L);
        metrics.put("stuck_share", 0.25);
        metrics.put("not_a_number", Double.NaN);
        metrics.put("stuck_lengths", List.of(1500L, 1500L));
        return finding("mtu-black-hole", Layer.NETWORK, Severity.HIGH)
                .confidence(0.95)
                .scope(List.of("10.1.0.2"), List.of("10.2.0.2"), "tcp/80")
                .flows(List.of(1L, 6L))
                .metrics(metrics)
                .summary(
                        "2 of 8 connections from 10.2.0.2 to 10.1.0.2 hang: packets of 1500 bytes are sent up to 9 times"
                                + " and never arrive, while packets of 431 bytes pass at the same time.")
                .rootCause("A link on the path carries at most 1400 bytes (more than 431, fewer than 1500). The packets"
                        + " carry Don't Fragment, so a router must drop them and say so by ICMP (type 3, code 4). No such"
                        + " message reaches 10.2.0.2: a filter drops it, and path MTU discovery cannot work.")
                .evidence(List.of(
                        evidence(1, 0, "SYN of the client: the handshake passes, its packets are small"),
                        evidence(8, 21_839_455, "first sending of 1500 bytes"),
                        evidence(36, 62_838_216, "an answer of 431 bytes passes at the same time"),
                        evidence(43, 296_179_596, "resend 1 of the 1500 bytes, after 274 ms"),
                        evidence(45, 752_186_905, "resend 2, after 456 ms"),
                        evidence(47, 1_680_182_581, "resend 3, after 928 ms"),
                        evidence(59, 3_504_185_279L, "resend 4, after 1.82 s: the time-out doubles")))
                .filter("(ip.addr == 10.1.0.2 && ip.addr == 10.2.0.2 && tcp.port == 39051 && tcp.port == 80)"
                        + " || (ip.addr == 10.1.0.2 && ip.addr == 10.2.0.2 && tcp.port == 35104 && tcp.port == 80)")
                .build();
    }

    private static Evidence evidence(long frame, long afterNs, String what) {
        return new Evidence(frame, START + afterNs, what);
    }

    private static LayerStatus layer(Layer layer, Health health, String why) {
        return new LayerStatus(layer, health, why);
    }

    private static List<Rule> rules() {
        return List.of(
                rule("capture-loss", Layer.CAPTURE, Severity.MEDIUM),
                rule("capture-duplicates", Layer.CAPTURE, Severity.LOW),
                rule("capture-one-sided", Layer.CAPTURE, Severity.MEDIUM),
                rule("arp-unanswered", Layer.LINK, Severity.MEDIUM),
                rule("mtu-black-hole", Layer.NETWORK, Severity.HIGH),
                rule("path-mtu-reduced", Layer.NETWORK, Severity.INFO),
                rule("icmp-unreachable", Layer.NETWORK, Severity.MEDIUM),
                rule("ip-fragment-loss", Layer.NETWORK, Severity.HIGH),
                rule("syn-unanswered", Layer.TRANSPORT, Severity.HIGH),
                rule("connection-refused", Layer.TRANSPORT, Severity.HIGH),
                rule("reset-burst", Layer.TRANSPORT, Severity.HIGH),
                rule("retransmission-storm", Layer.TRANSPORT, Severity.MEDIUM),
                rule("zero-window", Layer.TRANSPORT, Severity.MEDIUM));
    }

    private static Rule rule(String id, Layer layer, Severity severity) {
        String title = Character.toUpperCase(id.charAt(0)) + id.substring(1).replace('-', ' ');
        return new Rule(
                id,
                title.replace("Mtu", "MTU").replace("Arp", "ARP").replace("Icmp", "ICMP"),
                layer,
                severity,
                "",
                Map.of(),
                List.of(),
                "",
                "",
                List.of(),
                List.of(),
                new Rule.Report("", "", List.of(), "", List.of(), List.of(), ""),
                List.of(),
                new Rule.Tests(List.of(), List.of()));
    }

    private static RunSettings settings() {
        return new RunSettings(
                "pcap-analyzer",
                "0.1.0",
                "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
                List.of(
                        new Setting("format", "html, md, json"),
                        new Setting("fail-on", "never"),
                        new Setting("retransmission-storm.min_ratio", "0.05")),
                List.of(new Setting("flows in memory", "1,000,000"), new Setting("fragments in memory", "16 MB")));
    }

    /** Findings with texts for every part of the report. */
    static final class Builder {
        private final Rule rule;
        private double confidence = 0.8;
        private Scope scope = new Scope(List.of("10.1.0.2"), List.of("10.2.0.2"), "tcp/80");
        private List<Long> flows = List.of();
        private Map<String, Object> metrics = Map.of("count", 17L);
        private String summary = "Something that the rule tells in one sentence.";
        private String rootCause = "Why it happens, in a few sentences, with what the capture shows of it.";
        private List<Evidence> evidence = new ArrayList<>();
        private String filter = "ip.addr == 10.1.0.2 && tcp.port == 80";

        Builder(Rule rule) {
            this.rule = rule;
        }

        Builder confidence(double value) {
            confidence = value;
            return this;
        }

        Builder scope(List<String> clients, List<String> servers, String service) {
            scope = new Scope(clients, servers, service);
            return this;
        }

        Builder flows(List<Long> value) {
            flows = value;
            return this;
        }

        Builder metrics(Map<String, Object> value) {
            metrics = value;
            return this;
        }

        Builder summary(String value) {
            summary = value;
            return this;
        }

        Builder rootCause(String value) {
            rootCause = value;
            return this;
        }

        Builder evidence(List<Evidence> value) {
            evidence = value;
            return this;
        }

        Builder filter(String value) {
            filter = value;
            return this;
        }

        Finding build() {
            return new Finding(
                    rule.id() + "-1",
                    rule,
                    rule.severity(),
                    confidence,
                    scope,
                    START + 21_839_455,
                    START + 14 * SECOND,
                    Flows.of(flows),
                    metrics,
                    evidence,
                    filter,
                    narrative());
        }

        private Narrative narrative() {
            return new Narrative(
                    summary,
                    rootCause,
                    List.of(
                            "Plain loss that happened to hit large packets: then some large packet would have arrived"
                                    + " later, and small ones would be lost too.",
                            "A receiver that has stalled: its window would be closed."),
                    "On which link the packets vanish, and which filter drops the ICMP messages: capture on both sides of"
                            + " each tunnel to find out.",
                    List.of(
                            "iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu"
                                    + "   # on the router before the narrow link: helps at once",
                            "nft add rule inet filter forward icmp type destination-unreachable accept"
                                    + "   # on every filter of the path: lets path MTU discovery work",
                            "Set the MTU of both ends to that of the tunnel where neither can be changed."),
                    List.of(
                            "ping -M do -s 1372 -c 3 10.1.0.2   # from 10.2.0.2: passes",
                            "tracepath -n 10.1.0.2   # from 10.2.0.2: names the hop and its MTU"),
                    "Small packets pass and large ones do not: a ping proves nothing before it is as large as the data.");
        }
    }
}
