package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Addresses;

/**
 * What Zeek's own tests expect of traces that are in the folder of captures beside the checkout; skipped without it. The
 * source of each fact is a file below testing/btest/Baseline in the repository zeek/zeek. docs/zeek.md has the classes of
 * difference.
 */
class ZeekAgreementTest {
    private static final Path CAPTURES = Path.of("../shared/captures");

    /**
     * Originator, responder, then conn_state, history, duration, orig_bytes, resp_bytes, missed_bytes, orig_pkts,
     * orig_ip_bytes, resp_pkts, resp_ip_bytes; a star where the source says nothing. Some sources print the endpoints'
     * states, which conn_state follows from.
     */
    private static final Map<String, String> FACTS = Map.ofEntries(
            Map.entry("tcp/retransmit-fast009.pcap core.tcp.rxmit-history/conn-1.log", """
                    10.0.88.85 50368 192.168.0.27 80 RSTO ShADaGdgtR 60.991770 474 23783 24257 17 1250 22 28961
                    """),
            Map.entry("tcp/miss_end_data.pcap core.tcp.miss-end-data/conn.log", """
                    192.168.122.230 60648 77.238.160.184 80 SF ShADafgF 10.048360 538 2902 2902 5 750 4 172
                    """),
            Map.entry("tcp/ssh-dups.pcap core.tcp.tcp-dups/out", """
                    192.168.0.102 53206 192.168.0.112 22 * ShADTadtTtFf * * * * * * * *
                    """),
            Map.entry("tcp/ssh-dups.pcap core.tcp.tcp-stats-analyzer/out", """
                    192.168.0.102 53206 192.168.0.112 22 * * * * * * 225 * 152 *
                    """),
            Map.entry("tcp/rst-inject-rae.pcap core.tcp.rst-after-syn/.stdout", """
                    1.2.0.2 2527 1.2.0.3 6649 REJ * * 175 0 * 4 395 5 236
                    """),
            Map.entry("tcp/fin_retransmission.pcap core.tcp.fin-retransmit/out", """
                    10.1.30.117 55344 17.167.193.62 443 RSTR * * 0 0 * 3 156 2 92
                    """),
            Map.entry(
                    "tcp/m57-long-49583-80.pcap"
                            + " scripts.base.protocols.http.m57-long-download-windowsupdate-1/conn.log.cut",
                    """
                    192.168.1.105 49583 208.111.129.62 80 * ShADTadttfR * 1676 98929 0 * * * *
                    """),
            Map.entry("pcapng/gap-data-missing.pcapng scripts.base.protocols.ldap.gap/conn.log", """
                    2a00:6020:ad0b:8381:fd70:e2f9:f031:9dc4 49980 2a00:6020:ad0b:8380::10 389 * ShADadgtFr * * * * * * * *
                    """),
            Map.entry("tcp/handshake-reorder.pcap core.connection_flipped/out", """
                    141.142.228.5 59856 192.150.187.43 80 * * * * * * * * * *
                    """),
            Map.entry("corrupt/truncated-header.pcap core.tcp.truncated-header/out", """
                    201.186.157.67 60827 128.3.26.249 25 * * * * * * * * * *
                    """),
            Map.entry("fragments/ipv6-fragmented-dns.pcap core.ipv6-frag/dns.log", """
                    2001:470:1f11:81f:d138:5f55:6d4:1fe2 51850 2607:f740:b::f93 53 * * * * * * * * * *
                    2001:470:1f11:81f:d138:5f55:6d4:1fe2 51851 2607:f740:b::f93 53 * * * * * * * * * *
                    """),
            Map.entry("icmp-mtu/smtp_frag-needed.pcap scripts.base.frameworks.netcontrol.packetfilter/conn.log", """
                    10.10.1.4 56166 10.10.1.1 53 SF Dd 0.034025 34 100 0 1 62 1 128
                    10.10.1.20 138 10.10.1.255 138 S0 D - - - 0 1 229 0 0
                    192.168.133.100 49285 66.196.121.26 5050 OTH Da 0.343008 41 0 0 1 93 1 52
                    """),
            Map.entry("tunnels/gtp2_different_udp_port.pcap core.tunnels.gtp.different_dl_and_ul/conn.log", """
                    167.55.105.244 5906 207.233.125.40 2152 S0 D 0.257902 2542 0 0 29 3354 0 0
                    207.233.125.40 2152 167.55.105.244 2152 S0 D 0.251127 65788 0 0 49 67160 0 0
                    10.131.17.170 51803 173.199.115.168 80 S3 ShADadf 0.257902 1138 63424 0 29 2310 49 65396
                    """),
            Map.entry("tunnels/pppoe-over-qinq.pcap core.pppoe-over-qinq/conn.log", """
                    1.1.1.1 20394 2.2.2.2 443 SF * 273.626833 11352 4984 0 44 25283 42 *
                    """),
            Map.entry("tcp/ssh_client-side-only.pcap scripts.base.protocols.ssh.half-duplex-client/conn.log", """
                    192.168.2.1 57191 192.168.2.158 22 SH SADF 3.862306 576 0 0 23 1784 0 0
                    192.168.2.1 56821 192.168.2.158 22 SH SADF 1.106422 820 0 0 26 2184 0 0
                    192.168.2.1 56837 192.168.2.158 22 SH SADF 1.080790 692 0 0 25 2004 0 0
                    192.168.2.1 56845 192.168.2.158 22 SH SADF 1.302572 660 0 0 26 2024 0 0
                    192.168.2.1 56878 192.168.2.158 22 SH SADF 3.629091 684 0 0 25 1996 0 0
                    192.168.2.1 56940 192.168.2.158 22 SH SADF 0.104996 500 0 0 14 1240 0 0
                    192.168.2.1 57831 192.168.2.158 22 SH SADF 2.758921 576 0 0 23 1784 0 0
                    192.168.2.1 59246 192.168.2.158 22 SH SADF 3.076782 3049 0 0 32 4725 0 0
                    192.168.1.32 33910 128.2.13.133 22 SH SADF 1.910986 6471 0 0 33 8195 0 0
                    192.168.1.32 41268 128.2.10.238 22 SH SADF 2.710803 5613 0 0 24 6869 0 0
                    192.168.1.31 52294 192.168.1.32 22 SH SADF 3.660293 3729 0 0 36 5613 0 0
                    192.168.1.31 51489 192.168.1.32 22 SH SADF 4.927993 4029 0 0 42 6249 0 0
                    192.168.1.32 58641 131.103.20.168 22 SH SADF 0.587625 2885 0 0 16 3725 0 0
                    192.168.1.32 58646 131.103.20.168 22 SH SADF 2.236752 4477 0 0 179 13793 0 0
                    192.168.1.32 58649 131.103.20.168 22 SH SADF 2.066453 4477 0 0 183 14001 0 0
                    """));

