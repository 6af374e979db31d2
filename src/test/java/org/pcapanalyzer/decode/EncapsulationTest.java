package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One packet of each link type and of each tunnel, made by hand from the formats' descriptions: whole, cut at each byte,
 * and with each byte altered. What follows the headers is always the same datagram.
 */
class EncapsulationTest {
    private static final int ETHERNET = 1;
    private static final int PAYLOAD_LENGTH = 5;
    private static final Set<Anomaly> CUT = EnumSet.of(
            Anomaly.TRUNCATED_LINK_HEADER,
            Anomaly.TRUNCATED_IP_HEADER,
            Anomaly.TRUNCATED_EXTENSION_HEADER,
            Anomaly.TRUNCATED_TRANSPORT_HEADER,
            Anomaly.TRUNCATED_IN_TUNNEL);

    private static final byte[] IPV4 = Packets.udp("192.0.2.1", 1024, "192.0.2.2", 53)
            .payload(PAYLOAD_LENGTH)
            .ipBytes();
    private static final byte[] IPV6 = Packets.udp("2001:db8::1", 1024, "2001:db8::2", 53)
            .payload(PAYLOAD_LENGTH)
            .ipBytes();
    private static final byte[] BRIDGED = Packets.udp("192.0.2.1", 1024, "192.0.2.2", 53)
            .macs(0x02_00_00_00_00_0AL, 0x02_00_00_00_00_0BL)
            .payload(PAYLOAD_LENGTH)
            .bytes();

    /** A frame with the datagram inside. */
    record Example(String name, int linkType, byte[] frame, TunnelType tunnel, long id, int outerCount) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Example> links() {
        List<Example> links = new ArrayList<>();
        links.add(link("PPP", 9, "ff03 0021", IPV4));
        links.add(link("PPP without address", 9, "0057", IPV6));
        links.add(link("PPP with short protocol", 50, "ff03 21", IPV4));
        links.add(link("Cisco HDLC as PPP", 50, "0f00 0800", IPV4));
        links.add(link("Cisco HDLC", 104, "8f00 86dd", IPV6));
        links.add(link("Cisco HDLC as loopback", 0, "0f00 0800", IPV4));
        links.add(link("frame relay, RFC 2427", 107, "1841 03cc", IPV4));
        links.add(link("frame relay, RFC 2427, IPv6", 107, "1841 038e", IPV6));
        links.add(link("frame relay, Cisco", 107, "1861 0800", IPV4));
        links.add(link("NFLOG", 239, "02 00 002a 0800 0100 00000003 0500 0a00 00000000 2500 0900", IPV4));
        links.add(link("NFLOG, big-endian", 239, "0a 00 002a 0008 0001 00000003 0039 0009", IPV6));
        links.add(link("PKTAP", 258, "6c000000 01000000 0c000000" + "00".repeat(96), IPV4));
        links.add(link("PPI", 192, "00 00 0c00 01000000 00000000", BRIDGED));
        links.add(link("IPNET", 226, "01 02 0000 00000021 00000001 00000000 00000000 00000000", IPV4));
        links.add(link("ERF, Ethernet", 197, "0011223344556677 02 04 0050 0000 0040 0000", BRIDGED));
        links.add(link(
                "ERF, extended",
                197,
                "0011223344556677 82 04 0050 0000 0040 8100000000000000 0100000000000000 0000",
                BRIDGED));
        links.add(link("ERF, POS", 197, "0011223344556677 01 04 0050 0000 0040 ff03 0021", IPV4));
        links.add(link("ERF, IPv6", 197, "0011223344556677 17 04 0050 0000 0040", IPV6));
        links.add(link("ARCNET, Linux", 129, "be01 0000 d4 00 0001", IPV4));
        links.add(link("ARCNET, BSD", 7, "be01 c4 00 0001", IPV6));
        links.add(link("ARCNET, BSD, exception", 7, "be01 d4 ff ffff ff 00 0001", IPV4));
        links.add(link("ARCNET, RFC 1051", 7, "be01 f0", IPV4));
        links.add(link("IP over InfiniBand", 242, "00".repeat(40) + "0800 0000", IPV4));
        links.add(link("Broadcom tag", 281, "020000000002 020000000001 20000001 0800", IPV4));
        links.add(link("Broadcom tag in front", 282, "20000001", BRIDGED));
        links.add(link("DSA tag", 284, "020000000002 020000000001 c00a0000 0800", IPV4));
        links.add(link("EDSA tag", 285, "020000000002 020000000001 dada0000 c00a0000 0800", IPV4));
        links.add(link("mPacket", 274, "555555555555 55d5", BRIDGED));
        String snap = "aaaa03 000000 0800";
        String addresses = "020000000002 020000000001 020000000003";
        links.add(link("802.11", 105, "0800 0000" + addresses + "1000" + snap, IPV4));
        links.add(link("802.11, QoS", 105, "8801 0000" + addresses + "1000 0000" + snap, IPV4));
        links.add(link("802.11, four addresses", 105, "0803 0000" + addresses + "1000 020000000004" + snap, IPV4));
        links.add(link("802.11, HT", 105, "8882 0000" + addresses + "1000 0000 00000000" + snap, IPV4));
        links.add(link("radiotap", 127, "0000 0800 00000000 0800 0000" + addresses + "1000" + snap, IPV4));
        links.add(link(
                "radiotap, body aligned",
                127,
                "0000 1900 03000080 00000000 00000000 0000000000000000 20 8801 0000" + addresses + "1000 0000 0000"
                        + snap,
                IPV4));
        links.add(link(
                "Prism", 119, "00000044 00000090" + "00".repeat(136) + "0800 0000" + addresses + "1000" + snap, IPV4));
        links.add(link(
                "AVS as Prism",
                119,
                "80211001 00000040" + "00".repeat(56) + "0800 0000" + addresses + "1000" + snap,
                IPV4));
        links.add(link(
                "AVS", 163, "80211001 00000040" + "00".repeat(56) + "0800 0000" + addresses + "1000" + snap, IPV4));
        return links;
    }

