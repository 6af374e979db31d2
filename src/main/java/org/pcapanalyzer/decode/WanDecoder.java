package org.pcapanalyzer.decode;

/** Headers of point-to-point links and of what providers put around their customers' packets: PPP, MPLS, ... */
final class WanDecoder {
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int PPP_MPLS = 0x0281;
    private static final int PPP_MPLS_MULTICAST = 0x0283;
    /** Address and control field of PPP in HDLC-like framing, which may be left out (RFC 1662 section 3.1). */
    private static final int PPP_ADDRESS_CONTROL = 0xFF03;

    private static final int CISCO_UNICAST = 0x0F00;
    private static final int CISCO_MULTICAST = 0x8F00;
    private static final int CISCO_LENGTH = 4;

    private static final int UNNUMBERED_INFORMATION = 0x03;
    private static final int NLPID_IPV6 = 0x8E;
    private static final int NLPID_IPV4 = 0xCC;
    private static final int FRAME_RELAY_ADDRESS_LENGTH = 2;
    /** What an Ethernet pseudowire may put in front of the frame (RFC 4448 section 4.6). */
    private static final int CONTROL_WORD_LENGTH = 4;

    private static final int PSEUDOWIRE_LENGTH = CONTROL_WORD_LENGTH + EthernetHeader.LENGTH;

    private final PppoeHeader pppoe = new PppoeHeader();
    private final LabelStackEntry entry = new LabelStackEntry();

    /** PPP as link type: perhaps Cisco's HDLC, which is told by its first bytes. */
    Step pppLink(Packet packet) {
        if (packet.capturedRemaining() >= 2) {
            int start = packet.buffer.getShort(packet.cursor) & 0xFFFF;
            if (start == CISCO_UNICAST || start == CISCO_MULTICAST) {
                return ciscoHdlc(packet);
            }
        }
        return Step.PPP;
    }

    /** The protocol field has 16 bits, or the lower 8 of them where they suffice (RFC 1661 section 6.5). */
    Step ppp(Packet packet) {
        if (packet.capturedRemaining() < 2) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        if ((packet.buffer.getShort(packet.cursor) & 0xFFFF) == PPP_ADDRESS_CONTROL) {
            packet.cursor += 2;
            if (packet.capturedRemaining() < 2) {
                return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
            }
        }
        int first = packet.buffer.get(packet.cursor) & 0xFF;
        boolean isCompressed = (first & 1) != 0;
        int protocol = isCompressed ? first : packet.buffer.getShort(packet.cursor) & 0xFFFF;
        packet.cursor += isCompressed ? 1 : 2;
        return switch (protocol) {
            case PPP_IPV4 -> Step.IPV4;
            case PPP_IPV6 -> Step.IPV6;
            case PPP_MPLS, PPP_MPLS_MULTICAST -> Step.MPLS;
            default -> packet.setAside(Anomaly.NON_IP);
        };
    }

    Step pppoe(Packet packet) {
        if (packet.capturedRemaining() < PppoeHeader.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        pppoe.wrap(packet.buffer, packet.cursor);
        if (!pppoe.isSessionData()) {
            return packet.setAside(Anomaly.NON_IP);
        }
        packet.cursor += PppoeHeader.LENGTH;
        packet.bound(pppoe.payloadLength());
        boolean isEntered = packet.enterLinkTunnel(TunnelType.PPPOE, pppoe.sessionId());
        return isEntered ? Step.PPP : packet.setAside(Anomaly.TOO_MANY_HEADERS);
    }

    /** Address, control, and an EtherType. */
    Step ciscoHdlc(Packet packet) {
        if (packet.capturedRemaining() < CISCO_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int type = packet.buffer.getShort(packet.cursor + 2) & 0xFFFF;
        packet.cursor += CISCO_LENGTH;
        return type < EthernetHeader.SMALLEST_TYPE ? packet.setAside(Anomaly.NON_IP) : LinkDecoder.next(packet, type);
    }

    /** An address of two bytes, then as in RFC 2427 or, as Cisco does, an EtherType. */
    Step frameRelay(Packet packet) {
        int afterAddress = packet.cursor + FRAME_RELAY_ADDRESS_LENGTH;
        if (packet.capturedEnd - afterAddress < 2) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int type = packet.buffer.getShort(afterAddress) & 0xFFFF;
        packet.cursor = afterAddress + 2;
        if (type >>> 8 != UNNUMBERED_INFORMATION) {
            return type < EthernetHeader.SMALLEST_TYPE
                    ? packet.setAside(Anomaly.NON_IP)
                    : LinkDecoder.next(packet, type);
        }
        return switch (type & 0xFF) {
            case NLPID_IPV4 -> Step.IPV4;
            case NLPID_IPV6 -> Step.IPV6;
            default -> packet.setAside(Anomaly.NON_IP);
        };
    }

    /** The whole label stack. Nothing in it says what it carries: the first bytes behind it do, as routers guess too. */
    Step mpls(Packet packet) {
        do {
            if (packet.capturedRemaining() < LabelStackEntry.LENGTH) {
                return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
            }
            entry.wrap(packet.buffer, packet.cursor);
            packet.cursor += LabelStackEntry.LENGTH;
        } while (!entry.isBottom());
        if (packet.capturedRemaining() < 1) {
            return packet.setAside(Anomaly.TRUNCATED_IP_HEADER);
        }
        if (!packet.enterLinkTunnel(TunnelType.MPLS, entry.label())) {
            return packet.setAside(Anomaly.TOO_MANY_HEADERS);
        }
        return behindLabels(packet);
    }

    private static Step behindLabels(Packet packet) {
        int nibble = packet.buffer.get(packet.cursor) >> 4 & 0xF;
        if (nibble == 4 && fits(packet, packet.cursor + 2, 0)) {
            return Step.IPV4;
        }
        if (nibble == 6 && fits(packet, packet.cursor + 4, Ipv6Header.LENGTH)) {
            return Step.IPV6;
        }
        if (nibble == 0 && isEthernet(packet, packet.cursor + CONTROL_WORD_LENGTH)) {
            packet.cursor += CONTROL_WORD_LENGTH;
            return Step.ETHERNET;
        }
        if (isEthernet(packet, packet.cursor)) {
            return Step.ETHERNET;
        }
        boolean isCut = packet.capturedRemaining() < Math.min(packet.remaining(), PSEUDOWIRE_LENGTH);
        return packet.setAside(isCut ? Anomaly.TRUNCATED_LINK_HEADER : Anomaly.NON_IP);
    }

    /** Whether a packet fits whose length field stands there, or lies behind the captured bytes. */
    private static boolean fits(Packet packet, int lengthOffset, int headerLength) {
        return packet.capturedEnd - lengthOffset < 2
                || (packet.buffer.getShort(lengthOffset) & 0xFFFF) <= packet.remaining() - headerLength;
    }

    /** Whether an Ethernet header with a well-known EtherType may begin there. */
    private static boolean isEthernet(Packet packet, int offset) {
        if (packet.capturedEnd - offset < EthernetHeader.LENGTH) {
            return false;
        }
        return switch (packet.buffer.getShort(offset + EthernetHeader.LENGTH - 2) & 0xFFFF) {
            case EthernetHeader.TYPE_IPV4,
                    EthernetHeader.TYPE_IPV6,
                    EthernetHeader.TYPE_ARP,
                    EthernetHeader.TYPE_MPLS,
                    EthernetHeader.TYPE_PPPOE_SESSION,
                    VlanTag.TPID_8021Q,
                    VlanTag.TPID_8021AD -> true;
            default -> false;
        };
    }
}
