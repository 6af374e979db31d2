package org.pcapanalyzer.decode;

/** ICMP, ICMPv6 and neighbour discovery. */
final class IcmpDecoder {
    private static final int SOURCE_LINK_ADDRESS = 1;
    private static final int TARGET_LINK_ADDRESS = 2;
    /** Options are counted in units of this many bytes (RFC 4861 section 4.6). */
    private static final int OPTION_UNIT = 8;

    private final IcmpHeader icmp = new IcmpHeader();
    private final Icmpv6Header icmpv6 = new Icmpv6Header();
    private final QuotedPacketReader quotedReader = new QuotedPacketReader();

    Step icmp(Packet packet) {
        if (!TransportDecoder.hasHeader(packet, IcmpHeader.LENGTH)) {
            return Step.DONE;
        }
        icmp.wrap(packet.buffer, packet.cursor);
        fill(packet, Packet.Kind.ICMP, icmp.type(), icmp.code());
        if (icmp.isEcho()) {
            packet.echoId = icmp.echoId();
            packet.echoSeq = icmp.echoSeq();
        } else if (icmp.isError()) {
            packet.icmpMtu = icmp.isFragmentationNeeded() ? icmp.nextHopMtu() : -1;
            quotedReader.read(packet);
        }
        return Step.DONE;
    }

    Step icmpv6(Packet packet) {
        if (!TransportDecoder.hasHeader(packet, Icmpv6Header.LENGTH)) {
            return Step.DONE;
        }
        icmpv6.wrap(packet.buffer, packet.cursor);
        fill(packet, Packet.Kind.ICMPV6, icmpv6.type(), icmpv6.code());
        if (icmpv6.isEcho()) {
            packet.echoId = icmpv6.echoId();
            packet.echoSeq = icmpv6.echoSeq();
        } else if (icmpv6.isError()) {
            packet.icmpMtu = icmpv6.type() == Icmpv6Header.PACKET_TOO_BIG ? icmpv6.mtu() : -1;
            quotedReader.read(packet);
        } else if (icmpv6.isNeighborMessage()) {
            neighborMessage(packet);
        }
        return Step.DONE;
    }

    private static void fill(Packet packet, Packet.Kind kind, int type, int code) {
        packet.kind = kind;
        packet.icmpType = type;
        packet.icmpCode = code;
        packet.echoId = -1;
        packet.echoSeq = -1;
        packet.icmpMtu = -1;
        packet.payload(packet.cursor + IcmpHeader.LENGTH, packet.remaining() - IcmpHeader.LENGTH);
    }

    private void neighborMessage(Packet packet) {
        if (packet.remaining() < Icmpv6Header.NEIGHBOR_LENGTH) {
            packet.note(Anomaly.MALFORMED_ND);
            return;
        }
        if (packet.capturedRemaining() < Icmpv6Header.NEIGHBOR_LENGTH) {
            packet.setAside(Anomaly.TRUNCATED_TRANSPORT_HEADER);
            return;
        }
        packet.kind = Packet.Kind.ND;
        boolean isSolicitation = icmpv6.type() == Icmpv6Header.NEIGHBOR_SOLICITATION;
        NeighborMessage message = packet.neighbor;
        message.operation = isSolicitation ? NeighborMessage.Operation.NS : NeighborMessage.Operation.NA;
        message.senderMac = packet.sourceMac;
        message.senderHigh = packet.sourceHigh;
        message.senderLow = packet.sourceLow;
        message.targetMac = -1;
        message.targetHigh = icmpv6.targetHigh();
        message.targetLow = icmpv6.targetLow();
        long linkAddress = linkAddress(packet, isSolicitation ? SOURCE_LINK_ADDRESS : TARGET_LINK_ADDRESS);
        if (isSolicitation) {
            message.senderMac = linkAddress >= 0 ? linkAddress : packet.sourceMac;
        } else {
            message.targetMac = linkAddress;
        }
    }

    /** MAC address of the first option of that type; -1 if there is none. */
    private static long linkAddress(Packet packet, int wantedType) {
        int offset = packet.cursor + Icmpv6Header.NEIGHBOR_LENGTH;
        while (packet.capturedEnd - offset >= OPTION_UNIT) {
            int type = packet.buffer.get(offset) & 0xFF;
            int length = (packet.buffer.get(offset + 1) & 0xFF) * OPTION_UNIT;
            if (length == 0 || length > packet.end - offset) {
                packet.note(Anomaly.MALFORMED_ND);
                return -1;
            }
            if (type == wantedType && length == OPTION_UNIT) {
                return packet.buffer.getLong(offset) & 0xFFFF_FFFF_FFFFL;
            }
            offset += length;
        }
        return -1;
    }
}
