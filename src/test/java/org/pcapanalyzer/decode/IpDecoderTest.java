package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpDecoderTest {
    private static final int RAW = 101;
    /** Version 4, 24 bytes of header with a no-operation option, DF, TTL 63, UDP 10.0.0.1:7 > 10.0.0.2:9, 2 bytes. */
    private static final String IPV4_WITH_OPTION =
            "46 00 0022 abcd 4000 3f 11 0000 0a000001 0a000002 01010100" + "0007 0009 000a 1234 6869";

    @Test
    void shouldReadIpv4WithOptions() {
        Packet packet = decode(Packets.hex(IPV4_WITH_OPTION));

        assertEquals(Packet.Kind.UDP, packet.kind());
        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(4, packet.ipVersion());
        assertEquals("10.0.0.1", Addresses.text(packet.sourceHigh(), packet.sourceLow(), 4));
        assertEquals("10.0.0.2", Addresses.text(packet.destinationHigh(), packet.destinationLow(), 4));
        assertEquals(0xFFFF_0A00_0001L, packet.sourceLow());
        assertEquals(17, packet.ipProtocol());
        assertEquals(34, packet.ipLength());
        assertEquals(63, packet.ttl());
        assertEquals(0xABCD, packet.ipId());
        assertTrue(packet.dontFragment());
        assertFalse(packet.isReassembled());
        assertEquals(7, packet.sourcePort());
        assertEquals(9, packet.destinationPort());
        assertEquals(0x1234, packet.checksum());
        assertEquals(2, packet.payloadLength());
        assertEquals('h', packet.buffer().get(packet.payloadOffset()));
    }

    @Test
    void shouldIgnorePaddingBehindThePacket() {
        Packet packet = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2).padding(6).packet();

        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(0, packet.payloadLength());
        assertEquals(0, packet.capturedPayloadLength());
        assertEquals(40, packet.ipLength());
        assertFalse(packet.isClipped());
    }

    @Test
    void shouldTakeLengthFromHeaderAndNotFromCapture() {
        Packet packet = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2)
                .payload(1000)
                .snaplen(54)
                .packet();

        assertEquals(Packet.Kind.TCP, packet.kind());
        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(1000, packet.payloadLength());
        assertEquals(0, packet.capturedPayloadLength());
        assertTrue(packet.isClipped());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1460, 65_000, 200_000})
    void shouldTakeOriginalLengthWhereOffloadLeftItZero(int payload) {
        Packet ipv4 = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2)
                .payload(payload)
                .ipLengthField(0)
                .snaplen(60)
                .packet();
        Packet ipv6 = Packets.tcp("fe80::1", 1, "fe80::2", 2)
                .payload(payload)
                .ipLengthField(0)
                .snaplen(80)
                .packet();

        assertEquals(payload, ipv4.payloadLength());
        assertEquals(40 + payload, ipv4.ipLength());
        assertEquals(payload, ipv6.payloadLength());
        assertEquals(60 + payload, ipv6.ipLength());
        assertEquals(Anomaly.NONE, ipv4.anomaly());
        assertEquals(Anomaly.NONE, ipv6.anomaly());
    }

    @Test
    void shouldBelieveHeaderThatClaimsMoreThanTheFrameHad() {
        Packet packet = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2)
                .payload(10)
                .ipLengthField(1500)
                .packet();

        assertEquals(Packet.Kind.TCP, packet.kind());
        assertEquals(Anomaly.IP_LENGTH_BEYOND_FRAME, packet.anomaly());
        assertEquals(1460, packet.payloadLength());
        assertEquals(10, packet.capturedPayloadLength());
        assertTrue(packet.isClipped());
    }

    @Test
    void shouldTolerateCapturedLengthAboveOriginal() {
        Packet packet = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2)
                .payload(100)
                .originalLength(20)
                .packet();

        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(100, packet.capturedPayloadLength());
        assertEquals(20, packet.originalLength());
    }

    @Test
    void shouldTolerateOriginalLengthOfFourGigabytes() {
        Packet packet = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2)
                .payload(100)
                .originalLength(0xFFFF_FFFFL)
                .packet();

        assertEquals(Packet.Kind.UDP, packet.kind());
        assertEquals(100, packet.payloadLength());
    }

    @ParameterizedTest
    @CsvSource({
        "55, 0022, BAD_IP_VERSION",
        "44, 0022, BAD_IP_HEADER_LENGTH",
        "40, 0022, BAD_IP_HEADER_LENGTH",
        "46, 0017, BAD_IP_LENGTH",
        "46, 0001, BAD_IP_LENGTH",
        "46, 0018, BAD_TRANSPORT_LENGTH",
        "46, 001f, BAD_TRANSPORT_LENGTH",
        "4f, 0030, BAD_IP_LENGTH",
        "4f, 0040, TRUNCATED_IP_HEADER",
    })
    void shouldSetLyingIpv4HeadersAside(String first, String length, Anomaly expected) {
        byte[] bytes = Packets.hex(IPV4_WITH_OPTION);
        System.arraycopy(Packets.hex(first), 0, bytes, 0, 1);
        System.arraycopy(Packets.hex(length), 0, bytes, 2, 2);
        Packet packet = Packets.decode(Packets.frame(bytes, 228, 0, 1));

        assertEquals(expected, packet.anomaly());
        assertEquals(Packet.Kind.SET_ASIDE, packet.kind());
    }

    @Test
    void shouldNameIpv4CutAtAnyPoint() {
        byte[] bytes = Packets.hex(IPV4_WITH_OPTION);
        for (int length = 0; length < 32; length++) {
            Anomaly expected = length < 24 ? Anomaly.TRUNCATED_IP_HEADER : Anomaly.TRUNCATED_TRANSPORT_HEADER;
            assertEquals(expected, aside(bytes, length, bytes.length), "captured " + length);
            assertEquals(expected, aside(bytes, length, length), "on the wire " + length);
        }
    }

    @Test
    void shouldReadIpv6() {
        Packet packet = Packets.udp("2001:db8::1", 5, "ff02::fb", 5353)
                .payload(11)
                .ttl(255)
                .packet();

        assertEquals(Packet.Kind.UDP, packet.kind());
        assertEquals("2001:db8::1", Addresses.text(packet.sourceHigh(), packet.sourceLow(), 6));
        assertEquals("ff02::fb", Addresses.text(packet.destinationHigh(), packet.destinationLow(), 6));
        assertEquals(6, packet.ipVersion());
        assertEquals(59, packet.ipLength());
        assertEquals(255, packet.ttl());
        assertEquals(-1, packet.ipId());
        assertTrue(packet.dontFragment());
        assertEquals(11, packet.payloadLength());
    }

    @Test
    void shouldFollowExtensionHeadersOfIpv6() {
        Packet packet = extended().packet();

        assertEquals(Packet.Kind.TCP, packet.kind());
        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(6, packet.ipProtocol());
        assertEquals(3, packet.payloadLength());
        assertEquals(40 + 8 + 24 + 16 + 24 + 8 + 20 + 3, packet.ipLength());
        assertFalse(packet.isReassembled());
    }

    @Test
    void shouldNameExtensionHeadersCutAtAnyPoint() {
        byte[] bytes = extended().ipBytes();
        int chainEnd = 40 + 8 + 24 + 16 + 24 + 8;
        for (int length = 0; length < chainEnd + 20; length++) {
            Anomaly expected = length < 40
                    ? Anomaly.TRUNCATED_IP_HEADER
                    : length < chainEnd ? Anomaly.TRUNCATED_EXTENSION_HEADER : Anomaly.TRUNCATED_TRANSPORT_HEADER;
            assertEquals(expected, aside(bytes, length, bytes.length), "captured " + length);
            assertEquals(expected, aside(bytes, length, length), "on the wire " + length);
        }
    }

    @Test
    void shouldSetIpv6WithLengthInsideItsChainAside() {
        byte[] bytes = extended().ipBytes();
        for (int payload = 1; payload < 8 + 24 + 16 + 24 + 8 + 20; payload++) {
            bytes[4] = 0;
            bytes[5] = (byte) payload;
            Anomaly expected = payload < 8 + 24 + 16 + 24 + 8 ? Anomaly.BAD_IP_LENGTH : Anomaly.BAD_TRANSPORT_LENGTH;
            assertEquals(expected, aside(bytes, bytes.length, bytes.length), "payload length " + payload);
        }
    }

    @Test
    void shouldFollowAuthenticationHeaderOfIpv4() {
        byte[] udp = Packets.udp("10.0.0.1", 7, "10.0.0.2", 9).payload(4).upperLayer();
        byte[] content = new byte[24 + udp.length];
        content[0] = IpProtocol.UDP;
        content[1] = 4;
        System.arraycopy(udp, 0, content, 24, udp.length);
        Packet packet = Packets.ip("10.0.0.1", "10.0.0.2", IpProtocol.AUTHENTICATION)
                .payload(content)
                .packet();

        assertEquals(Packet.Kind.UDP, packet.kind());
        assertEquals(17, packet.ipProtocol());
        assertEquals(9, packet.destinationPort());
        assertEquals(4, packet.payloadLength());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 0",
        "10.0.0.1, 43",
        "10.0.0.1, 44",
        "10.0.0.1, 50",
        "10.0.0.1, 58",
        "10.0.0.1, 89",
        "10.0.0.1, 255",
        "fe80::1, 1",
        "fe80::1, 50",
        "fe80::1, 59",
        "fe80::1, 135",
        "fe80::1, 255"
    })
    void shouldKeepOtherProtocolsOpaque(String address, int protocol) {
        Packet packet =
                Packets.ip(address, address, protocol).payload(100).snaplen(90).packet();

        assertEquals(Packet.Kind.OTHER_IP, packet.kind());
        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(protocol, packet.ipProtocol());
        assertEquals(100, packet.payloadLength());
        assertEquals(packet.ipVersion() == 4 ? 56 : 36, packet.capturedPayloadLength());
    }

    @Test
    void shouldAcceptIpv6WithoutPayload() {
        Packet packet = Packets.ip("fe80::1", "fe80::2", IpProtocol.NO_NEXT_HEADER)
                .padding(6)
                .packet();

        assertEquals(Packet.Kind.OTHER_IP, packet.kind());
        assertEquals(40, packet.ipLength());
        assertEquals(0, packet.payloadLength());
    }

    @Test
    void shouldEndAtChainsWithoutEnd() {
        Packets packets = Packets.udp("fe80::1", 1, "fe80::2", 2);
        for (int i = 0; i < 100; i++) {
            packets.extension(IpProtocol.DESTINATION_OPTIONS, 0, 1, 4, 0, 0, 0, 0);
        }

        assertEquals(Anomaly.TOO_MANY_HEADERS, packets.packet().anomaly());
    }

    @Test
    void shouldReadJumboPayload() {
        int payload = 100_000;
        int length = 8 + 20 + payload;
        Packets jumbo = Packets.tcp("fe80::1", 1, "fe80::2", 2)
                .extension(
                        IpProtocol.HOP_BY_HOP,
                        0,
                        0xC2,
                        4,
                        length >> 24,
                        length >> 16 & 0xFF,
                        length >> 8 & 0xFF,
                        length & 0xFF)
                .payload(payload)
                .ipLengthField(0);
        Packet whole = jumbo.padding(10).packet();
        Packet clipped = jumbo.snaplen(14 + 40 + 8 + 20).packet();

        for (Packet packet : new Packet[] {whole, clipped}) {
            assertEquals(Packet.Kind.TCP, packet.kind());
            assertEquals(Anomaly.NONE, packet.anomaly());
            assertEquals(40 + length, packet.ipLength());
            assertEquals(payload, packet.payloadLength());
        }
        assertTrue(clipped.isClipped());
    }

    @Test
    void shouldSurviveJumboPayloadThatLies() {
        Packet packet = Packets.tcp("fe80::1", 1, "fe80::2", 2)
                .extension(IpProtocol.HOP_BY_HOP, 0, 0xC2, 4, 0xFF, 0xFF, 0xFF, 0xFF)
                .ipLengthField(0)
                .packet();

        assertEquals(Packet.Kind.TCP, packet.kind());
        assertEquals(Anomaly.IP_LENGTH_BEYOND_FRAME, packet.anomaly());
    }

    @Test
    void shouldSkipHeaderOfAtomicFragment() {
        Packet packet = Packets.udp("fe80::1", 7, "fe80::2", 9)
                .extension(IpProtocol.FRAGMENT, 0, 0, 0, 1, 2, 3, 4)
                .payload(12)
                .packet();

        assertEquals(Packet.Kind.UDP, packet.kind());
        assertEquals(12, packet.payloadLength());
        assertEquals(0, packet.fragmentCount());
        assertFalse(packet.isReassembled());
    }

    /** Hop-by-hop, routing, destination options, authentication and atomic fragment header, TCP, 3 bytes. */
    private static Packets extended() {
        return Packets.tcp("2001:db8::1", 1, "2001:db8::2", 2)
                .extension(IpProtocol.HOP_BY_HOP, 0, 5, 2, 0, 0, 1, 0)
                .extension(IpProtocol.ROUTING, header(23, 2))
                .extension(IpProtocol.DESTINATION_OPTIONS, header(15, 1))
                .extension(IpProtocol.AUTHENTICATION, header(23, 4))
                .extension(IpProtocol.FRAGMENT, 0, 0, 0, 1, 2, 3, 4)
                .payload(3);
    }

    /** All bytes of an extension header but the first. */
    private static int[] header(int length, int lengthField) {
        int[] bytes = new int[length];
        bytes[0] = lengthField;
        return bytes;
    }

    private static Packet decode(byte[] ip) {
        return Packets.decode(Packets.frame(ip, RAW, 0, 1));
    }

    private static Anomaly aside(byte[] ip, int capturedLength, int originalLength) {
        Packet packet = Packets.decode(Packets.clipped(ip, capturedLength, originalLength, RAW));
        assertEquals(Packet.Kind.SET_ASIDE, packet.kind());
        return packet.anomaly();
    }
}
