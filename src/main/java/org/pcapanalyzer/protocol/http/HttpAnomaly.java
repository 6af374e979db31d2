package org.pcapanalyzer.protocol.http;

import java.util.Locale;

/** Oddities of a message, of which each reader of it may make something else. */
public enum HttpAnomaly {
    /** Content-Length and Transfer-Encoding together (RFC 9112 6.1). */
    LENGTH_AND_TRANSFER_ENCODING,
    /** Several lengths that differ, or one that is no number. */
    INVALID_LENGTH,
    INVALID_CHUNK,
    /** The head is longer than what is kept of it. */
    LONG_HEAD,
    /** What follows is no HTTP. */
    NOT_HTTP,
    /** A TLS record stands where a response should. */
    TLS_ANSWER;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
