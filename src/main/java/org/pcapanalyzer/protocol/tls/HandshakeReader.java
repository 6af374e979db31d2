package org.pcapanalyzer.protocol.tls;

import java.util.function.Consumer;
import org.pcapanalyzer.flow.Side;

/** Reads handshake messages in clear into the row of their connection. */
final class HandshakeReader {
    private static final int HEAD_BYTES = 4;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int HELLO_RETRY_REQUEST = 6;
    private static final int CERTIFICATE = 11;
    private static final int SERVER_KEY_EXCHANGE = 12;
    private static final int CERTIFICATE_REQUEST = 13;
    private static final int SERVER_HELLO_DONE = 14;
    private static final int NAMED_CURVE = 3;
    private static final int MOST_CERTIFICATES = 16;

    private final TlsHandshake handshake;
    private final Consumer<TlsCertificate> certificates;
    private final CertificateReader reader;

    HandshakeReader(TlsHandshake handshake, Consumer<TlsCertificate> certificates, CertificateReader reader) {
        this.handshake = handshake;
        this.certificates = certificates;
        this.reader = reader;
    }

    /** Takes a message, its head included. */
    void message(Side sender, int type, byte[] bytes, int end, Moment moment) {
        switch (type) {
            case CLIENT_HELLO -> clientHello(sender, ClientHello.read(bytes, HEAD_BYTES, end), end, moment);
            case SERVER_HELLO -> serverHello(ServerHello.read(bytes, HEAD_BYTES, end), moment);
            case HELLO_RETRY_REQUEST -> handshake.isRetried = true;
            case CERTIFICATE -> certificates(sender, new MessageBytes(bytes, HEAD_BYTES, end), moment);
            case SERVER_KEY_EXCHANGE -> keyExchange(new MessageBytes(bytes, HEAD_BYTES, end));
            case CERTIFICATE_REQUEST -> handshake.isClientCertificateRequested = true;
            case SERVER_HELLO_DONE -> handshake.flightEndAt = moment;
            default -> {}
        }
    }

    /** The first ClientHello counts; a second one answers a HelloRetryRequest. */
    void clientHello(Side sender, ClientHello hello, int length, Moment moment) {
        if (handshake.clientHello != null) {
            return;
        }
        handshake.client = sender;
        handshake.clientHello = hello;
        handshake.clientHelloBytes = length;
        handshake.clientHelloAt = moment;
        handshake.ja4 = hello.isSsl2() ? "" : Ja4.of(hello, handshake.isQuic);
        if (hello.isMalformed()) {
            handshake.note(TlsAnomaly.MALFORMED_CLIENT_HELLO);
        }
    }

    private void serverHello(ServerHello hello, Moment moment) {
        if (handshake.serverHello != null && !handshake.serverHello.isRetryRequest()) {
            return;
        }
        handshake.isRetried |= hello.isRetryRequest();
        handshake.serverHello = hello;
        handshake.serverHelloAt = moment;
        handshake.isResumed = hello.hasPsk();
        if (hello.isMalformed()) {
            handshake.note(TlsAnomaly.MALFORMED_SERVER_HELLO);
        }
    }

    private void keyExchange(MessageBytes body) {
        boolean isElliptic =
                handshake.cipher().contains("_ECDHE_") || handshake.cipher().contains("_ECDH_anon_");
        if (isElliptic && body.u8() == NAMED_CURVE) {
            int group = body.u16();
            handshake.keyExchangeGroup = body.isBroken() ? -1 : group;
        }
    }

    private void certificates(Side sender, MessageBytes body, Moment moment) {
        boolean isServer = sender != handshake.client;
        if (isServer ? handshake.chainLength >= 0 : handshake.clientChainLength >= 0) {
            return;
        }
        MessageBytes list = body.vector24();
        int count = 0;
        CertificateFacts last = null;
        while (list.hasMore() && count < MOST_CERTIFICATES) {
            byte[] der = list.vector24().rest();
            if (list.isBroken()) {
                break;
            }
            CertificateFacts facts = reader.read(der);
            certificates.accept(
                    new TlsCertificate(handshake.flow, sender, count, moment.frame(), moment.timeNs(), facts));
            if (isServer) {
                handshake.leaf = count == 0 ? facts : handshake.leaf;
                handshake.isChainOrdered &= last == null || last.issuer().equals(facts.subject());
            }
            last = facts;
            count++;
        }
        if (list.isBroken() || body.isBroken()) {
            handshake.note(TlsAnomaly.MALFORMED_CERTIFICATE);
        }
        if (isServer) {
            handshake.chainLength = count;
            handshake.certificateAt = moment;
        } else {
            handshake.clientChainLength = count;
        }
    }
}
