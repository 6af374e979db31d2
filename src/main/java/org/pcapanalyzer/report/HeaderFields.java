package org.pcapanalyzer.report;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.Dot1qVlanTagPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV4DestinationUnreachablePacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.namednumber.NamedNumber;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.report.Dissection.Field;
import org.pcapanalyzer.report.Dissection.Header;
import org.pcapanalyzer.rule.Wording;

/** Names and values of a header that a reader of a report looks for. */
final class HeaderFields {
    private static final int MAX_FIELDS = 40;
    private static final int MAX_VALUE_LENGTH = 160;

    private final List<Field> fields = new ArrayList<>();

    private HeaderFields() {}

    /** @param packet one with a header */
    static Header describe(Packet packet) {
        HeaderFields out = new HeaderFields();
        if (packet instanceof EthernetPacket ethernet) {
            return out.ethernet(ethernet);
        }
        if (packet instanceof Dot1qVlanTagPacket vlan) {
            return out.vlan(vlan.getHeader());
        }
        if (packet instanceof ArpPacket arp) {
            return out.arp(arp.getHeader());
        }
        if (packet instanceof IpV4Packet ip) {
            return out.ipv4(ip.getHeader());
        }
        if (packet instanceof IpV6Packet ip) {
            return out.ipv6(ip.getHeader());
        }
        if (packet instanceof TcpPacket tcp) {
            return out.tcp(tcp.getHeader());
        }
        if (packet instanceof UdpPacket udp) {
            return out.udp(udp.getHeader());
        }
        if (packet instanceof IcmpV4DestinationUnreachablePacket icmp) {
            int mtu = icmp.getHeader().getUnused() & 0xffff;
            out.add("Next-hop MTU", mtu == 0 ? "not told" : bytes(mtu));
            return out.named("ICMP destination unreachable");
        }
        return out.asPrinted(packet.getHeader().toString());
    }

    /** Canonical text of an address. */
    static String address(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.capacity() == 4
                ? Addresses.text(0, Addresses.ipv4Low(bytes.getInt()), 4)
                : Addresses.text(bytes.getLong(), bytes.getLong(), 6);
    }

    /** Names of the flags that are set, in the order of the header from the last bit; "none" if none is. */
    static String flags(TcpPacket.TcpHeader tcp) {
        StringJoiner flags = new StringJoiner(", ").setEmptyValue("none");
        addIf(flags, tcp.getSyn(), "SYN");
        addIf(flags, tcp.getFin(), "FIN");
        addIf(flags, tcp.getRst(), "RST");
        addIf(flags, tcp.getPsh(), "PSH");
        addIf(flags, tcp.getAck(), "ACK");
        addIf(flags, tcp.getUrg(), "URG");
        return flags.toString();
    }

    private Header ethernet(EthernetPacket packet) {
        EthernetPacket.EthernetHeader header = packet.getHeader();
        add("Destination", header.getDstAddr().toString());
        add("Source", header.getSrcAddr().toString());
        add("Type", named(header.getType()));
        if (packet.getPad().length > 0) {
            add("Padding", bytes(packet.getPad().length));
        }
        return named("Ethernet II");
    }

    private Header vlan(Dot1qVlanTagPacket.Dot1qVlanTagHeader header) {
        add("VLAN", Integer.toString(header.getVidAsInt()));
        add("Priority", Byte.toString(header.getPriority()));
        add("Type", named(header.getType()));
        return named("802.1Q tag");
    }

    private Header arp(ArpPacket.ArpHeader header) {
        add("Operation", named(header.getOperation()));
        add("Sender", header.getSrcHardwareAddr() + ", " + address(header.getSrcProtocolAddr()));
        add("Target", header.getDstHardwareAddr() + ", " + address(header.getDstProtocolAddr()));
        return named("ARP");
    }

