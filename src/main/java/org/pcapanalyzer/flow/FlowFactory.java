package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;
import org.pcapanalyzer.decode.TunnelType;

/** Makes a flow of its first packet and decides who its originator is. */
final class FlowFactory {
    /** To 255.255.255.255 a server asks, as it seems: nobody can answer from there. */
    private static final long BROADCAST = Addresses.ipv4Low(-1);

    private FlowFactory() {}

    /** @param parentFlowId flow of the packet around this one; {@link Flow#ABSENT} if there is none */
    static Flow create(FlowKey key, Packet packet, long parentFlowId) {
        Flow flow = new Flow();
        flow.lane = key.lane;
        flow.hash = key.hash;
        flow.ipVersion = (byte) packet.ipVersion();
        flow.vlan = (short) packet.vlanId();
        flow.proto = protocolOf(packet);
        if (packet.tunnelType() != TunnelType.NONE || packet.tunnelId() >= 0 || parentFlowId != Flow.ABSENT) {
            flow.tunnel = new FlowTunnel(packet.tunnelType(), packet.tunnelId(), parentFlowId);
        }
        flow.flowId = packet.frameNumber();
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
        int source = key.sourcePort;
        int destination = key.destinationPort;
        switch (flow.proto) {
            case TCP -> {
                if ((packet.flags() & TcpHeader.SYN) != 0) {
                    flow.origSource = OriginatorSource.SYN;
                    return packet.hasFlags(TcpHeader.ACK);
                }
                flow.origSource = byPort(LikelyServerPorts.decidesTcp(source, destination));
                return LikelyServerPorts.isTcpServer(source, destination);
            }
            case UDP, SCTP -> {
                flow.origSource = byPort(LikelyServerPorts.decidesUdp(source, destination));
                return LikelyServerPorts.isUdpServer(source, destination) && key.destinationLow != BROADCAST;
            }
            case ICMP, ICMPV6 -> {
                boolean answer = !key.isOneWay() && !IcmpTypes.isRequest(flow.ipProto(), source) && !isToGroup(key);
                flow.origSource = byPort(answer);
                return answer;
            }
            case OTHER -> flow.origSource = OriginatorSource.FIRST_PACKET;
        }
        return false;
    }

    /** Nobody asks from a multicast address: what goes there was not asked for. */
    private static boolean isToGroup(FlowKey key) {
        boolean isIpv4 = key.destinationHigh == 0 && key.destinationLow >>> 32 == 0xFFFF;
        return isIpv4 ? ((int) key.destinationLow >>> 28) == 0xE : key.destinationHigh >>> 56 == 0xFF;
    }

    private static OriginatorSource byPort(boolean isDecided) {
        return isDecided ? OriginatorSource.PORT : OriginatorSource.FIRST_PACKET;
    }

    private static void setSides(Flow flow, FlowKey key, boolean reversed) {
        flow.origHigh = reversed ? key.destinationHigh : key.sourceHigh;
        flow.origLow = reversed ? key.destinationLow : key.sourceLow;
        flow.origPort = (char) (reversed ? key.destinationPort : key.sourcePort);
        flow.respHigh = reversed ? key.sourceHigh : key.destinationHigh;
        flow.respLow = reversed ? key.sourceLow : key.destinationLow;
        flow.respPort = (char) (reversed ? key.sourcePort : key.destinationPort);
    }
}
