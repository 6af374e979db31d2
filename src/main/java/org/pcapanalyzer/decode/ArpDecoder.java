package org.pcapanalyzer.decode;

/** ARP into the packet's neighbour message. */
final class ArpDecoder {
    private final ArpHeader header = new ArpHeader();

    Step arp(Packet packet) {
        if (packet.capturedRemaining() < ArpHeader.FIXED_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_ARP);
        }
        header.wrap(packet.buffer, packet.cursor);
        if (!header.isEthernetIpv4()) {
            return packet.setAside(Anomaly.UNSUPPORTED_ARP);
        }
        if (packet.capturedRemaining() < ArpHeader.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_ARP);
        }
        packet.kind = Packet.Kind.ARP;
        NeighborMessage message = packet.neighbor;
        message.operation = switch (header.operation()) {
            case ArpHeader.REQUEST -> NeighborMessage.Operation.REQUEST;
            case ArpHeader.REPLY -> NeighborMessage.Operation.REPLY;
            default -> NeighborMessage.Operation.OTHER;
        };
        message.senderMac = header.senderMac();
        message.senderHigh = 0;
        message.senderLow = Addresses.ipv4Low(header.senderAddress());
        message.targetMac = header.targetMac();
        message.targetHigh = 0;
        message.targetLow = Addresses.ipv4Low(header.targetAddress());
        return Step.DONE;
    }
}
