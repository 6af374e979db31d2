/**
 * TLS: from the records of a connection and the Initials of QUIC to one row per handshake and one per certificate. Keys are
 * not needed: what is encrypted is told by its lengths and times at most, and said to be hidden.
 *
 * <p>Start reading at {@link org.pcapanalyzer.protocol.tls.TlsConversation}; {@code TlsRecords} feeds it, {@code Exchange}
 * tells where handshakes of TLS 1.3 end and requests begin.
 */
package org.pcapanalyzer.protocol.tls;
