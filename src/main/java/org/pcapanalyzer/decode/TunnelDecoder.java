package org.pcapanalyzer.decode;

/**
 * Tunnels in IP and in UDP. Ports alone prove nothing: a payload is taken for a tunnel's if its header has the form of
 * one; else the packet stays what it is. The packet's payload is set when these methods are called.
 */
final class TunnelDecoder {
    private static final int VXLAN_PORT = 4789;
    /** Where Linux has VXLAN if nobody tells it otherwise. */
    private static final int VXLAN_PORT_LINUX = 8472;

    private static final int VXLAN_GPE_PORT = 4790;
    private static final int GENEVE_PORT = 6081;
    private static final int GTP_U_PORT = 2152;
    private static final int L2TP_PORT = 1701;
    private static final int TEREDO_PORT = 3544;
    private static final int IPSEC_NAT_PORT = 4500;
    private static final int WIREGUARD_PORT = 51820;

    private static final int VXLAN_LENGTH = 8;
    /** The flag that says that there is a VNI; without it, it is no VXLAN. */
    private static final int VXLAN_HAS_VNI = 0x08;
    /** Flags that a receiver of plain VXLAN may meet besides: group policy. */
    private static final int VXLAN_OTHER_FLAGS = 0x77;

    private static final int GPE_OAM = 0x01;
    private static final int GPE_HAS_PROTOCOL = 0x04;
    private static final int GPE_VERSION = 0x30;

    private static final int GENEVE_LENGTH = 8;
    private static final int GENEVE_VERSION = 0xC0;
    private static final int GENEVE_OPTIONS = 0x3F;
    private static final int GENEVE_CONTROL = 0x80;

    private static final int L2TP_LENGTH = 6;
    private static final int L2TP_CONTROL = 0x8000;
    private static final int L2TP_HAS_LENGTH = 0x4000;
    private static final int L2TP_HAS_SEQUENCE = 0x0800;
    private static final int L2TP_HAS_OFFSET = 0x0200;
    private static final int L2TP_VERSION_AND_RESERVED = 0x34FF;

    private static final int TEREDO_AUTHENTICATION = 0x0001;
    private static final int TEREDO_AUTHENTICATION_LENGTH = 13;
    private static final int TEREDO_ORIGIN = 0x0000;
    private static final int TEREDO_ORIGIN_LENGTH = 8;

    private static final int ESP_LENGTH = 8;
    private static final int NO_ID = -1;

    private final GreDecoder gre = new GreDecoder();
    private final GtpHeader gtp = new GtpHeader();

    /** Of IP protocols without a transport header. */
    Step ipPayload(Packet packet) {
        return switch (packet.ipProtocol) {
            case IpProtocol.IPV4 -> inner(packet, ipTunnel(packet, 4), NO_ID, 0, Step.IPV4);
            case IpProtocol.IPV6 -> inner(packet, ipTunnel(packet, 6), NO_ID, 0, Step.IPV6);
            case IpProtocol.GRE -> gre.gre(packet);
            case IpProtocol.ESP -> opaque(packet, TunnelType.ESP);
            case IpProtocol.L2TP -> opaque(packet, TunnelType.L2TP);
            default -> Step.DONE;
        };
    }

    /** Of UDP, by either port. */
    Step udpPayload(Packet packet) {
        Step step = udpPayload(packet, packet.destinationPort);
        return step == Step.UDP_PAYLOAD ? otherPort(packet) : step;
    }

    private Step otherPort(Packet packet) {
        Step step = udpPayload(packet, packet.sourcePort);
        if (step != Step.UDP_PAYLOAD) {
            return step;
        }
        if (WireGuard.isHandshake(packet)) {
            packet.carries = TunnelType.WIREGUARD;
        }
        return Step.DONE;
    }

    /** {@link Step#UDP_PAYLOAD} if the port says nothing. */
    private Step udpPayload(Packet packet, int port) {
        return switch (port) {
            case VXLAN_PORT, VXLAN_PORT_LINUX -> vxlan(packet);
            case VXLAN_GPE_PORT -> vxlanGpe(packet);
            case GENEVE_PORT -> geneve(packet);
            case GTP_U_PORT -> gtpU(packet);
            case L2TP_PORT -> l2tp(packet);
            case TEREDO_PORT -> teredo(packet);
            case IPSEC_NAT_PORT -> espInUdp(packet);
            case WIREGUARD_PORT -> wireGuard(packet);
            default -> Step.UDP_PAYLOAD;
        };
    }

