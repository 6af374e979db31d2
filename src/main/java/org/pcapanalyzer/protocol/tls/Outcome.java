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
        Exchange exchange = new Exchange(
                client.data,
                server.data,
                handshake.serverHello.cipher(),
                roundTripNs(),
                handshake.alpnOffered().contains("h2"));
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
        handshake.requestAt = client.data.moment(0);
        handshake.responseAt = firstAfter(handshake.requestAt);
    }

    private Moment firstAfter(Moment request) {
        for (int i = 0; request.isKnown() && i < server.data.count(); i++) {
            if (server.data.frame(i) > request.frame()) {
                return server.data.moment(i);
            }
        }
        return Moment.NONE;
    }

    /** An upper bound: from the ClientHello to the answer; the handshake of TCP where that is longer. */
    private long roundTripNs() {
        Flow flow = handshake.flow;
        long ofTcp = Math.max(0, flow.synRttNs()) + Math.max(0, flow.ackRttNs());
        boolean isSeen = handshake.clientHelloAt.isKnown() && handshake.serverHelloAt.isKnown();
        long ofTls = isSeen ? handshake.serverHelloAt.timeNs() - handshake.clientHelloAt.timeNs() : 0;
        return Math.max(ofTcp, ofTls);
    }
}
