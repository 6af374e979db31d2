package org.pcapanalyzer.protocol;

import org.pcapanalyzer.protocol.dns.DnsTransaction;
import org.pcapanalyzer.protocol.http.HttpExchange;
import org.pcapanalyzer.protocol.tls.TlsCertificate;
import org.pcapanalyzer.protocol.tls.TlsHandshake;

/** Where the messages of protocols go, row by row, while the capture is read. Called by the thread that tracks. */
public interface ProtocolSink {
    /** A query with its answer, or one without the other. */
    default void dns(DnsTransaction transaction) {}

    /** A request with its response, or one without the other. */
    default void http(HttpExchange exchange) {}

    /** How a connection became TLS, or did not. */
    default void tls(TlsHandshake handshake) {}

    /** A certificate that was sent in clear; before the handshake that it belongs to. */
    default void certificate(TlsCertificate certificate) {}
}
