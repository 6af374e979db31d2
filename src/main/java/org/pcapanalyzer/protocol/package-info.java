/**
 * From bytes to messages: what DNS, TLS and HTTP say on the streams and datagrams that {@code flow} puts together, one row
 * per transaction. Of each message a bounded prefix is kept, bodies are skipped. It judges nothing.
 *
 * <p>Start reading at {@link org.pcapanalyzer.protocol.Protocols}, which decides who reads a flow: by its first bytes, with
 * the port as a hint at most. Each protocol has a package of its own.
 */
package org.pcapanalyzer.protocol;