    /** Zeek's two rows of a connection whose responder was not captured, cut after {@code tcp_attempt_delay}, added up. */
    private static final String CUT_BY_A_TIMER = """
            192.168.1.79 51880 131.159.21.1 22 SH SADF * 2669 0 0 25 3981 0 0
            192.168.2.1 57189 192.168.2.158 22 SH SADF * 5253 0 0 38 7241 0 0
            192.168.2.1 56594 192.168.2.158 22 SH SADF * 480 0 0 17 1376 0 0
            192.168.2.1 56875 192.168.2.158 22 SH SADF * 588 0 0 19 1588 0 0
            192.168.1.32 41164 128.2.10.238 22 SH SADF * 6087 0 0 32 7759 0 0
            """;

    private static List<Flow> flows(String path) throws IOException {
        RecordingSink rows = new RecordingSink();
        Path capture = CAPTURES.resolve(path.split(" ")[0]);
        Replay.of(capture, new FlowTracker(rows, FlowLimits.forHeap(1L << 30)));
        return rows.flows;
    }

    /** The flow as conn.log has it, in the order of {@link #FACTS}. */
    private static String told(Flow flow) {
        List<Object> words = new ArrayList<>(ends(flow));
        words.add(flow.hasConnState() ? flow.connState().label() : "OTH");
        words.add(flow.hasConnState() ? flow.history() : "-");
        long durationNs = flow.isTcp() ? flow.zeekDurationNs() : flow.durationNs();
        boolean lasted = durationNs > 0;
        words.add(lasted ? String.format(Locale.ROOT, "%.6f", durationNs / 1e9) : "-");
        words.add(!lasted ? "-" : flow.isTcp() ? flow.zeekBytesOrig() : flow.origPayloadBytes());
        words.add(!lasted ? "-" : flow.isTcp() ? flow.zeekBytesResp() : flow.respPayloadBytes());
        words.add(flow.isTcp() ? flow.zeekMissedBytes() : 0);
        words.add(flow.origPkts() + (flow.isTcp() ? copies(flow.tcp.orig).captureDupCount() : 0));
        words.add(flow.origIpBytes() + (flow.isTcp() ? copies(flow.tcp.orig).captureDupIpBytes() : 0));
        words.add(flow.respPkts() + (flow.isTcp() ? copies(flow.tcp.resp).captureDupCount() : 0));
        words.add(flow.respIpBytes() + (flow.isTcp() ? copies(flow.tcp.resp).captureDupIpBytes() : 0));
        return words.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static List<String> ends(Flow flow) {
        return List.of(
                Addresses.text(flow.origHigh(), flow.origLow(), flow.ipVersion()),
                String.valueOf(flow.origPort()),
                Addresses.text(flow.respHigh(), flow.respLow(), flow.ipVersion()),
                String.valueOf(flow.respPort()));
    }

    private static TcpDirection copies(TcpEndpoint endpoint) {
        return endpoint.isNoteworthy() ? endpoint.direction() : new TcpDirection(endpoint);
    }

    /** {@code told} with a star wherever the fact has one. */
    private static String asFarAs(String fact, String told) {
        String[] expected = fact.split(" ");
        String[] words = told.split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = expected[i].equals("*") ? "*" : words[i];
        }
        return String.join(" ", words);
    }

