package org.pcapanalyzer.decode;

/** GRE and what comes in it beyond EtherTypes: mirrored Ethernet, PPP, frames of wireless controllers. */
final class GreDecoder {
    private static final int PROTOCOL_PPP = 0x880B;
    private static final int PROTOCOL_WCCP = 0x883E;
    /** ERSPAN of types I and II; without a sequence number it is type I, which has no header of its own. */
    private static final int PROTOCOL_ERSPAN = 0x88BE;

    private static final int PROTOCOL_ERSPAN_III = 0x22EB;
    /** Aruba's controllers: IEEE 802.11 frames, one number per queue. */
    private static final int PROTOCOL_ARUBA_FIRST = 0x8200;

    private static final int PROTOCOL_ARUBA_LAST = 0x8370;
    private static final int PROTOCOL_ARUBA_OTHER = 0x9000;

    private static final int ERSPAN_II_LENGTH = 8;
    private static final int ERSPAN_III_LENGTH = 12;
    private static final int ERSPAN_III_SUBHEADER_LENGTH = 8;
    private static final int ERSPAN_SESSION = 0x3FF;
    /** Type of the mirrored frame in type III; 0 is Ethernet, 2 is IP. */
    private static final int ERSPAN_III_FRAME_TYPE = 0x1F;

    private static final int WCCP_LENGTH = 4;
    private static final int NO_ID = -1;

    private final GreHeader header = new GreHeader();

    /** Decodes the payload of a packet of another IP protocol than TCP and so on. */
    Step gre(Packet packet) {
        if (!TunnelDecoder.hasHeader(packet, GreHeader.LENGTH)) {
            return Step.DONE;
        }
        header.wrap(packet.buffer, packet.payloadOffset);
        int length = header.length();
        if (header.version() > 1 || header.hasRouting()) {
            return TunnelDecoder.opaque(packet, TunnelType.GRE);
        }
        if (!TunnelDecoder.hasHeader(packet, length)) {
            return Step.DONE;
        }
        return header.version() == 1 ? pptp(packet, length) : version0(packet, length);
    }

    /** A message without sequence number only acknowledges. */
    private Step pptp(Packet packet, int length) {
        if (header.protocol() != PROTOCOL_PPP || !header.hasKey() || !header.hasSequence()) {
            return TunnelDecoder.opaque(packet, TunnelType.PPTP);
        }
        return packet.enterTunnel(TunnelType.PPTP, header.key() & 0xFFFF, packet.payloadOffset + length)
                ? Step.PPP
                : Step.DONE;
    }

    private Step version0(Packet packet, int length) {
        int protocol = header.protocol();
        int offset = packet.payloadOffset + length;
        switch (protocol) {
            case PROTOCOL_ERSPAN -> {
                return header.hasSequence() ? erspan2(packet, offset) : mirrored(packet, NO_ID, offset, Step.ETHERNET);
            }
            case PROTOCOL_ERSPAN_III -> {
                return erspan3(packet, offset);
            }
            default -> {
                long key = header.hasKey() ? header.key() : NO_ID;
                return packet.enterTunnel(TunnelType.GRE, key, offset) ? inner(packet, protocol) : Step.DONE;
            }
        }
    }

    private static Step inner(Packet packet, int protocol) {
        if (protocol >= PROTOCOL_ARUBA_FIRST && protocol <= PROTOCOL_ARUBA_LAST || protocol == PROTOCOL_ARUBA_OTHER) {
            return Step.WLAN;
        }
        if (protocol == PROTOCOL_PPP) {
            return Step.PPP;
        }
        if (protocol == PROTOCOL_WCCP) {
            return wccp(packet);
        }
        return protocol < EthernetHeader.SMALLEST_TYPE
                ? packet.setAside(Anomaly.NON_IP)
                : LinkDecoder.next(packet, protocol);
    }

    /** Redirected packets, in version 2 with a header of which the first half byte cannot be that of IPv4. */
    private static Step wccp(Packet packet) {
        if (packet.capturedRemaining() < 1) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        packet.cursor += (packet.buffer.get(packet.cursor) >> 4 & 0xF) == 4 ? 0 : WCCP_LENGTH;
        return Step.IPV4;
    }

    private static Step erspan2(Packet packet, int offset) {
        int headerLength = offset - packet.payloadOffset + ERSPAN_II_LENGTH;
        if (!TunnelDecoder.hasHeader(packet, headerLength)) {
            return Step.DONE;
        }
        int session = packet.buffer.getShort(offset + 2) & ERSPAN_SESSION;
        return mirrored(packet, session, offset + ERSPAN_II_LENGTH, Step.ETHERNET);
    }

    private static Step erspan3(Packet packet, int offset) {
        int headerLength = offset - packet.payloadOffset + ERSPAN_III_LENGTH;
        if (!TunnelDecoder.hasHeader(packet, headerLength)) {
            return Step.DONE;
        }
        int session = packet.buffer.getShort(offset + 2) & ERSPAN_SESSION;
        int last = packet.buffer.getShort(offset + 10);
        boolean hasSubheader = (last & 1) != 0;
        if (hasSubheader && !TunnelDecoder.hasHeader(packet, headerLength + ERSPAN_III_SUBHEADER_LENGTH)) {
            return Step.DONE;
        }
        int inner = offset + ERSPAN_III_LENGTH + (hasSubheader ? ERSPAN_III_SUBHEADER_LENGTH : 0);
        return switch (last >> 10 & ERSPAN_III_FRAME_TYPE) {
            case 0 -> mirrored(packet, session, inner, Step.ETHERNET);
            case 2 -> mirrored(packet, session, inner, Step.RAW_IP);
            default -> TunnelDecoder.opaque(packet, TunnelType.ERSPAN);
        };
    }

    private static Step mirrored(Packet packet, int session, int offset, Step next) {
        return packet.enterTunnel(TunnelType.ERSPAN, session, offset) ? next : Step.DONE;
    }
}