    private Header ipv4(IpV4Packet.IpV4Header header) {
        add("Source", address(header.getSrcAddr()));
        add("Destination", address(header.getDstAddr()));
        add("Total length", bytes(header.getTotalLengthAsInt()));
        add("Identification", hex(header.getIdentificationAsInt(), 4));
        StringJoiner flags = new StringJoiner(", ").setEmptyValue("none");
        addIf(flags, header.getDontFragmentFlag(), "don't fragment");
        addIf(flags, header.getMoreFragmentFlag(), "more fragments");
        add("Flags", flags.toString());
        if (header.getFragmentOffset() != 0) {
            add("Fragment offset", bytes(header.getFragmentOffset() * 8));
        }
        add("Time to live", Integer.toString(header.getTtlAsInt()));
        add("Protocol", named(header.getProtocol()));
        add("DSCP and ECN", hex(header.getTos().value(), 2));
        add("Header checksum", hex(header.getHeaderChecksum(), 4));
        if (!header.getOptions().isEmpty()) {
            add("Options", Wording.count(header.getOptions().size(), "option", "options"));
        }
        return named("IPv4");
    }

    private Header ipv6(IpV6Packet.IpV6Header header) {
        add("Source", address(header.getSrcAddr()));
        add("Destination", address(header.getDstAddr()));
        add("Payload length", bytes(header.getPayloadLengthAsInt()));
        add("Hop limit", Integer.toString(header.getHopLimitAsInt()));
        add("Next header", named(header.getNextHeader()));
        add("Traffic class", hex(header.getTrafficClass().value(), 2));
        add("Flow label", hex(header.getFlowLabel().value(), 5));
        return named("IPv6");
    }

    private Header tcp(TcpPacket.TcpHeader header) {
        add("Source port", Integer.toString(header.getSrcPort().valueAsInt()));
        add("Destination port", Integer.toString(header.getDstPort().valueAsInt()));
        add("Sequence number", Long.toString(header.getSequenceNumberAsLong()));
        add("Acknowledgment", header.getAck() ? Long.toString(header.getAcknowledgmentNumberAsLong()) : "not set");
        add("Flags", flags(header));
        add("Window, unscaled", bytes(header.getWindowAsInt()));
        add("Header length", bytes(header.getDataOffsetAsInt() * 4));
        add("Checksum", hex(header.getChecksum(), 4));
        if (header.getUrg()) {
            add("Urgent pointer", Integer.toString(header.getUrgentPointerAsInt()));
        }
        header.getOptions().stream()
                .map(TcpOptionText::of)
                .filter(text -> !text.isEmpty())
                .forEach(text -> add("Option", text));
        return named("TCP");
    }

    /** The lower bits of a number. */
    static String hex(long value, int digits) {
        return "0x" + HexFormat.of().toHexDigits(value, digits);
    }

    private Header udp(UdpPacket.UdpHeader header) {
        add("Source port", Integer.toString(header.getSrcPort().valueAsInt()));
        add("Destination port", Integer.toString(header.getDstPort().valueAsInt()));
        add("Length", bytes(header.getLengthAsInt()));
        add("Checksum", hex(header.getChecksum(), 4));
        return named("UDP");
    }

    /** Headers without a description of their own: pcap4j prints {@code [Name (n bytes)]} and lines of name and value. */
    private Header asPrinted(String printed) {
        List<String> lines = printed.lines().limit(MAX_FIELDS + 1L).toList();
        String name = lines.isEmpty() ? "Header" : lines.get(0).replaceAll("^\\[| \\(\\d+ bytes\\)]$|]$", "");
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                add(line.substring(0, colon).strip(), value(line.substring(colon + 2)));
            }
        }
        return named(name.replaceAll(" (Common )?Header$", ""));
    }

    private static String value(String printed) {
        return printed.strip().replace("[bytes]", "bytes").replaceFirst("^/", "");
    }

    private Header named(String name) {
        return new Header(name, List.copyOf(fields));
    }

    private void add(String name, String value) {
        if (fields.size() < MAX_FIELDS) {
            fields.add(new Field(
                    name, value.length() > MAX_VALUE_LENGTH ? value.substring(0, MAX_VALUE_LENGTH) + "…" : value));
        }
    }

    private static void addIf(StringJoiner joiner, boolean present, String text) {
        if (present) {
            joiner.add(text);
        }
    }

    private static String bytes(long count) {
        return Wording.count(count, "byte", "bytes");
    }

    /** {@code TCP (6)}; the number alone where pcap4j knows no name. */
    private static String named(NamedNumber<?, ?> number) {
        String name = number.name().toLowerCase(Locale.ROOT);
        return name.equals("unknown") ? number.valueAsString() : number.name() + " (" + number.valueAsString() + ")";
    }
}
