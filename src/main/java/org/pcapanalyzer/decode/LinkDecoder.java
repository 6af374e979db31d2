package org.pcapanalyzer.decode;

/** Link-layer headers: each method reads the one at the cursor and says what follows it. */
final class LinkDecoder {
    private static final int LINKTYPE_NULL = 0;
    private static final int LINKTYPE_ETHERNET = 1;
    /** Raw IP, as the number that some systems write for it into files. */
    private static final int DLT_RAW = 12;

    private static final int DLT_RAW_OPENBSD = 14;
    private static final int LINKTYPE_RAW = 101;
    private static final int LINKTYPE_LOOP = 108;
    private static final int LINKTYPE_LINUX_SLL = 113;
    private static final int LINKTYPE_IPV4 = 228;
    private static final int LINKTYPE_IPV6 = 229;
    private static final int LINKTYPE_LINUX_SLL2 = 276;

    /** Linux device whose cooked header holds a netlink family in place of the EtherType. */
    private static final int ARPHRD_NETLINK = 824;

    private final EthernetHeader ethernet = new EthernetHeader();
    private final VlanTag vlan = new VlanTag();
    private final LlcHeader llc = new LlcHeader();
    private final LinuxCookedHeader cooked = new LinuxCookedHeader();
    private final LinuxCooked2Header cooked2 = new LinuxCooked2Header();
    private final LoopbackHeader loopback = new LoopbackHeader();

    /** The first header of a frame. */
    Step first(Packet packet, int linkType) {
        return switch (linkType) {
            case LINKTYPE_ETHERNET -> Step.ETHERNET;
            case LINKTYPE_LINUX_SLL -> Step.LINUX_COOKED;
            case LINKTYPE_LINUX_SLL2 -> Step.LINUX_COOKED_2;
            case LINKTYPE_NULL, LINKTYPE_LOOP -> Step.LOOPBACK;
            case LINKTYPE_RAW, DLT_RAW, DLT_RAW_OPENBSD -> Step.RAW_IP;
            case LINKTYPE_IPV4 -> Step.IPV4;
            case LINKTYPE_IPV6 -> Step.IPV6;
            default -> packet.setAside(Anomaly.UNKNOWN_LINK_TYPE);
        };
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

    private static Step next(Packet packet, int typeOrLength) {
        boolean isType = typeOrLength >= EthernetHeader.SMALLEST_TYPE;
        packet.etherType = isType ? typeOrLength : 0;
        return switch (typeOrLength) {
            case EthernetHeader.TYPE_IPV4 -> Step.IPV4;
            case EthernetHeader.TYPE_IPV6 -> Step.IPV6;
            case EthernetHeader.TYPE_ARP -> Step.ARP;
            case VlanTag.TPID_8021Q, VlanTag.TPID_8021AD, VlanTag.TPID_QINQ -> Step.VLAN;
            default -> isType ? packet.setAside(Anomaly.NON_IP) : Step.LLC;
        };
    }
}
