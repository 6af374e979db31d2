/**
 * DNS (RFC 1035) from datagrams and from the streams of connections, and what has its form: mDNS and LLMNR. Messages are
 * read in full, bounded by what was captured, and queries brought together with their answers.
 *
 * <p>Start reading at {@link org.pcapanalyzer.protocol.dns.DnsDatagrams}; {@link
 * org.pcapanalyzer.protocol.dns.DnsMessage} reads a message, {@code DnsPairing} makes the rows.
 */
package org.pcapanalyzer.protocol.dns;
