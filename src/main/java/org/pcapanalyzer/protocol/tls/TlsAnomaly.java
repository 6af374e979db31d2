package org.pcapanalyzer.protocol.tls;

import java.util.Locale;

/** What is odd about the bytes of a handshake. */
public enum TlsAnomaly {
    /** A length in a ClientHello does not fit, or the message is cut. */
    MALFORMED_CLIENT_HELLO,
    /** A length in a ServerHello does not fit, or the message is cut. */
    MALFORMED_SERVER_HELLO,
    /** A length in a Certificate message does not fit. */
    MALFORMED_CERTIFICATE,
    /** A handshake message is longer than what is kept. */
    MESSAGE_TOO_LONG,
    /** Behind a record stands what is none. */
    NOT_A_RECORD,
    /** The capture lacks bytes of the handshake. */
    MISSING_BYTES;

    /** As in the table. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
