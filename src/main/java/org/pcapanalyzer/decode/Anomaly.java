package org.pcapanalyzer.decode;

import java.util.Locale;

/**
 * Named oddities of the input. Those that {@link #setsAside()} end the decoding of their frame, which then belongs to
 * no flow; with the others the frame is analysed. A frame carries at most one, the first that sets it aside or else the
 * first met.
 */
public enum Anomaly {
    /** Nothing odd. */
    NONE(false),

    /** A link type that this decoder does not read. */
    UNKNOWN_LINK_TYPE(true),
    /** A frame of another network protocol than IP and ARP (LLDP, spanning tree, EAPOL, ...). */
    NON_IP(true),
    /** The captured bytes end in a link-layer header. */
    TRUNCATED_LINK_HEADER(true),
    /** A length field of a link-layer header below its own fields. */
    BAD_LINK_HEADER(true),
    /** The captured bytes end in an IP header or its options. */
    TRUNCATED_IP_HEADER(true),
    /** The version field is not that of the protocol announced before, or neither 4 nor 6. */
    BAD_IP_VERSION(true),
    /** IPv4 header length below 20 bytes. */
    BAD_IP_HEADER_LENGTH(true),
    /** The IP packet's length leaves no room for its own headers. */
    BAD_IP_LENGTH(true),
    /** The captured bytes end in an IPv6 extension header or authentication header. */
    TRUNCATED_EXTENSION_HEADER(true),
    /** More headers in a row than any real frame has. */
    TOO_MANY_HEADERS(true),
    /** A fragment header inside a reassembled datagram. */
    NESTED_FRAGMENT(true),
    /** The captured bytes end in a TCP, UDP, SCTP or ICMP header. */
    TRUNCATED_TRANSPORT_HEADER(true),
    /** The IP packet is too short for its TCP, UDP, SCTP or ICMP header. */
    BAD_TRANSPORT_LENGTH(true),
    /** TCP data offset below 20 bytes or beyond the packet. */
    BAD_TCP_HEADER_LENGTH(true),
    /** The captured bytes end in an ARP packet. */
    TRUNCATED_ARP(true),
    /** ARP for other addresses than Ethernet and IPv4. */
    UNSUPPORTED_ARP(true),
    /** A frame of IEEE 802.11 whose content is encrypted. */
    ENCRYPTED_FRAME(true),
    /** A part of a frame that the link layer cut in pieces (IEEE 802.11, ARCNET); they are not put together. */
    LINK_FRAGMENT(true),

    /** The IP header claims more bytes than the frame had on the wire; it is believed, unless a header around it says less. */
    IP_LENGTH_BEYOND_FRAME(false),
    /** A TCP option with an impossible length; the options before it count. */
    MALFORMED_TCP_OPTIONS(false),
    /** UDP length that does not fit the IP packet; the IP length is believed. */
    BAD_UDP_LENGTH(false),
    /** An ICMP error whose quoted bytes are no IP packet. */
    BAD_QUOTED_PACKET(false),
    /** A neighbour message too short for its target, or with an option of impossible length. */
    MALFORMED_ND(false),
    /** A fragment with an impossible offset or length, or that contradicts the others of its datagram. */
    MALFORMED_FRAGMENT(false),
    /** A fragment that overlaps another without being a copy of it. */
    OVERLAPPING_FRAGMENT(false),
    /** A copy of a fragment seen before. */
    DUPLICATE_FRAGMENT(false),
    /** Several packets in one frame of IEEE 802.11 (A-MSDU); the first alone is analysed. */
    AGGREGATED_FRAME(false),
    /** Tunnels within each other beyond any real depth; the packet counts for the outer flow. */
    TOO_MANY_TUNNELS(false),
    /** A tunnel carries something else than IP or ARP; the packet counts for the outer flow. */
    NON_IP_IN_TUNNEL(false),
    /** The captured bytes end in the headers within a tunnel; the packet counts for the outer flow. */
    TRUNCATED_IN_TUNNEL(false),
    /** The headers within a tunnel contradict themselves, or it is no tunnel; the packet counts for the outer flow. */
    MALFORMED_IN_TUNNEL(false);

    private final boolean setsAside;
    private final String label;

    Anomaly(boolean setsAside) {
        this.setsAside = setsAside;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** True if a frame with this anomaly belongs to no flow. */
    public boolean setsAside() {
        return setsAside;
    }

    /** What remains of an anomaly that {@link #setsAside()} where the packet around a tunnel can still be analysed. */
    Anomaly inTunnel() {
        return switch (this) {
            case NON_IP, UNKNOWN_LINK_TYPE, UNSUPPORTED_ARP, ENCRYPTED_FRAME, LINK_FRAGMENT -> NON_IP_IN_TUNNEL;
            case TRUNCATED_LINK_HEADER,
                    TRUNCATED_IP_HEADER,
                    TRUNCATED_EXTENSION_HEADER,
                    TRUNCATED_TRANSPORT_HEADER,
                    TRUNCATED_ARP -> TRUNCATED_IN_TUNNEL;
            default -> MALFORMED_IN_TUNNEL;
        };
    }

    /** Name in tables and reports: lower case with underscores. */
    public String label() {
        return label;
    }
}
