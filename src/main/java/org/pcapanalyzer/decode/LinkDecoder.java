package org.pcapanalyzer.decode;

/** Link-layer headers: each method reads the one at the cursor and says what follows it. */
final class LinkDecoder {
    private static final int LINKTYPE_NULL = 0;
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int LINKTYPE_ARCNET_BSD = 7;
    private static final int LINKTYPE_PPP = 9;
    /** Raw IP, as the number that some systems write for it into files. */
    private static final int DLT_RAW = 12;

    private static final int DLT_RAW_OPENBSD = 14;
    private static final int LINKTYPE_PPP_HDLC = 50;
    private static final int LINKTYPE_PPP_ETHER = 51;
    private static final int LINKTYPE_RAW = 101;
    private static final int LINKTYPE_C_HDLC = 104;
    private static final int LINKTYPE_IEEE802_11 = 105;
    private static final int LINKTYPE_FRELAY = 107;
    private static final int LINKTYPE_LOOP = 108;
    private static final int LINKTYPE_LINUX_SLL = 113;
    private static final int LINKTYPE_IEEE802_11_PRISM = 119;
    private static final int LINKTYPE_IEEE802_11_RADIOTAP = 127;
    private static final int LINKTYPE_ARCNET_LINUX = 129;
    private static final int LINKTYPE_IEEE802_11_AVS = 163;
    private static final int LINKTYPE_PPI = 192;
    private static final int LINKTYPE_ERF = 197;
    private static final int LINKTYPE_MPLS = 219;
    private static final int LINKTYPE_IPNET = 226;
    private static final int LINKTYPE_IPV4 = 228;
    private static final int LINKTYPE_IPV6 = 229;
    private static final int LINKTYPE_NFLOG = 239;
    private static final int LINKTYPE_IPOIB = 242;
    private static final int LINKTYPE_PKTAP = 258;
    private static final int LINKTYPE_ETHERNET_MPACKET = 274;
    private static final int LINKTYPE_LINUX_SLL2 = 276;
    private static final int LINKTYPE_DSA_TAG_BRCM = 281;
    private static final int LINKTYPE_DSA_TAG_BRCM_PREPEND = 282;
    private static final int LINKTYPE_DSA_TAG_DSA = 284;
    private static final int LINKTYPE_DSA_TAG_EDSA = 285;

    private static final int DSA_TAG_LENGTH = 4;
    private static final int EDSA_TAG_LENGTH = 8;
    /** Preamble of an mPacket, the last byte of which says what follows (IEEE 802.3br). */
    private static final int PREAMBLE_LENGTH = 8;

    private static final int EXPRESS_FRAME = 0xD5;

    /** InfiniBand addresses of both ends, in front of the header of RFC 4391. */
    private static final int IPOIB_ADDRESSES_LENGTH = 40;

    private static final int IPOIB_HEADER_LENGTH = 4;

    /** Linux device whose cooked header holds a netlink family in place of the EtherType. */
    private static final int ARPHRD_NETLINK = 824;

    private final WlanDecoder wlan;
    private final WanDecoder wan;
    private final CaptureHeaderDecoder captureHeaders = new CaptureHeaderDecoder();
    private final ArcnetDecoder arcnet = new ArcnetDecoder();
    private final EthernetHeader ethernet = new EthernetHeader();
    private final VlanTag vlan = new VlanTag();
    private final LlcHeader llc = new LlcHeader();
    private final LinuxCookedHeader cooked = new LinuxCookedHeader();
    private final LinuxCooked2Header cooked2 = new LinuxCooked2Header();
    private final LoopbackHeader loopback = new LoopbackHeader();

    LinkDecoder(WlanDecoder wlan, WanDecoder wan) {
        this.wlan = wlan;
        this.wan = wan;
    }

