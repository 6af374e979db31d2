package org.pcapanalyzer.decode;

import org.pcapanalyzer.capture.Frame;

/** All that a packet says, as text that does not depend on where its frame lies. */
final class PacketText {
    private PacketText() {}

    static String of(Packet packet, Frame frame) {
        StringBuilder text = new StringBuilder();
        append(text, packet, frame);
        for (int i = 0; i < packet.outerCount(); i++) {
            append(text.append(" in "), packet.outer(i), frame);
        }
        if (packet.kind() == Packet.Kind.ARP || packet.kind() == Packet.Kind.ND) {
            append(text, packet.neighbor());
        }
        if (packet.hasQuoted()) {
            append(text, packet.quoted());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Packet packet, Frame frame) {
        text.append(packet.kind()).append(' ').append(packet.anomaly()).append(' ');
        text.append(packet.tunnelType()).append(packet.carries());
        join(text, packet.tunnelId(), packet.vlanId(), packet.sourceMac(), packet.destinationMac(), packet.etherType());
        if (packet.kind() == Packet.Kind.SET_ASIDE || packet.kind() == Packet.Kind.ARP) {
            return;
        }
        join(text, packet.ipVersion(), packet.ipProtocol(), packet.ipLength(), packet.ttl(), packet.ipId());
        join(text, packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(), packet.destinationLow());
        join(text, packet.sourcePort(), packet.destinationPort(), packet.checksum(), packet.fragmentCount());
        join(text, packet.payloadLength(), packet.capturedPayloadLength());
        int base = packet.buffer() == frame.buffer() ? frame.offset() : 0;
        join(text, packet.payloadOffset() - base, packet.ipOffset() < 0 ? -1 : packet.ipOffset() - base);
        text.append(packet.dontFragment()).append(packet.isReassembled()).append(packet.isClipped());
        if (packet.kind() == Packet.Kind.TCP) {
            join(text, packet.seq(), packet.ack(), packet.flags(), packet.window(), packet.mss(), packet.windowScale());
            join(text, packet.tsVal(), packet.tsEcr(), packet.sackBlockCount());
            text.append(packet.sackPermitted()).append(packet.hasTimestamps()).append(packet.hasAllOptions());
            for (int i = 0; i < packet.sackBlockCount(); i++) {
                join(text, packet.sackLeft(i), packet.sackRight(i));
            }
        }
        if (packet.kind() == Packet.Kind.ICMP || packet.kind() == Packet.Kind.ICMPV6) {
            join(text, packet.icmpType(), packet.icmpCode(), packet.icmpMtu(), packet.echoId(), packet.echoSeq());
        }
    }

    private static void append(StringBuilder text, NeighborMessage neighbor) {
        text.append(' ').append(neighbor.operation());
        join(text, neighbor.senderMac(), neighbor.senderHigh(), neighbor.senderLow(), neighbor.ipVersion());
        join(text, neighbor.targetMac(), neighbor.targetHigh(), neighbor.targetLow());
    }

    private static void append(StringBuilder text, QuotedPacket quoted) {
        text.append(" quotes ").append(quoted.hasSeq());
        join(text, quoted.ipVersion(), quoted.ipProtocol(), quoted.ipLength(), quoted.ttl(), quoted.seq());
        join(text, quoted.sourceHigh(), quoted.sourceLow(), quoted.destinationHigh(), quoted.destinationLow());
        join(text, quoted.sourcePort(), quoted.destinationPort(), quoted.icmpType(), quoted.icmpCode());
    }

    private static void join(StringBuilder text, long... values) {
        for (long value : values) {
            text.append(' ').append(value);
        }
    }
}
