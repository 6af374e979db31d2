package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.protocol.ProtocolSink;
import org.pcapanalyzer.protocol.tls.Moment;
import org.pcapanalyzer.protocol.tls.TlsAlert;
import org.pcapanalyzer.protocol.tls.TlsHandshake;

/**
 * Hellos, certificates and alerts stand in the frames in which tshark shows them and say the same, and each connection of
 * which tshark shows a hello has one, but for those named here. Skipped where tshark 4.0 is missing.
 */
class TlsAgreementTest {
    private static final String OUT_OF_ORDER = "tcp.reassemble_out_of_order:TRUE";
    private static final String CLIENT_HELLO = "1";
    private static final String SERVER_HELLO = "2";
    private static final List<String> FIELDS = List.of(
            "frame.number",
            "tcp.stream",
            "udp.stream",
            "tls.handshake.type",
            "tls.handshake.extensions_server_name",
            "tls.handshake.extensions_alpn_str",
            "tls.handshake.version",
            "tls.handshake.extensions.supported_version",
            "tls.handshake.ciphersuite",
            "tls.handshake.certificate_length",
            "tls.alert_message.level",
            "tls.alert_message.desc",
            "frame.protocols");

    /** Why the two may say different things of a hello. */
    private enum Reason {
        /** On a port that tshark takes for another protocol's: it reads no TLS there. */
        PORT,
        /** Its record ends in a later frame, in which tshark shows it; here the frame counts in which the hello ends. */
        RECORD
    }

    private static final Map<String, Set<Reason>> EXPECTED = Map.of(
            "fragments/dns_rrsig_amp_fragmented.pcap", Set.of(Reason.PORT),
            "icmp-mtu/smtp_frag-needed.pcap", Set.of(Reason.RECORD),
            "tunnels/pppoe-over-qinq.pcap", Set.of(Reason.RECORD));

    private static final Map<String, String> CIPHERS = ciphers();

    private final Map<String, Set<Reason>> reasons = new ConcurrentSkipListMap<>();
    private final Map<String, String> unknown = new ConcurrentSkipListMap<>();
    private final AtomicInteger agreed = new AtomicInteger();

    @BeforeAll
    static void needsTshark() {
        assumeTrue(Tshark.version().startsWith("4.0."), "no tshark 4.0");
    }

    @Test
    void shouldAgreeOnAllSamples(@TempDir Path settings) throws IOException {
        compareAll(CaptureFolder.SAMPLES, settings);
        assertEquals(Map.of(), unknown);
        assertTrue(agreed.get() > 250, () -> "agreed: " + agreed);
    }

    @Test
    void shouldAgreeOnCapturesFromTheField(@TempDir Path settings) throws IOException {
        compareAll(CaptureFolder.field(), settings);
        assertEquals(Map.of(), unknown);
        assertEquals(new TreeMap<>(EXPECTED), reasons);
        assertTrue(agreed.get() > 700, () -> "agreed: " + agreed);
    }

    private void compareAll(CaptureFolder folder, Path settings) throws IOException {
        folder.forEach((name, capture) -> {
            try {
                compare(name, capture, settings);
            } catch (CaptureException e) {
                // No capture, so it has no handshakes.
            }
        });
    }

    private void compare(String name, Path capture, Path settings) throws IOException {
        Map<Long, Map<String, String>> ours = ours(capture);
        Map<String, Set<String>> shown = new HashMap<>();
        Map<String, Set<String>> found = new HashMap<>();
        Map<String, Map<String, String>> awaited = new TreeMap<>();
        try (Tshark tshark = Tshark.start(capture, FIELDS, settings, OUT_OF_ORDER)) {
            for (String[] row = tshark.next(); row != null; row = tshark.next()) {
                String stream = row[1] + "/" + row[2];
                Set<String> types = hellos(row[3]);
                shown.computeIfAbsent(stream, key -> new HashSet<>()).addAll(types);
                if (!types.isEmpty() && awaited.containsKey(stream)) {
                    explain(name, Reason.RECORD);
                    check(name, row, awaited.remove(stream));
                }
                Map<String, String> facts = ours.remove(Long.parseLong(row[0]));
                if (facts == null) {
                    continue;
                }
                found.computeIfAbsent(stream, key -> new HashSet<>()).addAll(facts.keySet());
                if (!types.isEmpty() || hellos(String.join(",", facts.keySet())).isEmpty()) {
                    check(name, row, facts);
                } else if (!row[12].contains(":tls")) {
                    explain(name, Reason.PORT);
                } else {
                    awaited.put(stream, facts);
                }
            }
        }
        ours.keySet().forEach(frame -> unknown.put(name + " frame " + frame, "is none of tshark's"));
        awaited.forEach((stream, facts) -> unknown.put(name + " stream " + stream, facts + " is never tshark's"));
        shown.forEach((stream, types) -> {
            types.removeAll(found.getOrDefault(stream, Set.of()));
            types.forEach(type -> unknown.put(name + " stream " + stream + " type " + type, "is none of ours"));
        });
    }

