package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcapanalyzer.rule.DisplayFilter.Tuple;

class DisplayFilterTest {
    private static final Scope NO_SCOPE = new Scope(List.of(), List.of(), "");
    private static final Scope SERVICE = new Scope(List.of("10.0.0.1"), List.of("10.0.0.9", "2001:db8::9"), "tcp/443");

    @Test
    void shouldNameTheFlowsIfTheyAreFew() {
        assertEquals(
                "(ip.addr == 10.0.0.1 && ip.addr == 10.0.0.9 && tcp.port == 40000 && tcp.port == 443)"
                        + " || (ipv6.addr == 2001:db8::1 && ipv6.addr == 2001:db8::9 && udp.port == 40000 && udp.port == 53)",
                DisplayFilter.of(
                        List.of(
                                new Tuple("tcp", "10.0.0.1", 40000, "10.0.0.9", 443),
                                new Tuple("udp", "2001:db8::1", 40000, "2001:db8::9", 53)),
                        SERVICE,
                        true,
                        evidence(1)));
    }

    @Test
    void shouldJoinTheFlowsOfOneClientWithOneService() {
        assertEquals(
                "(ip.addr == 10.0.0.1 && ip.addr == 10.0.0.9 && tcp.port in {40000, 40001} && tcp.port == 443)"
                        + " || (ip.addr == 10.0.0.2 && ip.addr == 10.0.0.9 && tcp.port == 40000 && tcp.port == 443)",
                DisplayFilter.of(
                        List.of(
                                new Tuple("tcp", "10.0.0.1", 40000, "10.0.0.9", 443),
                                new Tuple("tcp", "10.0.0.2", 40000, "10.0.0.9", 443),
                                new Tuple("tcp", "10.0.0.1", 40001, "10.0.0.9", 443)),
                        NO_SCOPE,
                        true,
                        List.of()));
    }

    @Test
    void shouldNameHostsIfTheFlowsAreOfManyClients() {
        List<String> clients = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4");
        List<Tuple> tuples = clients.stream()
                .map(client -> new Tuple("tcp", client, 40000, "10.0.0.9", 443))
                .toList();
        assertEquals(
                "(ip.addr in {10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4} && ip.addr == 10.0.0.9 && tcp.port == 443)",
                DisplayFilter.of(tuples, new Scope(clients, List.of("10.0.0.9"), "tcp/443"), true, List.of()));
    }

    @Test
    void shouldKnowProtocolsWithoutPorts() {
        assertEquals("(ip.addr == 10.0.0.1 && ip.addr == 10.0.0.9 && icmp)", flow("icmp"));
        assertEquals("(ip.addr == 10.0.0.1 && ip.addr == 10.0.0.9)", flow("other"));
    }

    @Test
    void shouldNameHostsAndServiceIfTheFlowsAreMany() {
        assertEquals(
                "(ip.addr == 10.0.0.1 && (ip.addr == 10.0.0.9 || ipv6.addr == 2001:db8::9) && tcp.port == 443)",
                DisplayFilter.of(List.of(), SERVICE, true, evidence(1, 5)));
    }

    @Test
    void shouldLeaveOutASideWithManyHosts() {
        List<String> many = IntStream.range(1, 100).mapToObj(i -> "10.0.1." + i).toList();
        Scope scope = new Scope(many, List.of("10.0.0.9", "10.0.0.8"), "tcp/443");
        assertEquals(
                "(ip.addr in {10.0.0.9, 10.0.0.8} && tcp.port == 443)",
                DisplayFilter.of(List.of(), scope, true, evidence(1)));
    }

    @Test
    void shouldNameTheEvidenceWhereThereAreNoFlows() {
        assertEquals("frame.number in {1, 5, 9}", DisplayFilter.of(List.of(), NO_SCOPE, false, evidence(9, 1, 5, 5)));
        Scope scope = new Scope(List.of(), List.of("10.0.0.9"), "");
        assertEquals(
                "ip.addr == 10.0.0.9 || frame.number == 7", DisplayFilter.of(List.of(), scope, false, evidence(7)));
        assertEquals("", DisplayFilter.of(List.of(), NO_SCOPE, false, List.of()));
    }

    static Stream<String> filters() {
        return Stream.of(
                DisplayFilter.of(List.of(), SERVICE, true, evidence(1)),
                DisplayFilter.of(List.of(), SERVICE, false, evidence(1, 2, 3)),
                flow("tcp"),
                flow("sctp"),
                flow("icmp"),
                flow("icmpv6"),
                flow("other"),
                DisplayFilter.of(List.of(new Tuple("tcp", "::1", 1, "fe80::1", 2)), NO_SCOPE, true, evidence(1)));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void shouldBeWhatWiresharkReads(String filter, @TempDir Path directory) throws Exception {
        assumeTrue(isInstalled("tshark"), "tshark is not installed");
        Path empty = directory.resolve("empty.pcap");
        Files.write(empty, HexFormat.of().parseHex("d4c3b2a1020004000000000000000000ffff000001000000"));
        Process tshark = new ProcessBuilder("tshark", "-n", "-r", empty.toString(), "-Y", filter)
                .redirectErrorStream(true)
                .start();
        try (InputStream out = tshark.getInputStream()) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, tshark.waitFor(), () -> filter + ": " + said);
        }
    }

    private static String flow(String protocol) {
        return DisplayFilter.of(
                List.of(new Tuple(protocol, "10.0.0.1", 40000, "10.0.0.9", 443)), NO_SCOPE, true, List.of());
    }

    private static List<Evidence> evidence(long... frames) {
        return LongStream.of(frames)
                .mapToObj(frame -> new Evidence(frame, 0, "x"))
                .toList();
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
