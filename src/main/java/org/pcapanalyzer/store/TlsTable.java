package org.pcapanalyzer.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.protocol.tls.CertificateFacts;
import org.pcapanalyzer.protocol.tls.ClientHello;
import org.pcapanalyzer.protocol.tls.Moment;
import org.pcapanalyzer.protocol.tls.TlsAlert;
import org.pcapanalyzer.protocol.tls.TlsAnomaly;
import org.pcapanalyzer.protocol.tls.TlsHandshake;

/** Table {@code tls}. */
final class TlsTable implements Table<TlsHandshake> {
    @Override
    public String name() {
        return "tls";
    }

    @Override
    public void copy(TlsHandshake tls, ColumnBatch row) {
        row.big("flow_id", tls.flow().flowId())
                .big("ts", tls.timeNs())
                .text("transport", tls.isQuic() ? "quic" : "tcp")
                .text("client_dir", tls.client().label())
                .text("starttls", tls.startedBy());
        copyOffer(tls, row);
        copyChoice(tls, row);
        copyTimes(tls, row);
        copyAlert(tls.alert(), row);
        copyChain(tls, row);
        row.text("orig_clear_text", tls.origText())
                .text("resp_clear_text", tls.respText())
                .text(
                        "anomalies",
                        tls.anomalies().stream().map(TlsAnomaly::label).collect(Collectors.joining(",")));
    }

    private static void copyOffer(TlsHandshake tls, ColumnBatch row) {
        Optional<ClientHello> hello = tls.clientHello();
        row.text("sni", tls.sni())
                .list("versions_offered", tls.versionsOffered())
                .list("alpn_offered", tls.alpnOffered())
                .list("ciphers_offered", tls.ciphersOffered())
                .list("groups_offered", tls.groupsOffered())
                .list("key_shares", tls.keyShares())
                .text("ja4", tls.ja4())
                .number("ch_bytes", tls.clientHelloBytes());
        flag(row, "ech", hello.map(ClientHello::isEncryptedInside));
        flag(row, "early_data_offered", hello.map(ClientHello::announcesEarlyData));
    }

    private static void copyChoice(TlsHandshake tls, ColumnBatch row) {
        row.text("version", tls.version())
                .text("cipher", tls.cipher())
                .text("group_name", tls.group())
                .text("alpn", tls.alpn())
                .flag("hello_retry", tls.isRetried())
                .flag("resumed", tls.isResumed())
                .flag("established", tls.isEstablished());
    }

    private static void copyTimes(TlsHandshake tls, ColumnBatch row) {
        moment(row, "ts_client_hello", "ch_frame", tls.clientHelloAt());
        moment(row, "ts_server_hello", "sh_frame", tls.serverHelloAt());
        moment(row, "ts_flight_end", "flight_end_frame", tls.flightEndAt());
        moment(row, "ts_done", "done_frame", tls.doneAt());
        moment(row, "ts_request", "request_frame", tls.requestAt());
        moment(row, "ts_response", "response_frame", tls.responseAt());
        row.big("hs_rtt_ns", between(tls.clientHelloAt(), tls.serverHelloAt()))
                .big("server_think_ns", serverThink(tls))
                .big("hs_duration_ns", between(tls.clientHelloAt(), tls.doneAt()));
    }

    private static long between(Moment from, Moment to) {
        return from.isKnown() && to.isKnown() ? to.timeNs() - from.timeNs() : Flow.ABSENT;
    }

    /** What is left of the wait for the ServerHello without the round trip behind the capture point. */
    private static long serverThink(TlsHandshake tls) {
        long wait = between(tls.clientHelloAt(), tls.serverHelloAt());
        long roundTrip = tls.isQuic() ? Flow.ABSENT : tls.flow().synRttNs();
        return wait == Flow.ABSENT || roundTrip == Flow.ABSENT ? Flow.ABSENT : Math.max(0, wait - roundTrip);
    }

    private static void copyAlert(Optional<TlsAlert> alert, ColumnBatch row) {
        row.text("alert_dir", alert.map(seen -> seen.sender().label()).orElse(""))
                .number("alert_level", alert.map(TlsAlert::level).orElse(-1))
                .number("alert_code", alert.map(TlsAlert::code).orElse(-1))
                .text("alert_name", alert.map(TlsAlert::name).orElse(""));
        flag(row, "alert_encrypted", alert.map(TlsAlert::isEncrypted));
        moment(row, "ts_alert", "alert_frame", alert.map(TlsAlert::moment).orElse(Moment.NONE));
    }

    private static void copyChain(TlsHandshake tls, ColumnBatch row) {
        Optional<CertificateFacts> leaf = tls.leaf().filter(certificate -> !certificate.isMalformed());
        row.flag("cert_visible", tls.chainLength() > 0)
                .number("chain_len", tls.chainLength())
                .flag("client_cert_requested", tls.isClientCertificateRequested())
                .number("client_chain_len", tls.clientChainLength())
                .big("cert_frame", tls.certificateAt().frame())
                .text("leaf_subject", leaf.map(CertificateFacts::subject).orElse(""))
                .text("leaf_issuer", leaf.map(CertificateFacts::issuer).orElse(""))
                .list("leaf_san", leaf.map(CertificateFacts::names).orElse(List.of()))
                .big("leaf_not_before", leaf.map(CertificateFacts::notBeforeNs).orElse(Flow.ABSENT))
                .big("leaf_not_after", leaf.map(CertificateFacts::notAfterNs).orElse(Flow.ABSENT));
        flag(row, "san_matches_sni", tls.leafMatchesSni());
        flag(row, "self_signed", leaf.map(CertificateFacts::isSelfSigned));
        flag(row, "chain_ordered", leaf.map(certificate -> tls.isChainOrdered()));
    }

    private static void flag(ColumnBatch row, String name, Optional<Boolean> value) {
        if (value.isPresent()) {
            row.flag(name, value.get());
        } else {
            row.absent(name);
        }
    }

    private static void moment(ColumnBatch row, String time, String frame, Moment moment) {
        row.big(time, moment.timeNs()).big(frame, moment.frame());
    }
}
