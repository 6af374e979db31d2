package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/** Reads the packet that an ICMP error quotes behind its header. */
final class QuotedPacketReader {
    private static final int PORTS_LENGTH = 4;
    private static final int SEQ_END = 8;
    private static final int ICMP_TYPE_LENGTH = 2;

    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final UpperLayer upper = new UpperLayer();

    /** Reads it from the payload of {@code packet} into its quoted packet, as far as it was captured. */
    void read(Packet packet) {
        int offset = packet.payloadOffset;
        int needed = packet.ipVersion == 4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
        if (packet.payloadLength < needed) {
            packet.note(Anomaly.BAD_QUOTED_PACKET);
            return;
        }
        if (packet.capturedPayloadLength < needed) {
            return;
        }
        boolean isIp = packet.ipVersion == 4 ? readIpv4(packet, offset) : readIpv6(packet, offset);
        if (!isIp) {
            packet.note(Anomaly.BAD_QUOTED_PACKET);
            return;
        }
        packet.hasQuoted = true;
        readUpperLayer(packet);
    }

    private boolean readIpv4(Packet packet, int offset) {
        ipv4.wrap(packet.buffer, offset);
        int headerLength = ipv4.headerLength();
        if (ipv4.version() != 4 || headerLength < Ipv4Header.LENGTH) {
            return false;
        }
        QuotedPacket quoted = packet.quoted;
        quoted.ipVersion = 4;
        quoted.sourceHigh = 0;
        quoted.sourceLow = Addresses.ipv4Low(ipv4.source());
        quoted.destinationHigh = 0;
        quoted.destinationLow = Addresses.ipv4Low(ipv4.destination());
        quoted.ipLength = ipv4.totalLength();
        quoted.ttl = ipv4.ttl();
        upper.find(packet.buffer, 4, ipv4.protocol(), offset + headerLength, packet.capturedEnd);
        if (ipv4.fragmentOffset() != 0) {
            upper.hide();
        }
        return true;
    }

    private boolean readIpv6(Packet packet, int offset) {
        ipv6.wrap(packet.buffer, offset);
        if (ipv6.version() != 6) {
            return false;
        }
        QuotedPacket quoted = packet.quoted;
        quoted.ipVersion = 6;
        quoted.sourceHigh = ipv6.sourceHigh();
        quoted.sourceLow = ipv6.sourceLow();
        quoted.destinationHigh = ipv6.destinationHigh();
        quoted.destinationLow = ipv6.destinationLow();
        quoted.ipLength = Ipv6Header.LENGTH + ipv6.payloadLength();
        quoted.ttl = ipv6.hopLimit();
        upper.find(packet.buffer, 6, ipv6.nextHeader(), offset + Ipv6Header.LENGTH, packet.capturedEnd);
        return true;
    }

    private void readUpperLayer(Packet packet) {
        QuotedPacket quoted = packet.quoted;
        ByteBuffer buffer = packet.buffer;
        int protocol = upper.protocol();
        int offset = upper.offset();
        int available = upper.availableBytes();
        boolean hasPorts = IpProtocol.hasPorts(protocol) && available >= PORTS_LENGTH;
        boolean isIcmp =
                (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6) && available >= ICMP_TYPE_LENGTH;
        quoted.ipProtocol = protocol;
        quoted.sourcePort = hasPorts ? buffer.getShort(offset) & 0xFFFF : -1;
        quoted.destinationPort = hasPorts ? buffer.getShort(offset + 2) & 0xFFFF : -1;
        quoted.icmpType = isIcmp ? buffer.get(offset) & 0xFF : -1;
        quoted.icmpCode = isIcmp ? buffer.get(offset + 1) & 0xFF : -1;
        quoted.hasSeq = protocol == IpProtocol.TCP && available >= SEQ_END;
        quoted.seq = quoted.hasSeq ? buffer.getInt(offset + 4) : 0;
    }
}
