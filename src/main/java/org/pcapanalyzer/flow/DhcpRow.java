package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.DhcpMessage;
import org.pcapanalyzer.decode.Packet;

/**
 * A DHCP message and the datagram that it came in, a row of {@code dhcp}.
 *
 * @param packet  valid during the call
 * @param message valid during the call
 */
public record DhcpRow(long flowId, Packet packet, DhcpMessage message) {}
