package org.pcapanalyzer.decode;

/**
 * ARCNET with the headers of RFC 1201, or of RFC 1051 before it, as BSD and as Linux capture them: addresses of one byte
 * each, on Linux an offset of two bytes, the protocol; by RFC 1201 also a flag of splitting and a sequence number.
 */
final class ArcnetDecoder {
    private static final int BSD_PROTOCOL_OFFSET = 2;
    private static final int LINUX_PROTOCOL_OFFSET = 4;
    /** Behind the protocol. */
    private static final int SPLIT_HEADER_LENGTH = 3;
    /** Flag of a frame that needs padding; flag and number come again behind it. */
    private static final int EXCEPTION = 0xFF;

    private static final int EXCEPTION_LENGTH = 4;

    private static final int IPV6 = 0xC4;
    private static final int IPV4 = 0xD4;
    private static final int ARP = 0xD5;
    private static final int IPV4_RFC1051 = 0xF0;
    private static final int ARP_RFC1051 = 0xF1;

    Step bsd(Packet packet) {
        return behindAddresses(packet, BSD_PROTOCOL_OFFSET);
    }

    Step linux(Packet packet) {
        return behindAddresses(packet, LINUX_PROTOCOL_OFFSET);
    }

    private static Step behindAddresses(Packet packet, int protocolOffset) {
        if (packet.capturedRemaining() <= protocolOffset) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int protocol = packet.buffer.get(packet.cursor + protocolOffset) & 0xFF;
        packet.cursor += protocolOffset + 1;
        return switch (protocol) {
            case IPV4_RFC1051 -> Step.IPV4;
            case ARP_RFC1051 -> Step.ARP;
            case IPV4 -> behindSplitHeader(packet, Step.IPV4);
            case IPV6 -> behindSplitHeader(packet, Step.IPV6);
            case ARP -> behindSplitHeader(packet, Step.ARP);
            default -> packet.setAside(Anomaly.NON_IP);
        };
    }

    private static Step behindSplitHeader(Packet packet, Step next) {
        if (packet.capturedRemaining() < SPLIT_HEADER_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int split = packet.buffer.get(packet.cursor) & 0xFF;
        int length = SPLIT_HEADER_LENGTH + (split == EXCEPTION ? EXCEPTION_LENGTH : 0);
        if (packet.capturedRemaining() < length) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        packet.cursor += length;
        return split == 0 || split == EXCEPTION ? next : packet.setAside(Anomaly.LINK_FRAGMENT);
    }
}
