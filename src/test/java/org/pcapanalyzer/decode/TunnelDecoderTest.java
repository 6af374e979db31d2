package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no tunnel although a port says so, what lies about itself, and tunnels in tunnels. */
class TunnelDecoderTest {
    private static final int PPP_ETHER = 51;
    private static final int MPLS = 219;
    private static final byte[] INNER =
            Packets.tcp("192.0.2.1", 1024, "192.0.2.2", 80).payload(100).ipBytes();
    private static final byte[] BRIDGED =
            Packets.tcp("192.0.2.1", 1024, "192.0.2.2", 80).payload(100).bytes();

    @ParameterizedTest
    @CsvSource({
        "4789, 00000000 00138900, without the flag of the VNI",
        "4789, 09000000 00138900, a reserved flag",
        "4789, 08000000 00138901, a reserved byte",
        "4790, 3c000003 00138900, another version",
        "6081, 4000 6558 00000a00, another version",
        "6081, 3f00 6558 00000a00, options beyond the datagram",
        "6081, 0000 6558 00000a01, a reserved byte",
        "2152, 3001 008c 00000abc, an echo request",
        "2152, 38ff 008c 00000abc, the spare bit",
        "2152, 50ff 008c 00000abc, version 2",
        "2152, 30ff ffff 00000abc, length beyond the datagram",
        "2152, 34ff 0094 00000abc 00000085 00000000, an extension without length",
        "1701, c802 000c 0001 0000 0000 0000, a control message",
        "1701, 0003 0000 00000005, version 3",
        "1701, 0202 0001 0005 ffff, offset beyond the datagram",
        "3544, 0001 ffff 00000000 00000000 00, authentication beyond the datagram",
        "3544, 6000 0000 00ff 1140, another length",
        "4500, ff, to stay alive",
        "4500, 00000000 0102030405060708, key exchange",
        "51820, 05000000 00000000 00000000, of no known type",
        "53, 08000000 00138900, another port",
    })
    void shouldLeaveUdpAloneThatIsNoTunnel(int port, String payload, String why) {
        byte[] bytes = EncapsulationTest.join(payload, payload.length() > 2 ? BRIDGED : new byte[0]);
        Packet packet =
                Packets.udp("10.0.0.1", 40_000, "10.0.0.2", port).payload(bytes).packet();

        assertEquals(Packet.Kind.UDP, packet.kind(), why);
        assertEquals(Anomaly.NONE, packet.anomaly(), why);
        assertEquals(TunnelType.NONE, packet.carries(), why);
        assertEquals(0, packet.outerCount(), why);
        assertEquals(bytes.length, packet.payloadLength(), why);
    }

    @ParameterizedTest
    @CsvSource({
        "50, 00000001 00000001, ESP",
        "115, 00000005 45, L2TP",
        "47, 4000 0800 00000000 00000000, GRE",
        "47, 0002 0800, GRE",
        "47, 2001 880b 0000 0007, PPTP",
        "47, 1000 22eb 00000001 2001 0c0a 00000000 0000 0400, ERSPAN"
    })
    void shouldNameIpPayloadsThatCannotBeOpened(int protocol, String payload, TunnelType expected) {
        Packet packet = Packets.ip("10.0.0.1", "10.0.0.2", protocol)
                .payload(EncapsulationTest.join(payload, INNER))
                .packet();

        assertEquals(Packet.Kind.OTHER_IP, packet.kind());
        assertEquals(expected, packet.carries());
        assertEquals(TunnelType.NONE, packet.tunnelType());
        assertEquals(Anomaly.NONE, packet.anomaly());
    }

    @ParameterizedTest
    @CsvSource({
        "4500, 8, 12345678, ESP",
        "51820, 148, 01000000, WIREGUARD",
        "1194, 148, 01000000, WIREGUARD",
        "1194, 92, 02000000, WIREGUARD",
        "1194, 64, 03000000, WIREGUARD",
        "51820, 96, 04000000, WIREGUARD",
        "1194, 96, 04000000, NONE",
        "1194, 147, 01000000, NONE",
        "51820, 97, 04000000, NONE",
        "6081, 8, 00808847, GENEVE"
    })
    void shouldNameEncryptedAndControlMessagesInUdp(int port, int length, String start, TunnelType expected) {
        byte[] payload = new byte[length];
        System.arraycopy(Packets.hex(start), 0, payload, 0, 4);
        Packet packet = Packets.udp("10.0.0.1", 40_000, "10.0.0.2", port)
                .payload(payload)
                .packet();

        assertEquals(Packet.Kind.UDP, packet.kind());
        assertEquals(expected, packet.carries());
        assertEquals(Anomaly.NONE, packet.anomaly());
    }

    @Test
    void shouldReadTunnelsByEitherPort() {
        byte[] payload = EncapsulationTest.join("08000000 00138900", BRIDGED);
        Packet packet = Packets.udp("10.0.0.1", 4789, "10.0.0.2", 40_000)
                .payload(payload)
                .packet();
        assertEquals(Packet.Kind.TCP, packet.kind());
    }

