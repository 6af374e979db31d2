package org.pcapanalyzer.decode;

/** Headers that a capturing system puts in front of frames to say where they come from. */
final class CaptureHeaderDecoder {
    private static final int PKTAP_LENGTH = 108;
    private static final int PPI_LENGTH = 8;
    private static final int IPNET_LENGTH = 24;

    private static final int ERF_LENGTH = 16;
    private static final int ERF_EXTENSION_LENGTH = 8;
    private static final int ERF_TYPE_OFFSET = 8;
    private static final int ERF_HDLC_POS = 1;
    private static final int ERF_ETHERNET = 2;
    private static final int ERF_COLOR_HDLC_POS = 10;
    private static final int ERF_COLOR_ETHERNET = 11;
    private static final int ERF_DSM_COLOR_ETHERNET = 16;
    private static final int ERF_COLOR_HASH_ETHERNET = 20;
    private static final int ERF_IPV4 = 22;
    private static final int ERF_IPV6 = 23;
    private static final int ERF_ETHERNET_PADDING = 2;

    private static final int NFLOG_LENGTH = 4;
    private static final int NFLOG_ATTRIBUTE_LENGTH = 4;
    private static final int NFLOG_PAYLOAD = 9;
    private static final int NFLOG_LARGEST_TYPE = 0xFF;
    private static final int FAMILY_IPV4 = 2;
    private static final int FAMILY_IPV6 = 10;

    /** Apple's header: its length and the link type of the frame stand in the byte order of the host, little-endian. */
    Step pktap(Packet packet) {
        if (packet.capturedRemaining() < PKTAP_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int length = Integer.reverseBytes(packet.buffer.getInt(packet.cursor));
        packet.linkType = Integer.reverseBytes(packet.buffer.getInt(packet.cursor + 8));
        return skip(packet, length, PKTAP_LENGTH, Step.FRAME);
    }

    /** Per-packet information, little-endian: version, flags, length, link type, fields. */
    Step ppi(Packet packet) {
        if (packet.capturedRemaining() < PPI_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int length = Short.reverseBytes(packet.buffer.getShort(packet.cursor + 2)) & 0xFFFF;
        packet.linkType = Integer.reverseBytes(packet.buffer.getInt(packet.cursor + 4));
        return skip(packet, length, PPI_LENGTH, Step.FRAME);
    }

    /** Solaris' header for packets seen above the link layer. */
    Step ipnet(Packet packet) {
        return packet.capturedRemaining() < IPNET_LENGTH
                ? packet.setAside(Anomaly.TRUNCATED_LINK_HEADER)
                : skip(packet, IPNET_LENGTH, IPNET_LENGTH, Step.RAW_IP);
    }

    /** Endace's record: time stamp, type, flags, lengths; then extension headers as long as their top bit says so. */
    Step erf(Packet packet) {
        if (packet.capturedRemaining() < ERF_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int typeField = packet.buffer.get(packet.cursor + ERF_TYPE_OFFSET);
        packet.cursor += ERF_LENGTH;
        for (int more = typeField; more < 0; ) {
            if (packet.capturedRemaining() < ERF_EXTENSION_LENGTH) {
                return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
            }
            more = packet.buffer.get(packet.cursor);
            packet.cursor += ERF_EXTENSION_LENGTH;
        }
        return switch (typeField & 0x7F) {
            case ERF_ETHERNET, ERF_COLOR_ETHERNET, ERF_DSM_COLOR_ETHERNET, ERF_COLOR_HASH_ETHERNET -> {
                packet.cursor += ERF_ETHERNET_PADDING;
                yield Step.ETHERNET;
            }
            case ERF_HDLC_POS, ERF_COLOR_HDLC_POS -> Step.PPP_LINK;
            case ERF_IPV4 -> Step.IPV4;
            case ERF_IPV6 -> Step.IPV6;
            default -> packet.setAside(Anomaly.NON_IP);
        };
    }

    /** Netfilter's log: family, version, resource; then attributes in the byte order of the host, one of them the packet. */
    Step nflog(Packet packet) {
        if (packet.capturedRemaining() < NFLOG_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int family = packet.buffer.get(packet.cursor) & 0xFF;
        packet.cursor += NFLOG_LENGTH;
        while (packet.capturedRemaining() >= NFLOG_ATTRIBUTE_LENGTH) {
            int length = packet.buffer.getShort(packet.cursor) & 0xFFFF;
            int type = packet.buffer.getShort(packet.cursor + 2) & 0xFFFF;
            if (type > NFLOG_LARGEST_TYPE) {
                length = Short.reverseBytes((short) length) & 0xFFFF;
                type = Short.reverseBytes((short) type) & 0xFFFF;
            }
            if (length < NFLOG_ATTRIBUTE_LENGTH) {
                return packet.setAside(Anomaly.BAD_LINK_HEADER);
            }
            if (type == NFLOG_PAYLOAD) {
                packet.cursor += NFLOG_ATTRIBUTE_LENGTH;
                boolean isIp = family == FAMILY_IPV4 || family == FAMILY_IPV6;
                return isIp ? Step.RAW_IP : packet.setAside(Anomaly.NON_IP);
            }
            packet.cursor += (length + 3) / 4 * 4;
        }
        return packet.setAside(packet.remaining() > 0 ? Anomaly.TRUNCATED_LINK_HEADER : Anomaly.NON_IP);
    }

    private static Step skip(Packet packet, int length, int leastLength, Step next) {
        if (length < leastLength) {
            return packet.setAside(Anomaly.BAD_LINK_HEADER);
        }
        if (packet.capturedRemaining() < length) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        packet.cursor += length;
        return next;
    }
}
