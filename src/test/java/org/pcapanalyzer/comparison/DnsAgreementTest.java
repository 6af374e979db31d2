package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.capture.CaptureException;

/**
 * DNS messages are those of tshark frame by frame: question, code, answers, the query that an answer belongs to and the
 * time between them, but for the captures named here with the reasons of their differences. Skipped where tshark 4.0 is
 * missing.
 */
class DnsAgreementTest {
    private static final Path CAPTURES = Path.of("../shared/captures");
    private static final Path SAMPLES = Path.of("samples");
    private static final String DAMAGED = "corrupt/";
    private static final String AGAIN = "dns.retransmit_request";
    private static final List<String> FIELDS = List.of(
            "frame.number",
            "frame.protocols",
            DnsFrames.ID,
            DnsFrames.IS_RESPONSE,
            DnsFrames.NAME,
            DnsFrames.TYPE,
            DnsFrames.CODE,
            DnsFrames.ANSWERS,
            "dns.a",
            "dns.aaaa",
            "dns.cname",
            DnsFrames.RESPONSE_TO,
            DnsFrames.TIME,
            AGAIN);

    /** Why the two may say different things. */
    private enum Reason {
        /** Bytes changed by a fuzzer: messages that break off, ids and names that do not fit. */
        DAMAGED,
        /** A query sent again after more than five seconds: for tshark that is a new transaction. */
        RESENT_LATE,
        /** The same packet captured twice; for tshark a query sent again. */
        COPY,
        /** tshark pairs messages of mDNS, whose ids are all 0. */
        MULTICAST,
        /** An update, whose sections tshark names otherwise. */
        UPDATE,
        /** A name that cannot be; tshark shows words in its place. */
        BROKEN_NAME,
        UNKNOWN
    }

    private static final Map<String, Set<Reason>> EXPECTED = Map.ofEntries(
            Map.entry("corrupt/fuzz-2006-06-26-2594.pcap", Set.of(Reason.DAMAGED, Reason.RESENT_LATE)),
            Map.entry("dns/malformed_dns.pcap", Set.of(Reason.BROKEN_NAME)),
            Map.entry("dns/nowebaccess1.pcapng", Set.of(Reason.RESENT_LATE)),
            Map.entry("dns/udp.pcap", Set.of(Reason.MULTICAST)),
            Map.entry("fragments/ip6_fragments.pcap", Set.of(Reason.MULTICAST)),
            Map.entry("fragments/ipv6-fragmented-dns.pcap", Set.of(Reason.RESENT_LATE)),
            Map.entry("large/Synchrophasor.pcap", Set.of(Reason.RESENT_LATE)),
            Map.entry("large/wmi-service-remote.pcap", Set.of(Reason.COPY)),
            Map.entry("tls-http/1kxun.pcap", Set.of(Reason.COPY)),
            Map.entry("tcp/emix.pcap", Set.of(Reason.UPDATE)));

    private final Map<String, Set<Reason>> reasons = new TreeMap<>();
    private final Map<String, String> unknown = new TreeMap<>();
    private int messages;
    private int paired;
    private int resent;

    @BeforeAll
    static void needsTshark() {
        assumeTrue(Tshark.version().startsWith("4.0."), "no tshark 4.0");
    }