    @ParameterizedTest
    @CsvSource({
        "0000 6558, 020000000002 020000000001 88cc 00, NON_IP_IN_TUNNEL, GRE",
        "0000 880b, ff03 c021 01010004, NON_IP_IN_TUNNEL, GRE",
        "0000 2000, 0102, NON_IP_IN_TUNNEL, GRE",
        "0000 0000, '', NON_IP_IN_TUNNEL, GRE",
        "0000 0800, 45ff, TRUNCATED_IN_TUNNEL, GRE",
        "0000 0800, 65000014 00000000 40060000 01020304 01020304 000000000000, MALFORMED_IN_TUNNEL, NONE",
        "0000 0800, 45000014 00000000 40060000 01020304 01020304 000000000000, MALFORMED_IN_TUNNEL, NONE",
        "0000 8200, 8840 0000 0200000000020200000000010200000000031000 0000, NON_IP_IN_TUNNEL, GRE",
    })
    void shouldFallBackToTheOuterPacket(String header, String content, Anomaly expected, TunnelType carries) {
        byte[] payload = Packets.hex(header + content);
        Packet packet = Packets.ip("10.0.0.1", "10.0.0.2", IpProtocol.GRE)
                .payload(payload)
                .packet();

        assertEquals(Packet.Kind.OTHER_IP, packet.kind());
        assertEquals(expected, packet.anomaly());
        assertEquals(carries, packet.carries());
        assertEquals(TunnelType.NONE, packet.tunnelType());
        assertEquals(0, packet.outerCount());
        assertEquals("10.0.0.1", Addresses.text(packet.sourceHigh(), packet.sourceLow(), 4));
        assertEquals(IpProtocol.GRE, packet.ipProtocol());
        assertEquals(20 + payload.length, packet.ipLength());
        assertEquals(payload.length, packet.payloadLength());
        assertEquals(0x02_00_00_00_00_01L, packet.sourceMac());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 12})
    void shouldFollowEightTunnelsInEachOther(int depth) {
        Packets packets = Packets.tcp("192.0.2.1", 1024, "192.0.2.2", 80);
        for (int i = 0; i < depth; i++) {
            packets = Packets.ip("10.0.0." + i, "10.0.1." + i, IpProtocol.IPV4).payload(packets.ipBytes());
        }
        Packet packet = packets.packet();

        boolean isReached = depth <= 8;
        assertEquals(isReached ? Packet.Kind.TCP : Packet.Kind.OTHER_IP, packet.kind());
        assertEquals(isReached ? Anomaly.NONE : Anomaly.TOO_MANY_TUNNELS, packet.anomaly());
        assertEquals(Math.min(depth, 8), packet.outerCount());
        String outermost =
                Addresses.text(packet.outer(0).sourceHigh(), packet.outer(0).sourceLow(), 4);
        assertEquals("10.0.0." + (depth - 1), outermost);
    }

    @Test
    void shouldEndAtTunnelsOfTheLinkLayerWithoutEnd() {
        byte[] frame = Packets.hex("00064140 00000000 020000000002 020000000001 8847".repeat(100));
        Packet packet = Packets.decode(Packets.frame(frame, MPLS, 0, 1));

        assertEquals(Packet.Kind.SET_ASIDE, packet.kind());
        assertEquals(Anomaly.TOO_MANY_HEADERS, packet.anomaly());
    }

    @Test
    void shouldTakeTheLengthOfPppoeForPaddingThatIpCounts() {
        byte[] ip = Packets.tcp("192.0.2.1", 1024, "192.0.2.2", 80)
                .payload(6)
                .ipLengthField(46)
                .ipBytes();
        Packet packet =
                Packets.decode(Packets.frame(EncapsulationTest.join("1100 0007 002a 0021", ip), PPP_ETHER, 0, 1));

        assertEquals(Packet.Kind.TCP, packet.kind());
        assertEquals(0, packet.payloadLength());
        assertEquals(40, packet.ipLength());
        assertEquals(Anomaly.IP_LENGTH_BEYOND_FRAME, packet.anomaly());
    }

    @Test
    void shouldPutFragmentsOfTheOuterAndOfTheInnerPacketTogether() {
        byte[] segment =
                Packets.tcp("192.0.2.1", 1024, "192.0.2.2", 80).payload(1000).upperLayer();
        List<byte[]> inner = fragments("192.0.2.1", "192.0.2.2", IpProtocol.TCP, 7, segment);
        List<byte[]> outer = new ArrayList<>();
        for (byte[] fragment : inner) {
            byte[] gre = EncapsulationTest.join("0000 0800", fragment);
            outer.addAll(fragments("10.0.0.1", "10.0.0.2", IpProtocol.GRE, 100 + outer.size(), gre));
        }
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Packet packet = new Packet();
        List<Packet.Kind> kinds = new ArrayList<>();
        for (byte[] fragment : outer) {
            decoder.decode(Packets.frame(fragment, 101, 0, kinds.size() + 1), packet);
            kinds.add(packet.kind());
        }

        Packet.Kind waits = Packet.Kind.FRAGMENT;
        assertEquals(List.of(waits, waits, waits, Packet.Kind.TCP), kinds);
        assertEquals(1000, packet.payloadLength());
        assertEquals('x', packet.buffer().get(packet.payloadOffset() + 999));
        assertEquals(2, packet.fragmentCount());
        assertEquals(true, packet.outer(0).isReassembled());
        assertEquals(TunnelType.GRE, packet.tunnelType());
    }

    /** Two raw IP packets. */
    private static List<byte[]> fragments(String source, String destination, int protocol, int id, byte[] upper) {
        int half = upper.length / 16 * 8;
        byte[] first = java.util.Arrays.copyOf(upper, half);
        byte[] second = java.util.Arrays.copyOfRange(upper, half, upper.length);
        return List.of(
                Packets.ip(source, destination, protocol)
                        .ipId(id)
                        .fragment(0, true)
                        .payload(first)
                        .ipBytes(),
                Packets.ip(source, destination, protocol)
                        .ipId(id)
                        .fragment(half, false)
                        .payload(second)
                        .ipBytes());
    }
}
