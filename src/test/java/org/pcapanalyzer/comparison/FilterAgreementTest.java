package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.comparison.FilterComparison.Outcome;

/** Filters select what the installed tcpdump selects, or refuse what it refuses. Skipped where it is missing. */
final class FilterAgreementTest {
    private static final Path CAPTURES = Path.of("../shared/captures");
    private static final List<String> OUR_CAPTURES = List.of("healthy.pcapng", "mtu-black-hole.pcapng");
    private static final List<String> OTHER_CAPTURES = List.of(
            "arp/arppoison.pcapng",
            "fragments/ipv6-frag-15.pcap",
            "icmp-mtu/mpls-traceroute.pcap",
            "linktypes/80211http.pcap",
            "linktypes/LINKTYPE_IPV4.pcap",
            "linktypes/four_ipv6_http_streams.pcap",
            "linktypes/nflog-http.pcap",
            "linktypes/null_loopback.pcap",
            "linktypes/ppp_ip_udp_dns.pcap",
            "linktypes/simple_http_sll2.pcap",
            "pcapng/tcp-handshake-nano.pcap",
            "tunnels/VlanPackets.pcap",
            "tunnels/pppoe-over-qinq.pcap",
            "tunnels/tcpdump-geneve.pcap");

    @TempDir
    private Path scratch;

    @Test
    void shouldSelectInOurSamplesWhatTcpdumpSelects() throws IOException {
        agree(Path.of("samples"), OUR_CAPTURES);
    }

    @Test
    void shouldSelectInCapturesOfManyLinksWhatTcpdumpSelects() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures beside the checkout");
        agree(CAPTURES, OTHER_CAPTURES);
    }

    private void agree(Path folder, List<String> names) throws IOException {
        assumeTrue(CompareWithTcpdump.isInstalled(), "no tcpdump");
        List<String> differences = new ArrayList<>();
        TreeSet<String> telling = new TreeSet<>();
        for (String name : names) {
            FilterComparison capture =
                    FilterComparison.open(folder.resolve(name), scratch).orElseThrow();
            for (String expression : FilterExpressions.ALL) {
                FilterComparison.Result result = capture.compare(expression);
                if (result.outcome() == Outcome.DIFFERENT) {
                    differences.add(name + ", '" + expression + "': " + result.detail());
                } else if (result.outcome() == Outcome.SAME) {
                    telling.add(expression);
                }
            }
        }
        assertEquals(List.of(), differences);
        assertTrue(telling.size() >= 20, "expressions that select a part of a capture: " + telling);
    }
}