    @Test
    void shouldAgreeOnCapturesFromTheField(@TempDir Path settings) throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures beside the checkout");
        compareAll(CAPTURES, settings);
        assertEquals(new TreeMap<>(EXPECTED), reasons);
        assertTrue(messages > 2000 && paired > 500 && resent > 100, messages + " " + paired + " " + resent);
    }

    @Test
    void shouldAgreeOnAllSamples(@TempDir Path settings) throws IOException {
        compareAll(SAMPLES, settings);
        assertEquals(Map.of(), reasons);
        assertTrue(messages > 80 && paired > 30, messages + " " + paired + " " + resent);
    }

    private void compareAll(Path folder, Path settings) throws IOException {
        for (Path capture : CompareWithTshark.capturesIn(folder)) {
            compare(folder.relativize(capture).toString(), capture, settings);
        }
        assertEquals(Map.of(), unknown);
    }

    private void compare(String name, Path capture, Path settings) throws IOException {
        DnsFrames ours;
        try {
            ours = DnsFrames.of(capture);
        } catch (CaptureException e) {
            return;
        }
        if (ours.byFrame().isEmpty() && capture.startsWith(SAMPLES)) {
            return; // samples are ours: tshark takes longer to start than this test should
        }
        try (Tshark tshark = Tshark.start(capture, FIELDS, settings)) {
            for (String[] row = tshark.next(); row != null; row = tshark.next()) {
                Map<String, String> theirs = new TreeMap<>();
                for (int i = 0; i < Math.min(row.length, FIELDS.size()); i++) {
                    theirs.put(FIELDS.get(i), row[i]);
                }
                compareFrame(name, ours, theirs);
            }
        }
        ours.byFrame().forEach((frame, left) -> note(name, Reason.UNKNOWN, "frame " + frame + ": only ours " + left));
    }

    private void compareFrame(String name, DnsFrames ours, Map<String, String> theirs) {
        long frame = Long.parseLong(theirs.get("frame.number"));
        List<Map<String, String>> own = ours.byFrame().remove(frame);
        boolean isTheirs = !theirs.getOrDefault(DnsFrames.ID, "").isEmpty()
                && !theirs.get("frame.protocols").contains("icmp");
        if (!isTheirs) {
            if (own != null) {
                note(name, Reason.UNKNOWN, "frame " + frame + ": only ours " + own);
            }
        } else if (own == null) {
            compareMissing(name, ours, theirs);
        } else {
            compareMessages(name, ours, own, theirs);
        }
    }

    /** A message that begins no row of ours must be a query that is sent again. */
    private void compareMissing(String name, DnsFrames ours, Map<String, String> theirs) {
        messages++;
        boolean isQuery = "0".equals(theirs.get(DnsFrames.IS_RESPONSE));
        if (isQuery && !theirs.get(AGAIN).isEmpty() && !ours.isResent(theirs.get(DnsFrames.ID))) {
            note(name, Reason.COPY, "only theirs " + theirs);
            return;
        }
        if (isQuery && ours.isResent(theirs.get(DnsFrames.ID))) {
            resent++;
            if (theirs.get(AGAIN).isEmpty()) {
                note(name, Reason.RESENT_LATE, "only theirs " + theirs);
            }
            return;
        }
        note(name, name.startsWith(DAMAGED) ? Reason.DAMAGED : Reason.UNKNOWN, "only theirs " + theirs);
    }

    private void compareMessages(
            String name, DnsFrames ours, List<Map<String, String>> own, Map<String, String> theirs) {
        messages += own.size();
        paired += theirs.get(DnsFrames.RESPONSE_TO).isEmpty() ? 0 : 1;
        if (own.size() > 1) {
            // Several messages of a stream end in this frame; tshark lists their fields without saying whose they are.
            List<String> ids =
                    own.stream().map(fields -> fields.get(DnsFrames.ID)).toList();
            if (!String.join(",", ids).equals(theirs.get(DnsFrames.ID))) {
                note(name, Reason.UNKNOWN, own + ", for tshark " + theirs);
            }
            return;
        }
        Map<String, String> message = new TreeMap<>(own.get(0));
        message.putIfAbsent(DnsFrames.RESPONSE_TO, "");
        message.putIfAbsent(DnsFrames.TIME, "");
        FIELDS.stream().filter(message::containsKey).forEach(field -> {
            if (!isSame(field, message.get(field), theirs.getOrDefault(field, ""))) {
                Reason reason = reason(name, field, ours, message, theirs);
                note(name, reason, field + " " + message + ", for tshark " + theirs);
            }
        });
    }

    /** tshark lists records of all sections, those of the answer section first, and all questions. */
    private static boolean isSame(String field, String ours, String theirs) {
        boolean isList =
                DnsFrames.RECORDS.containsValue(field) || field.equals(DnsFrames.NAME) || field.equals(DnsFrames.TYPE);
        return isList ? ours.isEmpty() || (theirs + ",").startsWith(ours + ",") : ours.equals(theirs);
    }

    private static Reason reason(
            String name, String field, DnsFrames ours, Map<String, String> message, Map<String, String> theirs) {
        boolean isLink = field.equals(DnsFrames.RESPONSE_TO) || field.equals(DnsFrames.TIME);
        if (name.startsWith(DAMAGED)) {
            return Reason.DAMAGED;
        }
        if (isLink && theirs.get("frame.protocols").endsWith("mdns")) {
            return Reason.MULTICAST;
        }
        if (isLink && ours.isResent(message.get(DnsFrames.ID))) {
            return Reason.RESENT_LATE;
        }
        if (field.equals(DnsFrames.ANSWERS) && message.get(DnsFrames.OPCODE).equals("5")) {
            return Reason.UPDATE;
        }
        return message.get(DnsFrames.ANOMALIES).contains("name") ? Reason.BROKEN_NAME : Reason.UNKNOWN;
    }

    private void note(String name, Reason reason, String what) {
        reasons.computeIfAbsent(name, key -> new TreeSet<>()).add(reason);
        if (reason == Reason.UNKNOWN) {
            unknown.putIfAbsent(name, what);
        }
    }
}
