package org.pcapanalyzer.protocol.tls;

import org.pcapanalyzer.flow.Flow;

/** What became of a handshake, once nothing more of it comes. */
final class Outcome {
    private final TlsHandshake handshake;
    private final TlsDirection client;
    private final TlsDirection server;

    Outcome(TlsHandshake handshake, TlsDirection client, TlsDirection server) {
        this.handshake = handshake;
        this.client = client;
        this.server = server;
    }

    void conclude() {
        if (handshake.isTls13()) {
            concludeTls13();
        } else {
            concludeOlder();
        }
    }

    private void concludeTls13() {
        handshake.flightEndAt = server.lastOfFlight;
        Exchange exchange = exchange(true, handshake.alpnOffered().contains("h2"));
        if (exchange.isClientAlert()) {
            handshake.note(TlsAlert.hidden(client.side(), client.data.moment(0)));
            return;
        }
        int finished = exchange.finished();
        handshake.doneAt = finished < 0 ? Moment.NONE : client.data.moment(finished);
        handshake.isEstablished = handshake.doneAt.isKnown();
        if (exchange.isServerAlert()) {
            handshake.note(TlsAlert.hidden(server.side(), server.data.moment(0)));
        }
        handshake.requestAt = client.early.isKnown() ? client.early : exchange.request();
        handshake.responseAt = exchange.response();
    }

    /** The handshake is done with the later of the two Finished (RFC 5246 7.3). */
    private void concludeOlder() {
        boolean isServerLast = client.finished.timeNs() <= server.finished.timeNs();
        handshake.isEstablished = client.finished.isKnown() && server.finished.isKnown();
        if (handshake.isEstablished) {
            handshake.doneAt = isServerLast ? server.finished : client.finished;
        }
        boolean isAbbreviated =
                server.changed.isKnown() && !handshake.flightEndAt.isKnown() && handshake.chainLength < 0;
        if (isAbbreviated && !handshake.anomalies().contains(TlsAnomaly.MISSING_BYTES)) {
            handshake.isResumed = true;
            handshake.flightEndAt = server.finished;
        }
        Exchange exchange = exchange(false, handshake.alpn().equals("h2"));
        handshake.requestAt = exchange.request();
        handshake.responseAt = exchange.response();
    }

    private Exchange exchange(boolean isTls13, boolean mayBeHttp2) {
        int cipher = handshake.serverHello == null ? 0 : handshake.serverHello.cipher();
        return new Exchange(client.data, server.data, isTls13, cipher, roundTrip(), mayBeHttp2);
    }

    /** By the handshake of TCP, and at most from the ClientHello to the answer. */
    private Exchange.RoundTrip roundTrip() {
        Flow flow = handshake.flow;
        long behindPoint = Math.max(0, flow.synRttNs());
        long ofTcp = behindPoint + Math.max(0, flow.ackRttNs());
        boolean isSeen = handshake.clientHelloAt.isKnown() && handshake.serverHelloAt.isKnown();
        long ofTls = isSeen ? handshake.serverHelloAt.timeNs() - handshake.clientHelloAt.timeNs() : 0;
        long least = isSeen ? Math.min(behindPoint, ofTls) : behindPoint;
        return new Exchange.RoundTrip(least, Math.max(ofTcp, ofTls));
    }
}