    private static Step vxlan(Packet packet) {
        if (!hasHeader(packet, VXLAN_LENGTH)) {
            return Step.DONE;
        }
        int flags = packet.buffer.get(packet.payloadOffset);
        boolean isVxlan = (flags & VXLAN_HAS_VNI) != 0
                && (flags & VXLAN_OTHER_FLAGS) == 0
                && packet.buffer.get(packet.payloadOffset + VXLAN_LENGTH - 1) == 0;
        return isVxlan ? inner(packet, TunnelType.VXLAN, vni(packet), VXLAN_LENGTH, Step.ETHERNET) : Step.DONE;
    }

    /** Which also says what it carries. */
    private static Step vxlanGpe(Packet packet) {
        if (!hasHeader(packet, VXLAN_LENGTH)) {
            return Step.DONE;
        }
        int flags = packet.buffer.get(packet.payloadOffset);
        boolean isPlain = (flags & VXLAN_HAS_VNI) != 0 && (flags & (GPE_VERSION | GPE_OAM)) == 0;
        if (!isPlain) {
            return Step.DONE;
        }
        int protocol = (flags & GPE_HAS_PROTOCOL) == 0 ? 3 : packet.buffer.get(packet.payloadOffset + 3);
        return switch (protocol) {
            case 1 -> inner(packet, TunnelType.VXLAN, vni(packet), VXLAN_LENGTH, Step.IPV4);
            case 2 -> inner(packet, TunnelType.VXLAN, vni(packet), VXLAN_LENGTH, Step.IPV6);
            case 3 -> inner(packet, TunnelType.VXLAN, vni(packet), VXLAN_LENGTH, Step.ETHERNET);
            case 5 -> inner(packet, TunnelType.VXLAN, vni(packet), VXLAN_LENGTH, Step.MPLS);
            default -> opaque(packet, TunnelType.VXLAN);
        };
    }

    private static Step geneve(Packet packet) {
        if (!hasHeader(packet, GENEVE_LENGTH)) {
            return Step.DONE;
        }
        int first = packet.buffer.get(packet.payloadOffset);
        int headerLength = GENEVE_LENGTH + (first & GENEVE_OPTIONS) * 4;
        boolean isGeneve = (first & GENEVE_VERSION) == 0
                && packet.buffer.get(packet.payloadOffset + GENEVE_LENGTH - 1) == 0
                && headerLength <= packet.payloadLength;
        if (!isGeneve || !hasHeader(packet, headerLength)) {
            return Step.DONE;
        }
        boolean isControl = (packet.buffer.get(packet.payloadOffset + 1) & GENEVE_CONTROL) != 0;
        int protocol = packet.buffer.getShort(packet.payloadOffset + 2) & 0xFFFF;
        if (isControl || protocol < EthernetHeader.SMALLEST_TYPE) {
            return opaque(packet, TunnelType.GENEVE);
        }
        int offset = packet.payloadOffset + headerLength;
        return packet.enterTunnel(TunnelType.GENEVE, vni(packet), offset)
                ? LinkDecoder.next(packet, protocol)
                : Step.DONE;
    }

    /** The number of the network that VXLAN and Geneve have at the same place: 24 bits. */
    private static int vni(Packet packet) {
        return packet.buffer.getInt(packet.payloadOffset + 4) >>> 8;
    }

    /** Other messages than the user's packets are those of the tunnel itself. */
    private Step gtpU(Packet packet) {
        if (!hasHeader(packet, GtpHeader.LENGTH)) {
            return Step.DONE;
        }
        gtp.wrap(packet.buffer, packet.payloadOffset);
        if (!gtp.isUserData() || gtp.payloadLength() > packet.payloadLength - GtpHeader.LENGTH) {
            return Step.DONE;
        }
        int limit = packet.payloadOffset + packet.capturedPayloadLength;
        int offset = gtp.userDataOffset(limit);
        if (offset >= limit) {
            hasHeader(packet, offset + 1 - packet.payloadOffset);
            return Step.DONE;
        }
        int version = packet.buffer.get(offset) >> 4 & 0xF;
        if (version != 4 && version != 6) {
            return opaque(packet, TunnelType.GTP_U);
        }
        return packet.enterTunnel(TunnelType.GTP_U, gtp.teid(), offset) ? Step.RAW_IP : Step.DONE;
    }