    /** The first header of a frame of the packet's link type. */
    Step frame(Packet packet) {
        return switch (packet.linkType) {
            case LINKTYPE_ETHERNET -> Step.ETHERNET;
            case LINKTYPE_LINUX_SLL -> Step.LINUX_COOKED;
            case LINKTYPE_LINUX_SLL2 -> Step.LINUX_COOKED_2;
            case LINKTYPE_NULL, LINKTYPE_LOOP -> Step.LOOPBACK;
            case LINKTYPE_RAW, DLT_RAW, DLT_RAW_OPENBSD -> Step.RAW_IP;
            case LINKTYPE_IPV4 -> Step.IPV4;
            case LINKTYPE_IPV6 -> Step.IPV6;
            case LINKTYPE_PPP, LINKTYPE_PPP_HDLC -> Step.PPP_LINK;
            case LINKTYPE_PPP_ETHER -> Step.PPPOE;
            case LINKTYPE_MPLS -> Step.MPLS;
            case LINKTYPE_C_HDLC -> wan.ciscoHdlc(packet);
            case LINKTYPE_FRELAY -> wan.frameRelay(packet);
            case LINKTYPE_IEEE802_11 -> Step.WLAN;
            case LINKTYPE_IEEE802_11_RADIOTAP -> wlan.radiotap(packet);
            case LINKTYPE_IEEE802_11_PRISM -> wlan.prism(packet);
            case LINKTYPE_IEEE802_11_AVS -> wlan.avs(packet);
            case LINKTYPE_PPI -> captureHeaders.ppi(packet);
            case LINKTYPE_PKTAP -> captureHeaders.pktap(packet);
            case LINKTYPE_NFLOG -> captureHeaders.nflog(packet);
            case LINKTYPE_ERF -> captureHeaders.erf(packet);
            case LINKTYPE_IPNET -> captureHeaders.ipnet(packet);
            case LINKTYPE_ARCNET_BSD -> arcnet.bsd(packet);
            case LINKTYPE_ARCNET_LINUX -> arcnet.linux(packet);
            case LINKTYPE_IPOIB -> ipoib(packet);
            case LINKTYPE_DSA_TAG_BRCM, LINKTYPE_DSA_TAG_DSA -> taggedEthernet(packet, DSA_TAG_LENGTH);
            case LINKTYPE_DSA_TAG_EDSA -> taggedEthernet(packet, EDSA_TAG_LENGTH);
            case LINKTYPE_DSA_TAG_BRCM_PREPEND -> behind(packet, DSA_TAG_LENGTH);
            case LINKTYPE_ETHERNET_MPACKET -> mPacket(packet);
            default -> packet.setAside(Anomaly.UNKNOWN_LINK_TYPE);
        };
    }

    /** Ethernet with a tag of the switch between the addresses and the type. */
    private Step taggedEthernet(Packet packet, int tagLength) {
        if (packet.capturedRemaining() < EthernetHeader.LENGTH + tagLength) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        ethernet.wrap(packet.buffer, packet.cursor);
        packet.sourceMac = ethernet.sourceMac();
        packet.destinationMac = ethernet.destinationMac();
        packet.cursor += EthernetHeader.LENGTH + tagLength;
        return next(packet, packet.buffer.getShort(packet.cursor - 2) & 0xFFFF);
    }

    private static Step behind(Packet packet, int length) {
        if (packet.capturedRemaining() < length) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        packet.cursor += length;
        return Step.ETHERNET;
    }

