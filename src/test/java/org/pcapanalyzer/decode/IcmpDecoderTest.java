package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcmpDecoderTest {
    private static final Packets SEGMENT = Packets.tcp("10.0.0.1", 40000, "192.0.2.9", 443)
            .seq(0xFEDC_BA98)
            .payload(1460)
            .ttl(57);
    private static final Packets SEGMENT_V6 = Packets.tcp("2001:db8::1", 40000, "2001:db8::9", 443)
            .seq(0xFEDC_BA98)
            .payload(1440)
            .ttl(57);
    private static final int NS = Icmpv6Header.NEIGHBOR_SOLICITATION;
    private static final int NA = Icmpv6Header.NEIGHBOR_ADVERTISEMENT;

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 8, ICMP", "10.0.0.1, 0, ICMP", "fe80::1, 128, ICMPV6", "fe80::1, 129, ICMPV6"})
    void shouldReadEcho(String address, int type, Packet.Kind kind) {
        Packet packet = Packets.echo(address, address, type, 0xABCD, 0xFFFE).packet();

        assertEquals(kind, packet.kind());
        assertEquals(type, packet.icmpType());
        assertEquals(0, packet.icmpCode());
        assertEquals(0xABCD, packet.echoId());
        assertEquals(0xFFFE, packet.echoSeq());
        assertEquals(-1, packet.icmpMtu());
        assertFalse(packet.hasQuoted());
        assertEquals(8, packet.payloadLength());
    }

    @Test
    void shouldReadFragmentationNeededWithQuotedSegment() {
        Packet packet =
                Packets.icmpError("10.9.9.9", "10.0.0.1", 3, 4, 1400, SEGMENT).packet();
        QuotedPacket quoted = packet.quoted();

        assertEquals(Packet.Kind.ICMP, packet.kind());
        assertEquals(3, packet.icmpType());
        assertEquals(4, packet.icmpCode());
        assertEquals(1400, packet.icmpMtu());
        assertEquals(-1, packet.echoId());
        assertTrue(packet.hasQuoted());
        assertEquals(4, quoted.ipVersion());
        assertEquals("10.0.0.1", Addresses.text(quoted.sourceHigh(), quoted.sourceLow(), 4));
        assertEquals("192.0.2.9", Addresses.text(quoted.destinationHigh(), quoted.destinationLow(), 4));
        assertEquals(6, quoted.ipProtocol());
        assertEquals(1500, quoted.ipLength());
        assertEquals(57, quoted.ttl());
        assertEquals(40000, quoted.sourcePort());
        assertEquals(443, quoted.destinationPort());
        assertTrue(quoted.hasSeq());
        assertEquals(0xFEDC_BA98, quoted.seq());
    }

    @Test
    void shouldReadPacketTooBigWithQuotedSegment() {
        Packet packet = Packets.icmpError("fe80::9", "2001:db8::1", 2, 0, 1280, SEGMENT_V6)
                .packet();
        QuotedPacket quoted = packet.quoted();

        assertEquals(Packet.Kind.ICMPV6, packet.kind());
        assertEquals(1280, packet.icmpMtu());
        assertTrue(packet.hasQuoted());
        assertEquals(6, quoted.ipVersion());
        assertEquals("2001:db8::9", Addresses.text(quoted.destinationHigh(), quoted.destinationLow(), 6));
        assertEquals(1500, quoted.ipLength());
        assertEquals(443, quoted.destinationPort());
        assertEquals(0xFEDC_BA98, quoted.seq());
        assertEquals(
                0xFFFF_FFFFL,
                Packets.icmpError("::1", "::1", 2, 0, -1, SEGMENT_V6).packet().icmpMtu());
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "4, 0", "5, 1", "11, 0", "12, 0"})
    void shouldHaveNoMtuInOtherErrors(int type, int code) {
        Packet packet = Packets.icmpError("10.9.9.9", "10.0.0.1", type, code, 99, SEGMENT)
                .packet();

        assertTrue(packet.hasQuoted());
        assertEquals(-1, packet.icmpMtu());
    }

    @Test
    void shouldQuoteUdpAndIcmp() {
        QuotedPacket udp = Packets.icmpError("10.9.9.9", "10.0.0.1", 3, 3, 0, Packets.udp("10.0.0.1", 5, "10.0.0.2", 6))
                .packet()
                .quoted();
        QuotedPacket echo = Packets.icmpError("::1", "::2", 3, 0, 0, Packets.echo("::2", "::3", 128, 1, 1))
                .packet()
                .quoted();

        assertEquals(17, udp.ipProtocol());
        assertEquals(5, udp.sourcePort());
        assertEquals(6, udp.destinationPort());
        assertFalse(udp.hasSeq());
        assertEquals(-1, udp.icmpType());
        assertEquals(58, echo.ipProtocol());
        assertEquals(128, echo.icmpType());
        assertEquals(0, echo.icmpCode());
        assertEquals(-1, echo.sourcePort());
    }

    @Test
    void shouldFindQuotedPortsBehindExtensionHeaders() {
        Packets quoted = Packets.udp("2001:db8::1", 5, "2001:db8::2", 6)
                .extension(IpProtocol.HOP_BY_HOP, 0, 5, 2, 0, 0, 1, 0)
                .extension(IpProtocol.FRAGMENT, 0, 0, 1, 0, 0, 0, 7)
                .payload(100);
        QuotedPacket first = Packets.icmpError("fe80::9", "2001:db8::1", 3, 1, 0, quoted)
                .packet()
                .quoted();

        assertEquals(17, first.ipProtocol());
        assertEquals(5, first.sourcePort());
        assertEquals(6, first.destinationPort());
    }

    @Test
    void shouldFindNoPortsInLaterFragments() {
        Packets ipv4 =
                Packets.ip("10.0.0.1", "10.0.0.2", 17).fragment(1480, false).payload(100);
        Packets ipv6 = Packets.ip("2001:db8::1", "2001:db8::2", 17)
                .extension(IpProtocol.FRAGMENT, 0, 0x05, 0xC8, 0, 0, 0, 7)
                .payload(100);

        for (Packet packet : new Packet[] {
            Packets.icmpError("10.9.9.9", "10.0.0.1", 11, 1, 0, ipv4).packet(),
            Packets.icmpError("fe80::9", "2001:db8::1", 3, 1, 0, ipv6).packet()
        }) {
            assertTrue(packet.hasQuoted());
            assertEquals(17, packet.quoted().ipProtocol());
            assertEquals(-1, packet.quoted().sourcePort());
            assertEquals(-1, packet.quoted().destinationPort());
        }
    }

    /** The error's own length shrinks with the quote, as old routers quote only 8 bytes behind the IP header. */
    @Test
    void shouldUseAsMuchAsIsQuoted() {
        byte[] bytes = SEGMENT.ipBytes();
        for (int length = 0; length < 60; length++) {
            Packet packet = Packets.icmp("10.9.9.9", "10.0.0.1", 3, 4, 1400, Arrays.copyOf(bytes, length))
                    .packet();
            assertEquals(Packet.Kind.ICMP, packet.kind());
            assertEquals(1400, packet.icmpMtu());
            assertEquals(length >= 20, packet.hasQuoted());
            assertEquals(length >= 20 ? Anomaly.NONE : Anomaly.BAD_QUOTED_PACKET, packet.anomaly());
            if (length >= 20) {
                assertEquals(length >= 24 ? 443 : -1, packet.quoted().destinationPort());
                assertEquals(length >= 28, packet.quoted().hasSeq());
                assertEquals(1500, packet.quoted().ipLength());
            }
        }
    }

    @Test
    void shouldReadErrorsCutAtAnyPoint() {
        Packets error = Packets.icmpError("fe80::9", "2001:db8::1", 2, 0, 1280, SEGMENT_V6);
        int icmpOffset = EthernetHeader.LENGTH + Ipv6Header.LENGTH;
        for (int captured = icmpOffset; captured < icmpOffset + 80; captured++) {
            Packet packet = error.snaplen(captured).packet();
            int icmpBytes = captured - icmpOffset;
            if (icmpBytes < 8) {
                assertEquals(Anomaly.TRUNCATED_TRANSPORT_HEADER, packet.anomaly());
                continue;
            }
            assertEquals(Anomaly.NONE, packet.anomaly());
            assertEquals(1280, packet.icmpMtu());
            assertEquals(icmpBytes >= 48, packet.hasQuoted());
            if (packet.hasQuoted()) {
                assertEquals(icmpBytes >= 52 ? 40000 : -1, packet.quoted().sourcePort());
                assertEquals(icmpBytes >= 56, packet.quoted().hasSeq());
            }
        }
    }

    @Test
    void shouldNameQuotesThatAreNoIp() {
        Packet wrongVersion =
                Packets.icmp("10.9.9.9", "10.0.0.1", 3, 1, 0, new byte[28]).packet();
        Packet mixed = Packets.icmp("10.9.9.9", "10.0.0.1", 3, 1, 0, SEGMENT_V6.ipBytes())
                .packet();

        assertEquals(Anomaly.BAD_QUOTED_PACKET, wrongVersion.anomaly());
        assertFalse(wrongVersion.hasQuoted());
        assertEquals(Anomaly.BAD_QUOTED_PACKET, mixed.anomaly());
        assertEquals(Packet.Kind.ICMP, mixed.kind());
    }

    @Test
    void shouldReadSolicitation() {
        Packet packet = neighbor("fe80::1", "ff02::1:ff00:2", NS, 0, "0101 0a0b0c0d0e0f");
        NeighborMessage message = packet.neighbor();

        assertEquals(Packet.Kind.ND, packet.kind());
        assertEquals(NS, packet.icmpType());
        assertEquals(NeighborMessage.Operation.NS, message.operation());
        assertEquals(6, message.ipVersion());
        assertEquals(0x0A0B0C0D0E0FL, message.senderMac());
        assertEquals("fe80::1", Addresses.text(message.senderHigh(), message.senderLow(), 6));
        assertEquals(-1, message.targetMac());
        assertEquals("fe80::2", Addresses.text(message.targetHigh(), message.targetLow(), 6));
        assertFalse(message.isProbe() || message.isGratuitous());
    }

    @Test
    void shouldReadDuplicateAddressDetection() {
        NeighborMessage message = neighbor("::", "ff02::1:ff00:2", NS, 0, "").neighbor();

        assertTrue(message.isProbe());
        assertEquals(0x02_00_00_00_00_01L, message.senderMac());
    }

    @Test
    void shouldReadAdvertisement() {
        NeighborMessage message = neighbor("fe80::2", "fe80::1", NA, 0x6000_0000, "0e01 000000000000 0201 0a0b0c0d0e0f")
                .neighbor();

        assertEquals(NeighborMessage.Operation.NA, message.operation());
        assertEquals(0x02_00_00_00_00_01L, message.senderMac());
        assertEquals(0x0A0B0C0D0E0FL, message.targetMac());
        assertEquals("fe80::2", Addresses.text(message.targetHigh(), message.targetLow(), 6));
        assertEquals(-1, neighbor("fe80::2", "fe80::1", NA, 0, "").neighbor().targetMac());
    }

    @ParameterizedTest
    @CsvSource({"0100 0a0b0c0d0e0f", "0102 0a0b0c0d0e0f", "0e01 000000000000 0900 0a0b0c0d0e0f"})
    void shouldNameOptionsOfImpossibleLength(String options) {
        Packet packet = neighbor("fe80::1", "fe80::2", NS, 0, options);

        assertEquals(Packet.Kind.ND, packet.kind());
        assertEquals(Anomaly.MALFORMED_ND, packet.anomaly());
        assertEquals(
                "fe80::2",
                Addresses.text(packet.neighbor().targetHigh(), packet.neighbor().targetLow(), 6));
    }

    @Test
    void shouldKeepNeighborMessagesWithoutTargetAsIcmp() {
        for (int length = 0; length < 16; length++) {
            Packet packet = Packets.icmp("fe80::1", "fe80::2", NS, 0, 0, new byte[length])
                    .packet();
            assertEquals(Packet.Kind.ICMPV6, packet.kind());
            assertEquals(Anomaly.MALFORMED_ND, packet.anomaly());
        }
    }

    @Test
    void shouldReadNeighborMessagesCutAtAnyPoint() {
        byte[] body = Packets.hex("fe800000000000000000000000000002 0101 0a0b0c0d0e0f");
        Packets solicitation = Packets.icmp("fe80::1", "fe80::2", NS, 0, 0, body);
        int icmpOffset = EthernetHeader.LENGTH + Ipv6Header.LENGTH;
        for (int captured = icmpOffset; captured <= icmpOffset + 32; captured++) {
            Packet packet = solicitation.snaplen(captured).packet();
            boolean hasTarget = captured >= icmpOffset + 24;
            boolean hasOption = captured >= icmpOffset + 32;
            assertEquals(hasTarget ? Packet.Kind.ND : Packet.Kind.SET_ASIDE, packet.kind());
            assertEquals(hasTarget ? Anomaly.NONE : Anomaly.TRUNCATED_TRANSPORT_HEADER, packet.anomaly());
            if (hasTarget) {
                assertEquals(
                        hasOption ? 0x0A0B0C0D0E0FL : 0x02_00_00_00_00_01L,
                        packet.neighbor().senderMac());
            }
        }
    }

    /** Target fe80::2. */
    private static Packet neighbor(String source, String destination, int type, int flags, String options) {
        byte[] body = Packets.hex("fe800000000000000000000000000002" + options);
        return Packets.icmp(source, destination, type, 0, flags, body).ttl(255).packet();
    }
}
