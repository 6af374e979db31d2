package org.pcapanalyzer.comparison;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.decode.NeighborMessage;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.UdpHeader;

/**
 * Header fields of one frame under tshark's names: as tshark prints them, cut down to the innermost packet of its own
 * (not one that an ICMP error quotes), and as we decode them.
 */
final class FrameFields {
    static final String PROTOCOLS = "frame.protocols";
    static final String TIME = "frame.time_epoch";
    static final String KIND = "kind";

    static final List<String> NAMES = List.of(
            PROTOCOLS,
            TIME,
            "frame.len",
            "frame.cap_len",
            "vlan.id",
            "arp.src.proto_ipv4",
            "arp.dst.proto_ipv4",
            "ip.src",
            "ip.dst",
            "ip.proto",
            "ip.ttl",
            "ip.len",
            "ip.id",
            "ip.dsfield.dscp",
            "ip.dsfield.ecn",
            "ip.flags.df",
            "ip.flags.mf",
            "ip.frag_offset",
            "ipv6.src",
            "ipv6.dst",
            "ipv6.hlim",
            "ipv6.tclass.dscp",
            "ipv6.tclass.ecn",
            "ipv6.fraghdr.offset",
            "tcp.srcport",
            "tcp.dstport",
            "tcp.seq_raw",
            "tcp.ack_raw",
            "tcp.flags",
            "tcp.len",
            "tcp.window_size_value",
            "tcp.options.mss_val",
            "tcp.options.wscale.shift",
            "tcp.options.sack_le",
            "tcp.options.sack_re",
            "tcp.options.timestamp.tsval",
            "tcp.options.timestamp.tsecr",
            "udp.srcport",
            "udp.dstport",
            "udp.length",
            "sctp.srcport",
            "sctp.dstport",
            "icmp.type",
            "icmp.code",
            "icmpv6.type",
            "icmpv6.code",
            "icmpv6.nd.ns.target_address",
            "icmpv6.nd.na.target_address");

    private static final long NS_PER_S = 1_000_000_000L;
    private static final int FRAGMENT_UNIT = 8;

    private FrameFields() {}

