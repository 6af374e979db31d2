package org.pcapanalyzer.decode;

/** IPv4, IPv6 and the chain of extension headers, fragments included. */
final class IpDecoder {
    /** Larger jumbo payloads are taken for this, so that offsets stay within an int. */
    private static final long LARGEST_PAYLOAD = 1 << 30;

    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final ExtensionHeader extension = new ExtensionHeader();
    private final FragmentReassembler reassembler;

    IpDecoder(FragmentReassembler reassembler) {
        this.reassembler = reassembler;
    }

    Step ipv4(Packet packet) {
        if (packet.capturedRemaining() < Ipv4Header.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_IP_HEADER);
        }
        ipv4.wrap(packet.buffer, packet.cursor);
        if (ipv4.version() != 4) {
            return packet.setAside(Anomaly.BAD_IP_VERSION);
        }
        int headerLength = ipv4.headerLength();
        if (headerLength < Ipv4Header.LENGTH) {
            return packet.setAside(Anomaly.BAD_IP_HEADER_LENGTH);
        }
        int totalLength = ipv4.totalLength();
        int length = totalLength == 0 ? packet.remaining() : totalLength;
        if (length < headerLength) {
            return packet.setAside(Anomaly.BAD_IP_LENGTH);
        }
        if (packet.capturedRemaining() < headerLength) {
            return packet.setAside(Anomaly.TRUNCATED_IP_HEADER);
        }
        fill(packet, 4, EthernetHeader.TYPE_IPV4, length);
        packet.sourceHigh = 0;
        packet.sourceLow = Addresses.ipv4Low(ipv4.source());
        packet.destinationHigh = 0;
        packet.destinationLow = Addresses.ipv4Low(ipv4.destination());
        packet.trafficClass = ipv4.trafficClass();
        packet.ttl = ipv4.ttl();
        packet.ipId = ipv4.id();
        packet.dontFragment = ipv4.dontFragment();
        packet.ipProtocol = ipv4.protocol();
        packet.cursor += headerLength;
        return ipv4.isFragment() ? fragmentOfIpv4(packet, headerLength) : Step.IP_PAYLOAD;
    }

    Step ipv6(Packet packet) {
        if (packet.capturedRemaining() < Ipv6Header.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_IP_HEADER);
        }
        ipv6.wrap(packet.buffer, packet.cursor);
        if (ipv6.version() != 6) {
            return packet.setAside(Anomaly.BAD_IP_VERSION);
        }
        fill(packet, 6, EthernetHeader.TYPE_IPV6, lengthOfIpv6(packet));
        packet.sourceHigh = ipv6.sourceHigh();
        packet.sourceLow = ipv6.sourceLow();
        packet.destinationHigh = ipv6.destinationHigh();
        packet.destinationLow = ipv6.destinationLow();
        packet.trafficClass = ipv6.trafficClass();
        packet.ttl = ipv6.hopLimit();
        packet.ipId = -1;
        packet.dontFragment = true;
        packet.ipProtocol = ipv6.nextHeader();
        packet.cursor += Ipv6Header.LENGTH;
        return Step.IP_PAYLOAD;
    }

    /** The extension header that the packet's IP protocol announces at the cursor. */
    Step extension(Packet packet) {
        if (packet.remaining() < ExtensionHeader.LENGTH) {
            return packet.setAside(Anomaly.BAD_IP_LENGTH);
        }
        if (packet.capturedRemaining() < ExtensionHeader.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_EXTENSION_HEADER);
        }
        extension.wrap(packet.buffer, packet.cursor, packet.ipProtocol);
        int headerLength = extension.headerLength();
        if (headerLength > packet.remaining()) {
            return packet.setAside(Anomaly.BAD_IP_LENGTH);
        }
        if (headerLength > packet.capturedRemaining()) {
            return packet.setAside(Anomaly.TRUNCATED_EXTENSION_HEADER);
        }
        boolean isFragmentHeader = packet.ipProtocol == IpProtocol.FRAGMENT;
        packet.ipProtocol = extension.nextHeader();
        packet.cursor += headerLength;
        return isFragmentHeader ? fragmentOfIpv6(packet) : Step.IP_PAYLOAD;
    }

    private Step fragmentOfIpv4(Packet packet, int headerLength) {
        return reassembler.add(packet, ipv4.id(), ipv4.fragmentOffset(), ipv4.hasMoreFragments(), headerLength);
    }

    /** An atomic fragment, whole in itself, has nothing to wait for (RFC 6946). */
    private Step fragmentOfIpv6(Packet packet) {
        int offset = extension.fragmentOffset();
        boolean hasMore = extension.hasMoreFragments();
        if (offset == 0 && !hasMore) {
            return Step.IP_PAYLOAD;
        }
        if (packet.isReassembled) {
            return packet.setAside(Anomaly.NESTED_FRAGMENT);
        }
        int headerLength = packet.cursor - ExtensionHeader.LENGTH - packet.ipOffset;
        return reassembler.add(packet, extension.fragmentId(), offset, hasMore, headerLength);
    }

    private int lengthOfIpv6(Packet packet) {
        int payloadLength = ipv6.payloadLength();
        int nextHeader = ipv6.nextHeader();
        if (payloadLength != 0 || nextHeader == IpProtocol.NO_NEXT_HEADER) {
            return Ipv6Header.LENGTH + payloadLength;
        }
        int optionsOffset = packet.cursor + Ipv6Header.LENGTH;
        if (nextHeader == IpProtocol.HOP_BY_HOP && packet.capturedEnd - optionsOffset >= ExtensionHeader.LENGTH) {
            long jumbo =
                    extension.wrap(packet.buffer, optionsOffset, nextHeader).jumboPayloadLength(packet.capturedEnd);
            if (jumbo != 0) {
                return Ipv6Header.LENGTH + (int) Math.min(jumbo, LARGEST_PAYLOAD);
            }
        }
        return packet.remaining();
    }

    private static void fill(Packet packet, int version, int etherType, int length) {
        packet.etherType = etherType;
        packet.ipVersion = version;
        packet.ipOffset = packet.cursor;
        packet.ipLength = packet.enter(length);
    }
}
