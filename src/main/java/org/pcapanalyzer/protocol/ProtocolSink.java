package org.pcapanalyzer.protocol;

import org.pcapanalyzer.protocol.http.HttpExchange;

/** Where the messages of protocols go, row by row, while the capture is read. Called by the thread that tracks. */
public interface ProtocolSink {
    /** A request with its response, or one without the other. */
    default void http(HttpExchange exchange) {}
}
