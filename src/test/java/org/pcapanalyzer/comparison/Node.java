package org.pcapanalyzer.comparison;

import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

/** Address and port of one side of a stream, as tshark prints them. */
final class Node {
    private Node() {}

    static String source(Packet packet) {
        return text(packet.sourceHigh(), packet.sourceLow(), packet.ipVersion(), packet.sourcePort());
    }

    static String destination(Packet packet) {
        return text(packet.destinationHigh(), packet.destinationLow(), packet.ipVersion(), packet.destinationPort());
    }

    static String of(Flow flow, Side side) {
        return side == Side.ORIG
                ? text(flow.origHigh(), flow.origLow(), flow.ipVersion(), flow.origPort())
                : text(flow.respHigh(), flow.respLow(), flow.ipVersion(), flow.respPort());
    }

    private static String text(long high, long low, int ipVersion, int port) {
        String address = Addresses.text(high, low, ipVersion);
        return (ipVersion == 6 ? "[" + address + "]:" : address + ":") + port;
    }
}
