package org.pcapanalyzer.comparison;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.protocol.ProtocolSink;
import org.pcapanalyzer.protocol.dns.DnsAnomaly;
import org.pcapanalyzer.protocol.dns.DnsAnswer;
import org.pcapanalyzer.protocol.dns.DnsKind;
import org.pcapanalyzer.protocol.dns.DnsMessage;
import org.pcapanalyzer.protocol.dns.DnsTransaction;
import org.pcapanalyzer.protocol.dns.DnsTypes;

/** Our DNS messages of a capture by frame, under tshark's names of their fields. */
final class DnsFrames {
    static final String ID = "dns.id";
    static final String IS_RESPONSE = "dns.flags.response";
    static final String NAME = "dns.qry.name";
    static final String TYPE = "dns.qry.type";
    static final String CODE = "dns.flags.rcode";
    static final String ANSWERS = "dns.count.answers";
    static final String RESPONSE_TO = "dns.response_to";
    static final String TIME = "dns.time";
    static final String OPCODE = "dns.flags.opcode";
    /** No field of tshark. */
    static final String ANOMALIES = "anomalies";
    /** Records, of which tshark lists those of all sections. */
    static final Map<String, String> RECORDS = Map.of("A", "dns.a", "AAAA", "dns.aaaa", "CNAME", "dns.cname");

    private final TreeMap<Long, List<Map<String, String>>> frames = new TreeMap<>();
    private final Set<String> resent = new HashSet<>();

    private DnsFrames() {}

    static DnsFrames of(Path capture) throws IOException {
        DnsFrames made = new DnsFrames();
        transactions(capture).forEach(made::take);
        return made;
    }

    /** Our rows of a capture, in the order in which they are told. */
    static List<DnsTransaction> transactions(Path capture) throws IOException {
        List<DnsTransaction> rows = new ArrayList<>();
        ProtocolReading.read(capture, new ProtocolSink() {
            @Override
            public void dns(DnsTransaction transaction) {
                rows.add(transaction);
            }
        });
        return rows;
    }

    private void take(DnsTransaction transaction) {
        transaction.query().ifPresent(query -> add(transaction.queryFrame(), query, Map.of()));
        transaction.response().ifPresent(response -> add(transaction.responseFrame(), response, links(transaction)));
        if (transaction.attempts() > 1) {
            resent.add(id(transaction.question()));
        }
    }

    private static String id(DnsMessage message) {
        return "0x%04x".formatted(message.id());
    }

    private static Map<String, String> links(DnsTransaction transaction) {
        if (transaction.queryFrame() == Flow.ABSENT || transaction.kind() != DnsKind.DNS) {
            return Map.of();
        }
        long rttNs = transaction.rttNs();
        String seconds = "%d.%09d".formatted(rttNs / 1_000_000_000, rttNs % 1_000_000_000);
        return Map.of(RESPONSE_TO, Long.toString(transaction.queryFrame()), TIME, seconds);
    }

    /** The bytes of a name as tshark shows them: taken for UTF-8. */
    private static String unescaped(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < name.length(); i++) {
            boolean isNumber = name.charAt(i) == '\\' && Character.isDigit(name.charAt(i + 1));
            if (isNumber) {
                bytes.write(Integer.parseInt(name.substring(i + 1, i + 4)));
                i += 3;
            } else {
                i += name.charAt(i) == '\\' ? 1 : 0;
                bytes.write(name.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void add(long frame, DnsMessage message, Map<String, String> links) {
        Map<String, String> fields = new TreeMap<>(links);
        fields.put(ID, id(message));
        fields.put(IS_RESPONSE, message.isResponse() ? "1" : "0");
        fields.put(ANSWERS, Integer.toString(message.answerCount()));
        fields.put(OPCODE, Integer.toString(message.opcode()));
        fields.put(
                ANOMALIES, message.anomalies().stream().map(DnsAnomaly::label).collect(Collectors.joining(",")));
        if (message.isResponse()) {
            fields.put(CODE, Integer.toString(message.responseCode() & 0xF));
        }
        if (message.hasQuestion()) {
            fields.put(NAME, message.name().equals(".") ? "<Root>" : unescaped(message.name()));
            fields.put(TYPE, Integer.toString(message.type()));
        }
        RECORDS.forEach((type, field) -> fields.put(
                field,
                String.join(
                        ",",
                        message.answers().stream()
                                .filter(answer ->
                                        DnsTypes.typeName(answer.type()).equals(type))
                                .map(DnsAnswer::text)
                                .toList())));
        frames.computeIfAbsent(frame, key -> new ArrayList<>()).add(fields);
    }

    /** Messages by frame; without queries that were sent again. */
    TreeMap<Long, List<Map<String, String>>> byFrame() {
        return frames;
    }

    /** Whether a query of this id was sent more than once. */
    boolean isResent(String id) {
        return resent.contains(id);
    }
}