    /** Fields that tshark has for the innermost packet; {@link #KIND} is what they amount to. Reserved flags are left out. */
    static Map<String, String> ofTshark(String[] values) {
        List<String> protocols = packetProtocols(List.of(values[0].split(":")));
        int ip = Math.max(protocols.lastIndexOf("ip"), protocols.lastIndexOf("ipv6"));
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            String name = NAMES.get(i);
            if (!values[i].isEmpty() && isOfInnermost(name, protocols, ip)) {
                fields.put(name, i < 2 ? values[i] : occurrence(name, values[i].split(","), protocols));
            }
        }
        fields.computeIfPresent("tcp.flags", (name, flags) -> "0x00" + flags.substring(flags.length() - 2));
        fields.put(KIND, kind(fields).toString());
        return fields;
    }

    /** Protocols down to the first ICMP: what follows there is quoted. */
    private static List<String> packetProtocols(List<String> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).equals("icmp") || all.get(i).equals("icmpv6")) {
                return all.subList(0, i + 1);
            }
        }
        return all;
    }

    private static boolean isOfInnermost(String name, List<String> protocols, int ip) {
        String protocol = protocolOf(name);
        return switch (protocol) {
            case "ip", "ipv6" -> ip >= 0 && protocols.get(ip).equals(protocol);
            case "udp", "tcp", "sctp" -> protocols.lastIndexOf(protocol) > ip;
            default -> true;
        };
    }

    /** A header that comes once per tunnel has as many values as tunnels, of which those behind ICMP are quoted. */
    private static String occurrence(String name, String[] values, List<String> protocols) {
        String protocol = protocolOf(name);
        if (!protocol.equals("ip") && !protocol.equals("ipv6") && !protocol.equals("udp")) {
            return values[0];
        }
        long headers = protocols.stream().filter(protocol::equals).count();
        return values[(int) Math.min(Math.max(headers, 1), values.length) - 1];
    }

    private static String protocolOf(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    /** ICMP errors come first, since the ports in them are those of the quoted packet. */
    private static Packet.Kind kind(Map<String, String> fields) {
        boolean isIp = fields.containsKey("ip.src") || fields.containsKey("ipv6.src");
        if (fields.containsKey("arp.src.proto_ipv4") || fields.get(PROTOCOLS).endsWith(":arp")) {
            return Packet.Kind.ARP;
        }
        if (fields.containsKey("icmp.type")) {
            return Packet.Kind.ICMP;
        }
        if (fields.containsKey("icmpv6.type")) {
            String type = fields.get("icmpv6.type");
            return type.equals("135") || type.equals("136") ? Packet.Kind.ND : Packet.Kind.ICMPV6;
        }
        for (Packet.Kind kind : List.of(Packet.Kind.TCP, Packet.Kind.UDP, Packet.Kind.SCTP)) {
            if (fields.containsKey(kind.name().toLowerCase(java.util.Locale.ROOT) + ".srcport")) {
                return kind;
            }
        }
        if (!isIp) {
            return Packet.Kind.SET_ASIDE;
        }
        return isFragment(fields) ? Packet.Kind.FRAGMENT : Packet.Kind.OTHER_IP;
    }

    private static boolean isFragment(Map<String, String> fields) {
        if (fields.containsKey("ipv6.src")) {
            return fields.containsKey("ipv6.fraghdr.offset");
        }
        // A fragment that completes its datagram shows what the datagram carries.
        boolean isCompleted = !fields.get(PROTOCOLS).endsWith(":ip:data")
                && !fields.get(PROTOCOLS).endsWith(":ip");
        boolean isPart = "1".equals(fields.get("ip.flags.mf"))
                || !fields.getOrDefault("ip.frag_offset", "0").equals("0");
        return isPart && !isCompleted;
    }

    /** What we have for the packet, as far as tshark has a field for it. */
    static Map<String, String> of(Packet packet) {
        Map<String, String> fields = new HashMap<>();
        fields.put(TIME, "%d.%09d".formatted(packet.timestampNs() / NS_PER_S, packet.timestampNs() % NS_PER_S));
        fields.put(KIND, packet.kind().toString());
        put(fields, "frame.len", (int) packet.originalLength());
        put(fields, "frame.cap_len", packet.capturedLength());
        if (packet.kind() == Packet.Kind.SET_ASIDE) {
            return fields;
        }
        if (packet.vlanId() >= 0) {
            put(fields, "vlan.id", packet.vlanId());
        }
        if (packet.kind() == Packet.Kind.ARP) {
            NeighborMessage message = packet.neighbor();
            fields.put("arp.src.proto_ipv4", Addresses.text(message.senderHigh(), message.senderLow(), 4));
            fields.put("arp.dst.proto_ipv4", Addresses.text(message.targetHigh(), message.targetLow(), 4));
        } else {
            ip(packet, fields);
            upperLayer(packet, fields);
        }
        return fields;
    }

    private static void ip(Packet packet, Map<String, String> fields) {
        boolean isIpv4 = packet.ipVersion() == 4;
        String prefix = isIpv4 ? "ip." : "ipv6.";
        fields.put(prefix + "src", Addresses.text(packet.sourceHigh(), packet.sourceLow(), packet.ipVersion()));
        fields.put(
                prefix + "dst", Addresses.text(packet.destinationHigh(), packet.destinationLow(), packet.ipVersion()));
        put(fields, isIpv4 ? "ip.ttl" : "ipv6.hlim", packet.ttl());
        put(fields, isIpv4 ? "ip.dsfield.dscp" : "ipv6.tclass.dscp", packet.trafficClass() >> 2);
        put(fields, isIpv4 ? "ip.dsfield.ecn" : "ipv6.tclass.ecn", packet.trafficClass() & 3);
        if (isIpv4) {
            fields.put("ip.id", "0x%04x".formatted(packet.ipId()));
            put(fields, "ip.flags.df", packet.dontFragment() ? 1 : 0);
            put(fields, "ip.flags.mf", packet.hasMoreFragments() ? 1 : 0);
        }
        if (packet.fragmentOffset() >= 0) {
            put(fields, isIpv4 ? "ip.frag_offset" : "ipv6.fraghdr.offset", packet.fragmentOffset() / FRAGMENT_UNIT);
        }
        if (isIpv4 && !packet.isReassembled()) {
            put(fields, "ip.proto", packet.ipProtocol());
            put(fields, "ip.len", packet.ipLength());
        }
    }

    private static void upperLayer(Packet packet, Map<String, String> fields) {
        switch (packet.kind()) {
            case TCP -> tcp(packet, fields);
            case UDP -> {
                put(fields, "udp.srcport", packet.sourcePort());
                put(fields, "udp.dstport", packet.destinationPort());
                put(fields, "udp.length", packet.payloadLength() + UdpHeader.LENGTH);
            }
            case SCTP -> {
                put(fields, "sctp.srcport", packet.sourcePort());
                put(fields, "sctp.dstport", packet.destinationPort());
            }
            case ICMP, ICMPV6 -> {
                String prefix = packet.kind() == Packet.Kind.ICMP ? "icmp." : "icmpv6.";
                put(fields, prefix + "type", packet.icmpType());
                put(fields, prefix + "code", packet.icmpCode());
            }
            case ND -> {
                NeighborMessage message = packet.neighbor();
                boolean isSolicitation = message.operation() == NeighborMessage.Operation.NS;
                fields.put(
                        isSolicitation ? "icmpv6.nd.ns.target_address" : "icmpv6.nd.na.target_address",
                        Addresses.text(message.targetHigh(), message.targetLow(), 6));
            }
            default -> {}
        }
    }

    private static void tcp(Packet packet, Map<String, String> fields) {
        put(fields, "tcp.srcport", packet.sourcePort());
        put(fields, "tcp.dstport", packet.destinationPort());
        fields.put("tcp.seq_raw", Integer.toUnsignedString(packet.seq()));
        fields.put("tcp.ack_raw", Integer.toUnsignedString(packet.ack()));
        fields.put("tcp.flags", "0x%04x".formatted(packet.flags()));
        put(fields, "tcp.len", packet.payloadLength());
        put(fields, "tcp.window_size_value", packet.window());
        if (packet.mss() >= 0) {
            put(fields, "tcp.options.mss_val", packet.mss());
        }
        if (packet.windowScale() >= 0) {
            put(fields, "tcp.options.wscale.shift", packet.windowScale());
        }
        if (packet.sackBlockCount() > 0) {
            fields.put("tcp.options.sack_le", Integer.toUnsignedString(packet.sackLeft(0)));
            fields.put("tcp.options.sack_re", Integer.toUnsignedString(packet.sackRight(0)));
        }
        if (packet.hasTimestamps()) {
            fields.put("tcp.options.timestamp.tsval", Integer.toUnsignedString(packet.tsVal()));
            fields.put("tcp.options.timestamp.tsecr", Integer.toUnsignedString(packet.tsEcr()));
        }
    }

    private static void put(Map<String, String> fields, String name, int value) {
        fields.put(name, Integer.toString(value));
    }
}
