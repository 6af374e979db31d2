package org.pcapanalyzer.decode;

/** TCP, UDP and SCTP headers, and the payload of what has no decoder. */
final class TransportDecoder {
    /** A UDP payload beyond this can only be a jumbogram or left to offload; its length field is then 0. */
    private static final int LARGEST_DATAGRAM = 0xFFFF;

    private final TcpHeader tcp = new TcpHeader();
    private final TcpOptions options = new TcpOptions();
    private final UdpHeader udp = new UdpHeader();
    private final SctpHeader sctp = new SctpHeader();

    Step tcp(Packet packet) {
        if (!hasHeader(packet, TcpHeader.LENGTH)) {
            return Step.DONE;
        }
        int offset = packet.cursor;
        tcp.wrap(packet.buffer, offset);
        int headerLength = tcp.headerLength();
        if (headerLength < TcpHeader.LENGTH || headerLength > packet.remaining()) {
            return packet.setAside(Anomaly.BAD_TCP_HEADER_LENGTH);
        }
        packet.kind = Packet.Kind.TCP;
        packet.sourcePort = tcp.sourcePort();
        packet.destinationPort = tcp.destinationPort();
        packet.seq = tcp.seq();
        packet.ack = tcp.ack();
        packet.flags = tcp.flags();
        packet.window = tcp.window();
        packet.checksum = tcp.checksum();
        options.read(packet, offset + TcpHeader.LENGTH, offset + headerLength);
        packet.payload(offset + headerLength, packet.remaining() - headerLength);
        return Step.DONE;
    }

    /** The UDP length counts where it fits the IP packet: bytes behind it are no payload (RFC 9868). */
    Step udp(Packet packet) {
        if (!hasHeader(packet, UdpHeader.LENGTH)) {
            return Step.DONE;
        }
        udp.wrap(packet.buffer, packet.cursor);
        packet.kind = Packet.Kind.UDP;
        packet.sourcePort = udp.sourcePort();
        packet.destinationPort = udp.destinationPort();
        packet.checksum = udp.checksum();
        int available = packet.remaining();
        int length = udp.length();
        if (length < UdpHeader.LENGTH || length > available) {
            if (length != 0 || available <= LARGEST_DATAGRAM) {
                packet.note(Anomaly.BAD_UDP_LENGTH);
            }
            length = available;
        }
        packet.payload(packet.cursor + UdpHeader.LENGTH, length - UdpHeader.LENGTH);
        return Step.UDP_PAYLOAD;
    }

    Step sctp(Packet packet) {
        if (!hasHeader(packet, SctpHeader.LENGTH)) {
            return Step.DONE;
        }
        sctp.wrap(packet.buffer, packet.cursor);
        packet.kind = Packet.Kind.SCTP;
        packet.sourcePort = sctp.sourcePort();
        packet.destinationPort = sctp.destinationPort();
        packet.payload(packet.cursor + SctpHeader.LENGTH, packet.remaining() - SctpHeader.LENGTH);
        return Step.DONE;
    }

    /** IP payload without a transport header. */
    void other(Packet packet) {
        packet.kind = Packet.Kind.OTHER_IP;
        packet.payload(packet.cursor, packet.remaining());
    }

    /** False, with the packet set aside, if a header of {@code length} bytes is not there in full. */
    static boolean hasHeader(Packet packet, int length) {
        if (packet.remaining() < length) {
            packet.setAside(Anomaly.BAD_TRANSPORT_LENGTH);
            return false;
        }
        if (packet.capturedRemaining() < length) {
            packet.setAside(Anomaly.TRUNCATED_TRANSPORT_HEADER);
            return false;
        }
        return true;
    }
}