    /** Data messages of version 2; version 3 does not say what it carries. */
    private static Step l2tp(Packet packet) {
        if (!hasHeader(packet, L2TP_LENGTH)) {
            return Step.DONE;
        }
        int at = packet.payloadOffset;
        int flags = packet.buffer.getShort(at) & 0xFFFF;
        if ((flags & L2TP_CONTROL) != 0 || (flags & L2TP_VERSION_AND_RESERVED) != 2) {
            return Step.DONE;
        }
        int length = L2TP_LENGTH
                + ((flags & L2TP_HAS_LENGTH) != 0 ? 2 : 0)
                + ((flags & L2TP_HAS_SEQUENCE) != 0 ? 4 : 0)
                + ((flags & L2TP_HAS_OFFSET) != 0 ? 2 : 0);
        if (!hasHeader(packet, length)) {
            return Step.DONE;
        }
        int session = packet.buffer.getShort(at + ((flags & L2TP_HAS_LENGTH) != 0 ? 6 : 4)) & 0xFFFF;
        if ((flags & L2TP_HAS_OFFSET) != 0) {
            length += packet.buffer.getShort(at + length - 2) & 0xFFFF;
        }
        return length < packet.payloadLength ? inner(packet, TunnelType.L2TP, session, length, Step.PPP) : Step.DONE;
    }

    /** Perhaps authentication, perhaps the origin, then an IPv6 packet that fills the datagram. */
    private static Step teredo(Packet packet) {
        int offset = packet.payloadOffset;
        int end = offset + packet.capturedPayloadLength;
        if (end - offset >= TEREDO_AUTHENTICATION_LENGTH && packet.buffer.getShort(offset) == TEREDO_AUTHENTICATION) {
            offset += TEREDO_AUTHENTICATION_LENGTH
                    + (packet.buffer.get(offset + 2) & 0xFF)
                    + (packet.buffer.get(offset + 3) & 0xFF);
        }
        if (end - offset >= TEREDO_ORIGIN_LENGTH && packet.buffer.getShort(offset) == TEREDO_ORIGIN) {
            offset += TEREDO_ORIGIN_LENGTH;
        }
        if (end - offset < Ipv6Header.LENGTH) {
            return Step.DONE;
        }
        int length = Ipv6Header.LENGTH + (packet.buffer.getShort(offset + 4) & 0xFFFF);
        int headerLength = offset - packet.payloadOffset;
        boolean isTeredo = (packet.buffer.get(offset) >> 4 & 0xF) == 6 && length == packet.payloadLength - headerLength;
        return isTeredo ? inner(packet, TunnelType.TEREDO, NO_ID, headerLength, Step.IPV6) : Step.DONE;
    }

    /** Beside it the port has key exchange, which begins with four bytes of 0 (RFC 3948), and single bytes to stay alive. */
    private static Step espInUdp(Packet packet) {
        boolean isEsp = packet.capturedPayloadLength >= ESP_LENGTH && packet.buffer.getInt(packet.payloadOffset) != 0;
        return isEsp ? opaque(packet, TunnelType.ESP) : Step.DONE;
    }

    private static Step wireGuard(Packet packet) {
        return WireGuard.isHandshake(packet) || WireGuard.isData(packet)
                ? opaque(packet, TunnelType.WIREGUARD)
                : Step.DONE;
    }

    private static TunnelType ipTunnel(Packet packet, int innerVersion) {
        if (packet.ipVersion == innerVersion) {
            return TunnelType.IP_IN_IP;
        }
        return innerVersion == 6 ? TunnelType.IPV6_IN_IPV4 : TunnelType.IPV4_IN_IPV6;
    }

    private static Step inner(Packet packet, TunnelType type, long id, int headerLength, Step next) {
        return packet.enterTunnel(type, id, packet.payloadOffset + headerLength) ? next : Step.DONE;
    }

    /** Names the tunnel of a packet whose content cannot be known. */
    static Step opaque(Packet packet, TunnelType type) {
        packet.carries = type;
        return Step.DONE;
    }

    /** False if the payload is too short for such a header, noted where the snaplen is why. */
    static boolean hasHeader(Packet packet, int length) {
        if (packet.capturedPayloadLength >= length) {
            return true;
        }
        if (packet.payloadLength >= length) {
            packet.note(Anomaly.TRUNCATED_IN_TUNNEL);
        }
        return false;
    }
}
