package org.pcapanalyzer.store;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.protocol.http.HttpAnomaly;
import org.pcapanalyzer.protocol.http.HttpExchange;
import org.pcapanalyzer.protocol.http.HttpMessage;

/** Table {@code http}. */
final class HttpTable implements Table<HttpExchange> {
    @Override
    public String name() {
        return "http";
    }

    @Override
    public void copy(HttpExchange exchange, ColumnBatch row) {
        Optional<HttpMessage> request = exchange.request();
        Optional<HttpMessage> response = exchange.response();
        row.big("flow_id", exchange.flow().flowId()).number("txn", exchange.number());
        copyTimes(request, response, row);
        copyRequest(request, row);
        copyResponse(response, row);
        row.text("anomalies", anomalies(request, response));
    }

    private static void copyTimes(Optional<HttpMessage> request, Optional<HttpMessage> response, ColumnBatch row) {
        long asked = request.map(HttpMessage::lastNs).orElse(Flow.ABSENT);
        long answered = response.map(HttpMessage::firstNs).orElse(Flow.ABSENT);
        long end = response.map(HttpMessage::lastNs).orElse(Flow.ABSENT);
        row.big("ts_request", request.map(HttpMessage::firstNs).orElse(Flow.ABSENT))
                .big("ts_request_end", asked)
                .big("ts_response", answered)
                .big("ts_response_end", end)
                .big("ttfb_ns", between(asked, answered))
                .big("transfer_ns", between(answered, end));
    }

    /** A server may answer before it has the whole request: it then has not let anyone wait. */
    private static long between(long from, long to) {
        return from == Flow.ABSENT || to == Flow.ABSENT ? Flow.ABSENT : Math.max(0, to - from);
    }

    private static void copyRequest(Optional<HttpMessage> request, ColumnBatch row) {
        row.text("method", request.map(HttpMessage::method).orElse(""))
                .text("host", request.map(HttpMessage::host).orElse(""))
                .text("uri", request.map(HttpMessage::target).orElse(""))
                .text("request_version", request.map(HttpMessage::version).orElse(""))
                .big("req_bytes", request.map(HttpMessage::bytes).orElse(Flow.ABSENT))
                .text("user_agent", request.map(HttpMessage::userAgent).orElse(""))
                .text("forwarded_for", request.map(HttpMessage::forwardedFor).orElse(""))
                .text("upgrade", request.map(HttpMessage::upgrade).orElse(""))
                .big("frame_request", request.map(HttpMessage::frame).orElse(Flow.ABSENT));
    }

    private static void copyResponse(Optional<HttpMessage> response, ColumnBatch row) {
        int status = response.map(HttpMessage::status).orElse(-1);
        row.number("status", status)
                .number("status_class", status < 0 ? -1 : status / 100)
                .text("response_version", response.map(HttpMessage::version).orElse(""))
                .big("resp_bytes", response.map(HttpMessage::bytes).orElse(Flow.ABSENT))
                .big(
                        "content_length",
                        response.map(HttpMessage::contentLength)
                                .filter(length -> length >= 0)
                                .orElse(Flow.ABSENT))
                .flag("chunked", response.map(HttpMessage::isChunked).orElse(false));
        switch (response.map(HttpMessage::completeness).orElse(HttpMessage.Completeness.UNKNOWN)) {
            case COMPLETE -> row.flag("body_complete", true);
            case CUT -> row.flag("body_complete", false);
            case UNKNOWN -> row.absent("body_complete");
        }
        row.text("server", response.map(HttpMessage::server).orElse(""))
                .text("via", response.map(HttpMessage::via).orElse(""))
                .big("frame_response", response.map(HttpMessage::frame).orElse(Flow.ABSENT));
    }

    private static String anomalies(Optional<HttpMessage> request, Optional<HttpMessage> response) {
        Set<HttpAnomaly> all = EnumSet.noneOf(HttpAnomaly.class);
        request.map(HttpMessage::anomalies).ifPresent(all::addAll);
        response.map(HttpMessage::anomalies).ifPresent(all::addAll);
        return label(all);
    }

    private static String label(Collection<HttpAnomaly> anomalies) {
        return anomalies.isEmpty()
                ? ""
                : anomalies.stream().map(HttpAnomaly::label).collect(Collectors.joining(","));
    }
}