    static List<Example> tunnels() {
        String macs = "020000000002 020000000001";
        List<Example> tunnels = new ArrayList<>();
        tunnels.add(label("PPPoE", 51, "1100 0007 0023 0021", TunnelType.PPPOE, 7));
        tunnels.add(label("PPPoE on Ethernet", 1, macs + "8864 1100 0f07 0023 0021", TunnelType.PPPOE, 0xF07));
        tunnels.add(label("MPLS", 219, "00064040 000c8140", TunnelType.MPLS, 200));
        tunnels.add(label("MPLS on PPP", 9, "ff03 0281 18960101", TunnelType.MPLS, 0x18960));
        tunnels.add(frame("pseudowire", 1, macs + "8847 00064140", BRIDGED, TunnelType.MPLS, 100));
        tunnels.add(
                frame("pseudowire, control word", 1, macs + "8847 00064140 00000001", BRIDGED, TunnelType.MPLS, 100));
        tunnels.add(ip("IPv4 in IPv4", 4, "", IPV4, TunnelType.IP_IN_IP, -1));
        tunnels.add(ip("6in4", 41, "", IPV6, TunnelType.IPV6_IN_IPV4, -1));
        tunnels.add(ip("GRE", 47, "0000 0800", IPV4, TunnelType.GRE, -1));
        tunnels.add(
                ip("GRE, all options", 47, "b000 86dd 12340000 fffffffe 00000001", IPV6, TunnelType.GRE, 0xFFFF_FFFEL));
        tunnels.add(ip("GRE, bridged", 47, "2000 6558 00000009", BRIDGED, TunnelType.GRE, 9));
        tunnels.add(ip("GRE, PPP", 47, "0000 880b ff03 0021", IPV4, TunnelType.GRE, -1));
        tunnels.add(ip("GRE, WCCP", 47, "0000 883e 00000000", IPV4, TunnelType.GRE, -1));
        tunnels.add(ip("GRE, WCCP without header", 47, "0000 883e", IPV4, TunnelType.GRE, -1));
        tunnels.add(ip(
                "GRE, Aruba",
                47,
                "0000 8200 0801 0000 020000000002 020000000001 020000000003 1000 aaaa03 000000 0800",
                IPV4,
                TunnelType.GRE,
                -1));
        tunnels.add(ip("PPTP", 47, "3081 880b 0025 0007 00000001 00000002 ff03 0021", IPV4, TunnelType.PPTP, 7));
        tunnels.add(ip("ERSPAN I", 47, "0000 88be", BRIDGED, TunnelType.ERSPAN, -1));
        tunnels.add(ip("ERSPAN II", 47, "1000 88be 00000001 1001 0c0a 00000000", BRIDGED, TunnelType.ERSPAN, 10));
        tunnels.add(ip(
                "ERSPAN III", 47, "1000 22eb 00000001 2001 0c0a 00000000 0000 0000", BRIDGED, TunnelType.ERSPAN, 10));
        tunnels.add(ip(
                "ERSPAN III, IP, subheader",
                47,
                "1000 22eb 00000001 2001 0c0a 00000000 0000 0801 0000000000000000",
                IPV4,
                TunnelType.ERSPAN,
                10));
        tunnels.add(udp("VXLAN", 4789, "08000000 00138900", BRIDGED, TunnelType.VXLAN, 0x1389));
        tunnels.add(udp("VXLAN, group policy", 8472, "88000064 ffffff00", BRIDGED, TunnelType.VXLAN, 0xFF_FFFF));
        tunnels.add(udp("VXLAN-GPE", 4790, "0c000001 00000700", IPV4, TunnelType.VXLAN, 7));
        tunnels.add(udp("VXLAN-GPE, bridged", 4790, "0c000003 00000700", BRIDGED, TunnelType.VXLAN, 7));
        tunnels.add(udp("Geneve", 6081, "0000 6558 00000a00", BRIDGED, TunnelType.GENEVE, 10));
        tunnels.add(
                udp("Geneve, options", 6081, "0240 0800 00000a00 0102 80 01 00000000", IPV4, TunnelType.GENEVE, 10));
        tunnels.add(udp("GTP-U", 2152, "30ff 0021 00000abc", IPV4, TunnelType.GTP_U, 0xABC));
        tunnels.add(udp("GTP-U, sequence", 2152, "32ff 0025 fffffffe 00010000", IPV4, TunnelType.GTP_U, 0xFFFF_FFFEL));
        tunnels.add(udp(
                "GTP-U, extensions",
                2152,
                "34ff 0045 00000abc 00000085 01000085 02 00000000 000000",
                IPV6,
                TunnelType.GTP_U,
                0xABC));
        tunnels.add(udp("L2TP", 1701, "0002 0001 0005 ff03 0021", IPV4, TunnelType.L2TP, 5));
        tunnels.add(udp(
                "L2TP, all fields",
                1701,
                "4a02 0033 0001 0005 0000 0000 0002 0000 ff03 0021",
                IPV4,
                TunnelType.L2TP,
                5));
        tunnels.add(udp("Teredo", 3544, "", IPV6, TunnelType.TEREDO, -1));
        tunnels.add(udp("Teredo, origin", 3544, "0000 1234 01020304", IPV6, TunnelType.TEREDO, -1));
        tunnels.add(udp(
                "Teredo, authentication and origin",
                3544,
                "0001 0102 aa bbbb 0000000000000001 00 0000 1234 01020304",
                IPV6,
                TunnelType.TEREDO,
                -1));
        byte[] fourInSix = Packets.ip("2001:db8::a", "2001:db8::b", IpProtocol.IPV4)
                .payload(IPV4)
                .bytes();
        tunnels.add(new Example("4in6", ETHERNET, fourInSix, TunnelType.IPV4_IN_IPV6, -1, 1));
        byte[] protectedByAh = join("04 04 0000 00000001 00000001 000000000000000000000000", IPV4);
        byte[] inAh = Packets.ip("10.0.0.1", "10.0.0.2", IpProtocol.AUTHENTICATION)
                .payload(protectedByAh)
                .bytes();
        tunnels.add(new Example("AH", ETHERNET, inAh, TunnelType.IP_IN_IP, -1, 1));
        return tunnels;
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldReadEachLinkType(Example example) {
        Packet packet = Packets.decode(Packets.frame(example.frame, example.linkType, 0, 1));

        assertInner(packet);
        assertEquals(TunnelType.NONE, packet.tunnelType());
    }

    @ParameterizedTest
    @MethodSource("tunnels")
    void shouldReadEachTunnel(Example example) {
        Packet packet = Packets.decode(Packets.frame(example.frame, example.linkType, 0, 1));

        assertInner(packet);
        assertEquals(example.tunnel, packet.tunnelType());
        assertEquals(example.id, packet.tunnelId());
        assertEquals(example.outerCount, packet.outerCount());
        if (example.outerCount > 0) {
            assertEquals(example.tunnel, packet.outer(0).carries());
            assertEquals(TunnelType.NONE, packet.outer(0).tunnelType());
            assertEquals(
                    example.frame.length - EthernetHeader.LENGTH,
                    packet.outer(0).ipLength());
        }
    }

    @ParameterizedTest
    @MethodSource({"links", "tunnels"})
    void shouldNameHeadersCutAtAnyPoint(Example example) {
        int headers = example.frame.length - PAYLOAD_LENGTH;
        for (int length = 0; length < headers; length++) {
            Packet packet =
                    Packets.decode(Packets.clipped(example.frame, length, example.frame.length, example.linkType));
            boolean isUnknown = packet.kind() == Packet.Kind.UDP && packet.anomaly() == Anomaly.NONE;
            boolean mayBeUnknown = example.tunnel == TunnelType.TEREDO && isUnknown;
            assertTrue(mayBeUnknown || CUT.contains(packet.anomaly()), length + " bytes: " + packet.anomaly());
            assertEquals(packet.anomaly().setsAside(), packet.kind() == Packet.Kind.SET_ASIDE);
        }
        assertInner(Packets.decode(Packets.clipped(example.frame, headers, example.frame.length, example.linkType)));
    }

    /** Reading behind the buffer would throw. */
    @ParameterizedTest
    @MethodSource({"links", "tunnels"})
    void shouldSurviveAnyByte(Example example) {
        int[] values = {0x00, 0x01, 0x3F, 0x45, 0x60, 0x7F, 0x80, 0xFF};
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Packet packet = new Packet();
        for (int i = 0; i < example.frame.length; i++) {
            for (int value : values) {
                byte[] frame = example.frame.clone();
                frame[i] = (byte) value;
                decoder.decode(Packets.frame(frame, example.linkType, 0, 1), packet);
                assertEquals(packet.anomaly().setsAside(), packet.kind() == Packet.Kind.SET_ASIDE);
                assertTrue(packet.kind() == Packet.Kind.SET_ASIDE || packet.payloadLength() >= 0);
            }
        }
    }

    @Test
    void shouldTellTheHardwareAddressesOfTheInnerFrame() {
        Packet packet = decode(udp("", 4789, "08000000 00138900", BRIDGED, TunnelType.VXLAN, 0));

        assertEquals(0x02_00_00_00_00_0AL, packet.sourceMac());
        assertEquals(0x02_00_00_00_00_0BL, packet.destinationMac());
        assertEquals(0x02_00_00_00_00_01L, packet.outer(0).sourceMac());
        assertEquals(
                -1, decode(ip("", 47, "0000 0800", IPV4, TunnelType.GRE, -1)).sourceMac());
    }

    static Packet decode(Example example) {
        return Packets.decode(Packets.frame(example.frame, example.linkType, 0, 1));
    }

    static Example link(String name, int linkType, String header, byte[] inner) {
        return new Example(name, linkType, join(header, inner), TunnelType.NONE, -1, 0);
    }

    static Example label(String name, int linkType, String header, TunnelType tunnel, long id) {
        return frame(name, linkType, header, IPV4, tunnel, id);
    }

    static Example frame(String name, int linkType, String header, byte[] inner, TunnelType tunnel, long id) {
        return new Example(name, linkType, join(header, inner), tunnel, id, 0);
    }

    static Example ip(String name, int protocol, String header, byte[] inner, TunnelType tunnel, long id) {
        byte[] frame = Packets.ip("10.0.0.1", "10.0.0.2", protocol)
                .payload(join(header, inner))
                .bytes();
        return new Example(name, ETHERNET, frame, tunnel, id, 1);
    }

    static Example udp(String name, int port, String header, byte[] inner, TunnelType tunnel, long id) {
        byte[] frame = Packets.udp("10.0.0.1", 50_000, "10.0.0.2", port)
                .payload(join(header, inner))
                .bytes();
        return new Example(name, ETHERNET, frame, tunnel, id, 1);
    }

    static byte[] join(String header, byte[] rest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Packets.hex(header));
        bytes.writeBytes(rest);
        return bytes.toByteArray();
    }

    private static void assertInner(Packet packet) {
        assertAll(
                () -> assertEquals(Packet.Kind.UDP, packet.kind()),
                () -> assertEquals(Anomaly.NONE, packet.anomaly()),
                () -> assertEquals(1024, packet.sourcePort()),
                () -> assertEquals(53, packet.destinationPort()),
                () -> assertEquals(PAYLOAD_LENGTH, packet.payloadLength()),
                () -> assertEquals(
                        packet.ipVersion() == 4 ? "192.0.2.1" : "2001:db8::1",
                        Addresses.text(packet.sourceHigh(), packet.sourceLow(), packet.ipVersion())));
    }
}
