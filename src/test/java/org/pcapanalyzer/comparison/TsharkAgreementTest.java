package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.pcapanalyzer.comparison.DifferenceClass.BEYOND_FIN;
import static org.pcapanalyzer.comparison.DifferenceClass.CLOCK;
import static org.pcapanalyzer.comparison.DifferenceClass.FORGOTTEN;
import static org.pcapanalyzer.comparison.DifferenceClass.HANDSHAKE;
import static org.pcapanalyzer.comparison.DifferenceClass.IP_LENGTH;
import static org.pcapanalyzer.comparison.DifferenceClass.NOT_DECODED;
import static org.pcapanalyzer.comparison.DifferenceClass.NOT_DECODED_BY_TSHARK;
import static org.pcapanalyzer.comparison.DifferenceClass.NOT_READ;
import static org.pcapanalyzer.comparison.DifferenceClass.NO_FRAMES;
import static org.pcapanalyzer.comparison.DifferenceClass.QUOTED;
import static org.pcapanalyzer.comparison.DifferenceClass.TIME_RANGE;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Labels, streams, bytes and times are those of tshark frame by frame, but for the captures named
 * here with the classes of their differences. Skipped where tshark 4.0 is missing; labels change between its versions.
 */
class TsharkAgreementTest {
    private static final Path CAPTURES = Path.of("../shared/captures");
    private static final Path SAMPLES = Path.of("samples");

    /** Of all labels of tshark in our collection, those that are here too. */
    private static final double LEAST_SHARE = 0.999;

    private static final Map<String, Set<DifferenceClass>> EXPECTED = Map.ofEntries(
            Map.entry("corrupt/fuzz-2006-06-26-2594.pcap", Set.of(IP_LENGTH)),
            Map.entry("fragments/ip_fragmented_garbage.pcap", Set.of(NOT_DECODED)),
            Map.entry("icmp-mtu/filestore-5408_frag-needed.pcap", Set.of(QUOTED)),
            Map.entry("icmp-mtu/incoming-icmpv6-20pkttoobig-inet-OPE.pcap", Set.of(QUOTED)),
            Map.entry("pcapng/pcapng-example.pcapng", Set.of(TIME_RANGE)),
            Map.entry("tcp/modicon_scan.pcap", Set.of(HANDSHAKE)),
            Map.entry("tcp/rst-inject-rae.pcap", Set.of(HANDSHAKE)),
            Map.entry("tcp/rtsp.pcap", Set.of(HANDSHAKE)),
            Map.entry("tcp/wireshark-retrans.pcap", Set.of(HANDSHAKE)),
            Map.entry("pcapng/solaris.snoop", Set.of(NOT_READ)),
            Map.entry("tcp/emix.pcap", Set.of(NO_FRAMES)),
            Map.entry("tcp/heuristic_tcp_ack_payload.pcap", Set.of(BEYOND_FIN)),
            Map.entry("tunnels/6in4tunnel.pcap", Set.of(QUOTED)),
            Map.entry("tunnels/bigtcp-ipv4-vxlan-ipv4.pcap", Set.of(NOT_DECODED_BY_TSHARK)));

    private final ComparisonReport report = new ComparisonReport(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);

    @BeforeAll
    static void needsTshark() {
        assumeTrue(Tshark.version().startsWith("4.0."), "no tshark 4.0");
    }

    @Test
    void shouldAgreeOnAllSamples() throws IOException {
        Map<String, Set<DifferenceClass>> expected = Map.of(
                "capture-clock-back.pcapng",
                Set.of(CLOCK),
                "capture-clock-offset.pcapng",
                Set.of(CLOCK),
                "capture-doubled.pcapng",
                Set.of(HANDSHAKE),
                "tunnel-overhead.pcapng",
                Set.of(NOT_DECODED),
                "tunnel-fragments-lost.pcapng",
                Set.of(NOT_DECODED, NOT_DECODED_BY_TSHARK));
        assertEquals(expected, differences(SAMPLES, subject -> true));
        assertTrue(report.allLabels().both() > 0);
    }

    @Test
    void shouldAgreeOnCapturesFromTheField() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures beside the checkout");
        assertEquals(new TreeMap<>(EXPECTED), differences(CAPTURES, subject -> true));
        double share = report.allLabels().share();
        assertTrue(share >= LEAST_SHARE, () -> "share of tshark's labels: " + share);
    }

    @Test
    void shouldAgreeOnSegmentsThatNoKernelSends(@TempDir Path folder) throws IOException {
        RandomCapture.write(folder.resolve("random.pcap"), 1, 400, 60);
        Predicate<String> isLabel = subject -> !subject.contains("RTT") && !subject.contains("direction");
        assertEquals(Map.of("random.pcap", Set.of(FORGOTTEN)), differences(folder, isLabel));
        assertTrue(report.allLabels().share() > 0.99);
        assertTrue(report.allLabels().both() > 15_000);
    }

    /** Captures with differences, and their classes. */
    private Map<String, Set<DifferenceClass>> differences(Path folder, Predicate<String> isCompared)
            throws IOException {
        Map<String, Set<DifferenceClass>> classes = new TreeMap<>();
        CompareWithTshark.compare(CompareWithTshark.capturesIn(folder), result -> {
            report.add(result);
            for (Difference difference : result.differences()) {
                if (!isCompared.test(difference.subject())) {
                    continue;
                }
                String name = folder.relativize(result.capture()).toString();
                classes.computeIfAbsent(name, key -> new TreeSet<>()).add(difference.differenceClass());
            }
        });
        return classes;
    }
}
