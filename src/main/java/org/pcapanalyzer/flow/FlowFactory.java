package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;

/** Makes a flow of its first packet and decides who its originator is. */
final class FlowFactory {
    /** Ports below are given to services (RFC 6335 6). */
    private static final int WELL_KNOWN_PORTS = 1024;

    private FlowFactory() {}

    static Flow create(FlowKey key, Packet packet) {
        Flow flow = new Flow();
        flow.lane = key.lane;
        flow.hash = key.hash;
        flow.ipProto = key.ipProtocol();
        flow.ipVersion = packet.ipVersion();
        flow.vlan = packet.vlanId();
        flow.proto = protocolOf(packet);
        flow.frameFirst = packet.frameNumber();
        flow.startNs = packet.timestampNs();
        flow.endNs = packet.timestampNs();
        boolean reversed = isSentByResponder(flow, key, packet);
        setSides(flow, key, reversed);
        if (flow.proto == FlowProtocol.TCP || flow.proto == FlowProtocol.UDP) {
            flow.history = new History();
            if (reversed) {
                flow.history.add('^', Side.ORIG);
            }
        }
        if (flow.proto == FlowProtocol.TCP) {
            flow.tcp = new TcpConnection();
        }
        return flow;
    }

    /** A protocol whose header was not decoded is as good as any other. */
    private static FlowProtocol protocolOf(Packet packet) {
        boolean isDecoded = packet.kind() != Packet.Kind.OTHER_IP;
        return isDecoded ? FlowProtocol.ofIpProtocol(packet.ipProtocol()) : FlowProtocol.OTHER;
    }

    /** Decides by SYN, else by port, else for the first sender; says so in the flow. */
    private static boolean isSentByResponder(Flow flow, FlowKey key, Packet packet) {
        flow.origSource = OriginatorSource.FIRST_PACKET;
        switch (flow.proto) {
            case TCP -> {
                if ((packet.flags() & TcpHeader.SYN) != 0) {
                    flow.origSource = OriginatorSource.SYN;
                    return packet.hasFlags(TcpHeader.ACK);
                }
                return isSentByWellKnownPort(flow, key);
            }
            case UDP, SCTP -> {
                return isSentByWellKnownPort(flow, key);
            }
            case ICMP, ICMPV6 -> {
                boolean answer = !key.isOneWay() && !IcmpTypes.isRequest(flow.ipProto, key.sourcePort);
                flow.origSource = answer ? OriginatorSource.PORT : OriginatorSource.FIRST_PACKET;
                return answer;
            }
            case OTHER -> {
                return false;
            }
        }
        return false;
    }

    private static boolean isSentByWellKnownPort(Flow flow, FlowKey key) {
        int lower = Math.min(key.sourcePort, key.destinationPort);
        if (lower < WELL_KNOWN_PORTS && key.sourcePort != key.destinationPort) {
            flow.origSource = OriginatorSource.PORT;
            return key.sourcePort == lower;
        }
        return false;
    }

    private static void setSides(Flow flow, FlowKey key, boolean reversed) {
        flow.origHigh = reversed ? key.destinationHigh : key.sourceHigh;
        flow.origLow = reversed ? key.destinationLow : key.sourceLow;
        flow.origPort = reversed ? key.destinationPort : key.sourcePort;
        flow.respHigh = reversed ? key.sourceHigh : key.destinationHigh;
        flow.respLow = reversed ? key.sourceLow : key.destinationLow;
        flow.respPort = reversed ? key.sourcePort : key.destinationPort;
    }
}
