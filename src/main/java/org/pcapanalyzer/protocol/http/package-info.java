/**
 * HTTP/1.0 and 1.1 (RFC 9112), and HTTP/2 in clear text (RFC 9113), from the streams of a connection: requests and responses,
 * their framing and times.
 *
 * <p>Start reading at {@link org.pcapanalyzer.protocol.http.HttpConversation}.
 */
package org.pcapanalyzer.protocol.http;