    private static Map<String, String> differences(String capture, String facts) throws IOException {
        List<String> all = flows(capture).stream().map(ZeekAgreementTest::told).toList();
        Map<String, String> differences = new TreeMap<>();
        for (String fact : facts.lines().toList()) {
            List<String> near = all.stream().map(told -> asFarAs(fact, told)).toList();
            if (!near.contains(fact)) {
                String ends = fact.substring(0, fact.indexOf(' ', fact.indexOf(' ') + 1));
                differences.put(
                        capture + ": " + fact,
                        all.stream()
                                .filter(told -> told.startsWith(ends))
                                .toList()
                                .toString());
            }
        }
        return differences;
    }

    @Test
    void shouldSayWhatZeekSays() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures beside the checkout");
        Map<String, String> differences = new TreeMap<>();
        for (Map.Entry<String, String> facts : FACTS.entrySet()) {
            differences.putAll(differences(facts.getKey(), facts.getValue()));
        }
        assertEquals(Map.of(), differences);
    }

    @Test
    void shouldKeepInOneFlowWhatZeekCutsByATimer() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures beside the checkout");
        assertEquals(Map.of(), differences("tcp/ssh_client-side-only.pcap", CUT_BY_A_TIMER));
    }

    /** Zeek writes Hs^ADadFf there, without any likely server port (core.connection_flipped/out). */
    @Test
    void shouldFlipBeforeTheFirstLetter() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures beside the checkout");
        Flow flow = flows("tcp/handshake-reorder.pcap").get(0);
        assertEquals("^hSADadFf", flow.history());
        assertEquals("1:yvyB8h+3dnggTZW0UEITWCst97w=", flow.communityId(), "community-id-logging-flipped/conn.log.cut");
    }
}
