package org.pcapanalyzer.store;

import java.util.List;
import java.util.Optional;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.protocol.dns.DnsAnomaly;
import org.pcapanalyzer.protocol.dns.DnsAnswer;
import org.pcapanalyzer.protocol.dns.DnsKind;
import org.pcapanalyzer.protocol.dns.DnsMessage;
import org.pcapanalyzer.protocol.dns.DnsTransaction;
import org.pcapanalyzer.protocol.dns.DnsTypes;

/** Table {@code dns}. */
final class DnsTable implements Table<DnsTransaction> {
    @Override
    public String name() {
        return "dns";
    }

    @Override
    public void copy(DnsTransaction source, ColumnBatch row) {
        Flow flow = source.flow();
        row.big("flow_id", flow.flowId())
                .text("kind", source.kind().label())
                .text("transport", flow.proto().label())
                .big("ts_query", source.queryNs())
                .big("ts_last_query", source.lastQueryNs())
                .big("ts_response", source.responseNs())
                .big("rtt_ns", source.rttNs());
        addHosts(row, flow, source.client());
        addQuestion(row, source.question(), source.kind());
        addOutcome(row, source);
        addFlags(row, source);
        row.number("edns_size", source.query().map(DnsMessage::ednsSize).orElse(DnsMessage.ABSENT))
                .number(
                        "response_edns_size",
                        source.response().map(DnsMessage::ednsSize).orElse(DnsMessage.ABSENT));
        addAnswers(row, source.response());
        row.number("query_bytes", source.query().map(DnsMessage::length).orElse(DnsMessage.ABSENT))
                .number(
                        "response_bytes",
                        source.response().map(DnsMessage::length).orElse(DnsMessage.ABSENT))
                .big("frame_query", source.queryFrame())
                .big("frame_response", source.responseFrame())
                .list(
                        "anomalies",
                        source.anomalies().stream().map(DnsAnomaly::label).toList());
    }

    private static void addHosts(ColumnBatch row, Flow flow, Side client) {
        int version = flow.ipVersion();
        if (client == Side.ORIG) {
            row.address("client_ip", version, flow.origHigh(), flow.origLow())
                    .address("resolver_ip", version, flow.respHigh(), flow.respLow())
                    .number("resolver_port", flow.respPort());
        } else {
            row.address("client_ip", version, flow.respHigh(), flow.respLow())
                    .address("resolver_ip", version, flow.origHigh(), flow.origLow())
                    .number("resolver_port", flow.origPort());
        }
    }

    private static void addQuestion(ColumnBatch row, DnsMessage question, DnsKind kind) {
        row.number("trans_id", question.id()).number("opcode", question.opcode());
        row.text("query", question.hasQuestion() ? question.name() : "")
                .number("qtype", question.type())
                .text("qtype_name", question.hasQuestion() ? DnsTypes.typeName(question.type()) : "")
                .number("qclass", question.questionClass(kind))
                .number("question_count", question.questionCount());
    }

    private static void addOutcome(ColumnBatch row, DnsTransaction source) {
        Optional<DnsMessage> response = source.response();
        if (response.isEmpty() && source.kind() != DnsKind.DNS) {
            row.absent("answered");
        } else {
            row.flag("answered", response.isPresent());
        }
        row.number("rcode", response.map(DnsMessage::responseCode).orElse(DnsMessage.ABSENT))
                .text(
                        "rcode_name",
                        response.map(message -> DnsTypes.responseCodeName(message.responseCode()))
                                .orElse(""))
                .number("attempts", source.attempts());
    }

    private static void addFlags(ColumnBatch row, DnsTransaction source) {
        Optional<DnsMessage> response = source.response();
        flag(row, "aa", response.map(DnsMessage::isAuthoritative));
        flag(row, "tc", response.map(DnsMessage::isTruncated));
        row.flag("rd", source.question().isRecursionDesired());
        flag(row, "ra", response.map(DnsMessage::isRecursionAvailable));
        flag(row, "ad", response.map(DnsMessage::isAuthentic));
    }

    private static void flag(ColumnBatch row, String name, Optional<Boolean> value) {
        if (value.isPresent()) {
            row.flag(name, value.get());
        } else {
            row.absent(name);
        }
    }

    private static void addAnswers(ColumnBatch row, Optional<DnsMessage> response) {
        List<DnsAnswer> answers = response.map(DnsMessage::answers).orElse(List.of());
        row.number("answer_count", response.map(DnsMessage::answerCount).orElse(DnsMessage.ABSENT))
                .list(
                        "answer_types",
                        answers.stream()
                                .map(answer -> DnsTypes.typeName(answer.type()))
                                .toList())
                .list("answers", answers.stream().map(DnsAnswer::text).toList())
                .list("ttls", answers.stream().map(DnsAnswer::ttlSeconds).toList());
    }
}
