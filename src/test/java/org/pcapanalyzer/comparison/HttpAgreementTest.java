package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.protocol.ProtocolSink;
import org.pcapanalyzer.protocol.http.HttpExchange;
import org.pcapanalyzer.protocol.http.HttpMessage;

/**
 * Methods and status codes stand in the frames in which tshark shows them, but for those named here. Skipped where tshark 4.0
 * is missing.
 */
class HttpAgreementTest {
    /** Heads only, wherever their segments stand in the file; ports of databases may carry HTTP. */
    private static final String[] PREFERENCES = {
        "http.desegment_body:FALSE", "tcp.reassemble_out_of_order:TRUE", "-pgsql", "-mysql", "-tds", "-amqp", "-resp"
    };

    private static final List<String> FIELDS = List.of(
            "frame.number",
            "http.request.method",
            "http.response.code",
            "tcp.stream",
            "tcp.analysis.retransmission",
            "tcp.analysis.lost_segment",
            "tcp.analysis.out_of_order",
            "ip.flags.mf",
            "frame.protocols");

    /** Why the two may say different things of a frame. */
    private enum Reason {
        /** An interim response, of which the table has no row. */
        INTERIM,
        /** A head that the snaplen cut: tshark shows it again when its segment is sent again. */
        RESENT,
        /** Bytes of the connection are missing before: tshark waits for them, here the next segment that starts a message counts. */
        GAP,
        /** tshark takes a segment that starts a message for the continuation of another. */
        CONTINUATION,
        /** A packet quoted by ICMP or sampled by sFlow. */
        QUOTED,
        /** The first fragment of a datagram that is never complete. */
        FRAGMENT,
        /** A cut head on a port of which tshark does not expect HTTP. */
        PORT,
        /** An answer in clear to a ClientHello: table tls has it. */
        ANSWER_TO_TLS,
        UNKNOWN
    }

    private static final Map<String, Set<Reason>> EXPECTED = Map.of(
            "fragments/dns_rrsig_amp_fragmented.pcap", Set.of(Reason.RESENT),
            "icmp-mtu/filestore-5408_frag-needed.pcap", Set.of(Reason.QUOTED),
            "large/many-protocols.pcap", Set.of(Reason.CONTINUATION),
            "tcp/650HttpResponses.pcap", Set.of(Reason.GAP),
            "tcp/modicon_scan.pcap", Set.of(Reason.GAP, Reason.CONTINUATION),
            "tcp/unidirectional_tcp_stream_with_missing_packet.pcap", Set.of(Reason.GAP),
            "tls-http/1kxun.pcap", Set.of(Reason.INTERIM, Reason.CONTINUATION));

    private final Map<String, Set<Reason>> reasons = new ConcurrentSkipListMap<>();
    private final Map<String, String> unknown = new ConcurrentSkipListMap<>();
    private final AtomicInteger heads = new AtomicInteger();

    @BeforeAll
    static void needsTshark() {
        assumeTrue(Tshark.version().startsWith("4.0."), "no tshark 4.0");
    }

    @Test
    void shouldAgreeOnAllSamples(@TempDir Path settings) throws IOException {
        CaptureFolder.SAMPLES.forEach((name, capture) -> compare(name, capture, settings));
        assertEquals(Map.of(), unknown);
        assertTrue(heads.get() > 500, () -> "heads: " + heads);
    }

    @Test
    void shouldAgreeOnCapturesFromTheField(@TempDir Path settings) throws IOException {
        CaptureFolder.field().forEach((name, capture) -> compare(name, capture, settings));
        assertEquals(Map.of(), unknown);
        assertEquals(new TreeMap<>(EXPECTED), reasons);
        assertTrue(heads.get() > 1000, () -> "heads: " + heads);
    }

    private void compare(String name, Path capture, Path settings) throws IOException {
        Map<Long, String> ours = ours(capture);
        Set<String> broken = new HashSet<>();
        Set<String> secured = new HashSet<>();
        try (Tshark tshark = Tshark.start(capture, FIELDS, settings, PREFERENCES)) {
            for (String[] row = tshark.next(); row != null; row = tshark.next()) {
                if (row[3].isEmpty()) {
                    continue;
                }
                if (!row[5].isEmpty()) {
                    broken.add(row[3]);
                }
                if (row[8].contains(":tls")) {
                    secured.add(row[3]);
                }
                String their = joined(row[1], row[2]);
                String our = ours.getOrDefault(Long.parseLong(row[0]), "");
                if (!their.equals(our)) {
                    note(name, row, their, our, broken.contains(row[3]), secured.contains(row[3]));
                } else if (!our.isEmpty()) {
                    heads.incrementAndGet();
                }
            }
        }
    }

    private void note(String name, String[] row, String their, String our, boolean isBroken, boolean isTls) {
        Reason reason = Reason.UNKNOWN;
        if (our.isEmpty() && their.startsWith("1")) {
            reason = Reason.INTERIM;
        } else if (our.isEmpty() && row[8].matches(".*:(icmp|icmpv6|sflow):.*")) {
            reason = Reason.QUOTED;
        } else if (our.isEmpty() && row[7].contains("1")) {
            reason = Reason.FRAGMENT;
        } else if (our.isEmpty() && !(row[4] + row[6]).isEmpty()) {
            reason = Reason.RESENT;
        } else if (their.isEmpty() && row[8].endsWith(":tcp:data")) {
            reason = Reason.PORT;
        } else if (our.isEmpty() && isTls) {
            reason = Reason.ANSWER_TO_TLS;
        } else if (their.isEmpty() && row[8].contains(":http")) {
            reason = Reason.CONTINUATION;
        } else if (their.isEmpty() && isBroken) {
            reason = Reason.GAP;
        } else {
            String difference = "%s: %s, here %s (%s)".formatted(row[0], their, our, row[8]);
            unknown.merge(name, difference, (all, more) -> all.length() > 300 ? all : all + "; " + more);
        }
        reasons.computeIfAbsent(name, capture -> new ConcurrentSkipListSet<>()).add(reason);
    }

    /** Methods and status codes by the number of the frame. */
    private static Map<Long, String> ours(Path capture) throws IOException {
        Map<Long, String> heads = new HashMap<>();
        try {
            ProtocolReading.read(capture, new ProtocolSink() {
                @Override
                public void http(HttpExchange exchange) {
                    exchange.request().ifPresent(request -> put(heads, request, request.method()));
                    exchange.response().ifPresent(response -> put(heads, response, "" + response.status()));
                }
            });
        } catch (CaptureException e) {
            return Map.of();
        }
        return heads;
    }

    private static void put(Map<Long, String> heads, HttpMessage message, String word) {
        heads.merge(message.frame(), word, HttpAgreementTest::joined);
    }

    /** Words of one frame, in alphabetical order. */
    private static String joined(String some, String more) {
        return Stream.of(some, more)
                .flatMap(words -> Stream.of(words.split(",")))
                .filter(word -> !word.isEmpty())
                .sorted()
                .collect(Collectors.joining(","));
    }
}