    /** The types of the hellos in a list of types. */
    private static Set<String> hellos(String types) {
        return Arrays.stream(types.split(","))
                .filter(type -> type.equals(CLIENT_HELLO) || type.equals(SERVER_HELLO))
                .collect(Collectors.toSet());
    }

    private void check(String name, String[] row, Map<String, String> facts) {
        facts.forEach((fact, ours) -> {
            String theirs = theirs(fact, row);
            if (theirs.equals(ours)) {
                agreed.incrementAndGet();
            } else {
                unknown.put(name + " frame " + row[0] + " " + fact, ours + ", for tshark " + theirs);
            }
        });
    }

    private void explain(String name, Reason reason) {
        reasons.computeIfAbsent(name, capture -> new ConcurrentSkipListSet<>()).add(reason);
    }

    /** What tshark shows of a fact in a frame. */
    private static String theirs(String fact, String[] row) {
        return switch (fact) {
            case CLIENT_HELLO, SERVER_HELLO -> hellos(row[3]).contains(fact) ? "is there" : "is missing";
            case "sni" -> row[4].toLowerCase(Locale.ROOT);
            case "alpn" -> row[5];
            case "version" -> row[7].isEmpty() ? row[6] : row[7];
            case "cipher" -> CIPHERS.getOrDefault(row[8].replace("0x", "").toUpperCase(Locale.ROOT), row[8]);
            case "certificates" -> Integer.toString(row[9].isEmpty() ? 0 : row[9].split(",").length);
            default -> {
                List<String> levels = List.of(row[10].split(","));
                List<String> codes = List.of(row[11].split(","));
                String alert = fact.substring("alert ".length());
                for (int i = 0; i < Math.min(levels.size(), codes.size()); i++) {
                    if ((levels.get(i) + "/" + codes.get(i)).equals(alert)) {
                        yield "is there";
                    }
                }
                yield row[10] + "/" + row[11];
            }
        };
    }

    private static Map<Long, Map<String, String>> ours(Path capture) throws IOException {
        Map<Long, Map<String, String>> facts = new HashMap<>();
        ProtocolReading.read(capture, new ProtocolSink() {
            @Override
            public void tls(TlsHandshake tls) {
                put(facts, tls.clientHelloAt(), CLIENT_HELLO, "is there");
                put(facts, tls.clientHelloAt(), "sni", tls.sni());
                put(facts, tls.serverHelloAt(), SERVER_HELLO, "is there");
                if (!tls.isQuic()) {
                    put(facts, tls.clientHelloAt(), "alpn", String.join(",", tls.alpnOffered()));
                    put(facts, tls.serverHelloAt(), "cipher", tls.cipher());
                    put(facts, tls.serverHelloAt(), "version", code(tls.version()));
                }
                if (tls.chainLength() > 0 && tls.clientChainLength() < 0) {
                    put(facts, tls.certificateAt(), "certificates", Integer.toString(tls.chainLength()));
                }
                tls.alert()
                        .filter(alert -> !alert.isEncrypted())
                        .ifPresent(alert -> put(facts, alert.moment(), text(alert), "is there"));
            }
        });
        return facts;
    }

    private static String text(TlsAlert alert) {
        return "alert " + alert.level() + "/" + alert.code();
    }

    private static void put(Map<Long, Map<String, String>> facts, Moment moment, String fact, String value) {
        if (moment.isKnown()) {
            facts.computeIfAbsent(moment.frame(), key -> new TreeMap<>()).put(fact, value);
        }
    }

    private static String code(String version) {
        return switch (version) {
            case "SSL 3.0" -> "0x0300";
            case "TLS 1.0" -> "0x0301";
            case "TLS 1.1" -> "0x0302";
            case "TLS 1.2" -> "0x0303";
            case "TLS 1.3" -> "0x0304";
            default ->
                version.startsWith("TLS 1.3 draft ")
                        ? "0x7f%02x".formatted(Integer.parseInt(version.substring("TLS 1.3 draft ".length())))
                        : version;
        };
    }

    private static Map<String, String> ciphers() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                TlsHandshake.class.getResourceAsStream("cipher-suites.txt"), StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toMap(line -> line.substring(0, 4), line -> line.substring(5)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