    private static Step mPacket(Packet packet) {
        if (packet.capturedRemaining() < PREAMBLE_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int delimiter = packet.buffer.get(packet.cursor + PREAMBLE_LENGTH - 1) & 0xFF;
        return delimiter == EXPRESS_FRAME ? behind(packet, PREAMBLE_LENGTH) : packet.setAside(Anomaly.LINK_FRAGMENT);
    }

    private static Step ipoib(Packet packet) {
        if (packet.capturedRemaining() < IPOIB_ADDRESSES_LENGTH + IPOIB_HEADER_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int type = packet.buffer.getShort(packet.cursor + IPOIB_ADDRESSES_LENGTH) & 0xFFFF;
        packet.cursor += IPOIB_ADDRESSES_LENGTH + IPOIB_HEADER_LENGTH;
        return type < EthernetHeader.SMALLEST_TYPE ? packet.setAside(Anomaly.NON_IP) : next(packet, type);
    }

    Step ethernet(Packet packet) {
        if (packet.capturedRemaining() < EthernetHeader.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        ethernet.wrap(packet.buffer, packet.cursor);
        packet.sourceMac = ethernet.sourceMac();
        packet.destinationMac = ethernet.destinationMac();
        packet.cursor += EthernetHeader.LENGTH;
        return next(packet, ethernet.typeOrLength());
    }

    Step vlan(Packet packet) {
        if (packet.capturedRemaining() < VlanTag.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        vlan.wrap(packet.buffer, packet.cursor);
        if (packet.vlanId < 0) {
            packet.vlanId = vlan.vlanId();
        }
        packet.cursor += VlanTag.LENGTH;
        return next(packet, vlan.typeOrLength());
    }

    Step llc(Packet packet) {
        if (packet.capturedRemaining() < LlcHeader.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        llc.wrap(packet.buffer, packet.cursor);
        if (llc.isIp()) {
            packet.cursor += LlcHeader.LENGTH;
            return Step.RAW_IP;
        }
        if (!llc.isSnap()) {
            return packet.setAside(Anomaly.NON_IP);
        }
        if (packet.capturedRemaining() < LlcHeader.SNAP_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        packet.cursor += LlcHeader.SNAP_LENGTH;
        int type = llc.hasEtherType() ? llc.etherType() : 0;
        return type < EthernetHeader.SMALLEST_TYPE ? packet.setAside(Anomaly.NON_IP) : next(packet, type);
    }

    Step cooked(Packet packet) {
        if (packet.capturedRemaining() < LinuxCookedHeader.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        cooked.wrap(packet.buffer, packet.cursor);
        packet.sourceMac = cooked.sourceMac();
        packet.cursor += LinuxCookedHeader.LENGTH;
        return nextOfCooked(packet, cooked.deviceType(), cooked.etherType());
    }

    Step cooked2(Packet packet) {
        if (packet.capturedRemaining() < LinuxCooked2Header.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        cooked2.wrap(packet.buffer, packet.cursor);
        packet.sourceMac = cooked2.sourceMac();
        packet.deviceId = cooked2.interfaceIndex();
        packet.cursor += LinuxCooked2Header.LENGTH;
        return nextOfCooked(packet, cooked2.deviceType(), cooked2.etherType());
    }

    Step loopback(Packet packet) {
        if (packet.capturedRemaining() < LoopbackHeader.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        loopback.wrap(packet.buffer, packet.cursor);
        packet.cursor += LoopbackHeader.LENGTH;
        int type = loopback.etherType();
        return type == 0 ? packet.setAside(Anomaly.NON_IP) : next(packet, type);
    }

    Step rawIp(Packet packet) {
        if (packet.capturedRemaining() < 1) {
            return packet.setAside(Anomaly.TRUNCATED_IP_HEADER);
        }
        return switch (packet.buffer.get(packet.cursor) >> 4 & 0xF) {
            case 4 -> Step.IPV4;
            case 6 -> Step.IPV6;
            default -> packet.setAside(Anomaly.BAD_IP_VERSION);
        };
    }

    private static Step nextOfCooked(Packet packet, int deviceType, int type) {
        if (deviceType == ARPHRD_NETLINK) {
            return packet.setAside(Anomaly.NON_IP);
        }
        if (type >= EthernetHeader.SMALLEST_TYPE) {
            return next(packet, type);
        }
        return type == LinuxCookedHeader.TYPE_LLC ? Step.LLC : packet.setAside(Anomaly.NON_IP);
    }

    /** What the last field of an Ethernet header, or one like it, announces. */
    static Step next(Packet packet, int typeOrLength) {
        boolean isType = typeOrLength >= EthernetHeader.SMALLEST_TYPE;
        packet.etherType = isType ? typeOrLength : 0;
        return switch (typeOrLength) {
            case EthernetHeader.TYPE_IPV4 -> Step.IPV4;
            case EthernetHeader.TYPE_IPV6 -> Step.IPV6;
            case EthernetHeader.TYPE_ARP -> Step.ARP;
            case VlanTag.TPID_8021Q, VlanTag.TPID_8021AD, VlanTag.TPID_QINQ -> Step.VLAN;
            case EthernetHeader.TYPE_MPLS, EthernetHeader.TYPE_MPLS_UPSTREAM -> Step.MPLS;
            case EthernetHeader.TYPE_PPPOE_SESSION -> Step.PPPOE;
            case EthernetHeader.TYPE_BRIDGED_ETHERNET -> Step.ETHERNET;
            default -> isType ? packet.setAside(Anomaly.NON_IP) : Step.LLC;
        };
    }
}
