package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportDecoderTest {
    private static final int HEADERS = EthernetHeader.LENGTH + Ipv4Header.LENGTH;

    @Test
    void shouldReadSynWithItsOptions() {
        Packet packet = Packets.tcp("10.0.0.1", 40000, "10.0.0.2", 443)
                .flags(TcpHeader.SYN | TcpHeader.ECE | TcpHeader.CWR)
                .seq(0xFFFF_FFFE)
                .ack(0x8000_0001)
                .window(64240)
                .checksum(0xBEEF)
                .mss(1460)
                .sackPermitted()
                .timestamps(0xFFFF_FFF0, 3)
                .option(1)
                .windowScale(7)
                .at(1_700_000_000_000_000_001L)
                .number(42)
                .packet();

        assertEquals(Packet.Kind.TCP, packet.kind());
        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(42, packet.frameNumber());
        assertEquals(1_700_000_000_000_000_001L, packet.timestampNs());
        assertEquals(40000, packet.sourcePort());
        assertEquals(443, packet.destinationPort());
        assertEquals(0xFFFF_FFFE, packet.seq());
        assertEquals(0x8000_0001, packet.ack());
        assertEquals(64240, packet.window());
        assertEquals(0xBEEF, packet.checksum());
        assertTrue(packet.hasFlags(TcpHeader.SYN | TcpHeader.ECE));
        assertFalse(packet.hasFlags(TcpHeader.SYN | TcpHeader.ACK));
        assertTrue(packet.hasAllOptions());
        assertEquals(1460, packet.mss());
        assertEquals(7, packet.windowScale());
        assertTrue(packet.sackPermitted());
        assertTrue(packet.hasTimestamps());
        assertEquals(0xFFFF_FFF0, packet.tsVal());
        assertEquals(3, packet.tsEcr());
        assertEquals(0, packet.sackBlockCount());
        assertEquals(0, packet.payloadLength());
        assertEquals(60, packet.ipLength());
    }

    @Test
    void shouldReadOptionsOfOtherSegments() {
        Packet timestamps = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2)
                .option(1, 1)
                .timestamps(5, 6)
                .payload(10)
                .packet();
        Packet sack = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2)
                .option(1, 1)
                .sack(100, 200, 0xFFFF_FF00, 0x10, 5, 6)
                .packet();
        Packet plain = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2).packet();

        assertTrue(timestamps.hasTimestamps());
        assertEquals(5, timestamps.tsVal());
        assertEquals(6, timestamps.tsEcr());
        assertEquals(10, timestamps.payloadLength());
        assertEquals(3, sack.sackBlockCount());
        assertEquals(100, sack.sackLeft(0));
        assertEquals(200, sack.sackRight(0));
        assertEquals(0xFFFF_FF00, sack.sackLeft(1));
        assertEquals(0x10, sack.sackRight(1));
        assertEquals(6, sack.sackRight(2));
        assertFalse(plain.hasTimestamps() || plain.sackPermitted());
        assertEquals(-1, plain.mss());
        assertEquals(-1, plain.windowScale());
        assertTrue(plain.hasAllOptions());
    }

    @Test
    void shouldForgetOptionsOfTheSegmentBefore() {
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Packet packet = new Packet();
        Packets packets = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2);
        decoder.decode(packets.mss(1460).timestamps(1, 2).sack(1, 2).frame(), packet);
        decoder.decode(Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2).frame(), packet);

        assertEquals(-1, packet.mss());
        assertEquals(0, packet.sackBlockCount());
        assertFalse(packet.hasTimestamps());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "14, 14", "15, 14", "255, 14"})
    void shouldBoundWindowScale(int shift, int expected) {
        assertEquals(
                expected,
                Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2)
                        .windowScale(shift)
                        .packet()
                        .windowScale());
    }

    /** A good MSS option comes first and counts, whatever follows it. */
    @ParameterizedTest
    @CsvSource({
        "'8,0', true",
        "'8,1', true",
        "'3', true",
        "'4,3,0', true",
        "'2,3,1', true",
        "'5,2', true",
        "'5,9,0,0,0,0,0,0,0', true",
        "'5,42,0,0', true",
        "'8,9,0,0,0,0,0,0,0', true",
        "'99,200,1,1', true",
        "'0,8,1,9', false",
        "'1,1,1,1', false",
        "'30,4,1,2', false",
        "'1,1,0,5', false",
    })
    void shouldNameMalformedOptions(String bytes, boolean malformed) {
        Packets packets = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2).mss(1234);
        for (int i = (4 - bytes.split(",").length % 4) % 4; i > 0; i--) {
            packets.option(1);
        }
        for (String value : bytes.split(",")) {
            packets.option(Integer.parseInt(value));
        }
        Packet packet = packets.payload(9).packet();

        assertEquals(Packet.Kind.TCP, packet.kind());
        assertEquals(malformed ? Anomaly.MALFORMED_TCP_OPTIONS : Anomaly.NONE, packet.anomaly());
        assertEquals(1234, packet.mss());
        assertEquals(9, packet.payloadLength());
    }

    /** The header comes first, then what the options say as far as they are there. */
    @Test
    void shouldReadTcpCutAtAnyPoint() {
        Packets packets = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2)
                .flags(TcpHeader.SYN)
                .seq(77)
                .mss(1460)
                .sackPermitted()
                .timestamps(5, 6)
                .option(1)
                .windowScale(7)
                .payload(100);
        int end = packets.bytes().length;
        for (int captured = HEADERS; captured <= end; captured++) {
            Packet packet = packets.snaplen(captured).packet();
            int tcpBytes = captured - HEADERS;
            if (tcpBytes < 20) {
                assertEquals(Packet.Kind.SET_ASIDE, packet.kind());
                assertEquals(Anomaly.TRUNCATED_TRANSPORT_HEADER, packet.anomaly());
                continue;
            }
            assertEquals(Packet.Kind.TCP, packet.kind());
            assertEquals(Anomaly.NONE, packet.anomaly());
            assertEquals(77, packet.seq());
            assertEquals(100, packet.payloadLength());
            assertEquals(101, packet.sequenceLength());
            assertEquals(Math.max(0, tcpBytes - 40), packet.capturedPayloadLength());
            assertEquals(tcpBytes >= 40, packet.hasAllOptions());
            assertEquals(tcpBytes >= 24 ? 1460 : -1, packet.mss());
            assertEquals(tcpBytes >= 26, packet.sackPermitted());
            assertEquals(tcpBytes >= 36, packet.hasTimestamps());
            assertEquals(tcpBytes >= 40 ? 7 : -1, packet.windowScale());
            assertEquals(captured < end, packet.isClipped());
        }
    }

    @Test
    void shouldSetTcpWithLyingHeaderLengthAside() {
        byte[] bytes = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2).payload(8).bytes();
        for (int words = 0; words < 16; words++) {
            bytes[HEADERS + 12] = (byte) (words << 4);
            Packet packet = Packets.decode(Packets.frame(bytes, 1, 0, 1));
            boolean isPossible = words >= 5 && words <= 7;
            assertEquals(isPossible ? Packet.Kind.TCP : Packet.Kind.SET_ASIDE, packet.kind(), words + " words");
            if (!isPossible) {
                assertEquals(Anomaly.BAD_TCP_HEADER_LENGTH, packet.anomaly());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 2, 1", "0, 1, 1", "10, 3, 12", "10, 16, 10"})
    void shouldCountPayloadSynAndFinAsSequenceLength(int payload, int flags, int expected) {
        Packet packet = Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2)
                .payload(payload)
                .flags(flags)
                .packet();
        assertEquals(expected, packet.sequenceLength());
    }

    @Test
    void shouldReadUdpCutAtAnyPoint() {
        Packets packets = Packets.udp("10.0.0.1", 7, "10.0.0.2", 9).payload(20);
        for (int captured = HEADERS; captured <= HEADERS + 28; captured++) {
            Packet packet = packets.snaplen(captured).packet();
            int udpBytes = captured - HEADERS;
            assertEquals(udpBytes < 8 ? Packet.Kind.SET_ASIDE : Packet.Kind.UDP, packet.kind());
            assertEquals(udpBytes < 8 ? Anomaly.TRUNCATED_TRANSPORT_HEADER : Anomaly.NONE, packet.anomaly());
            if (udpBytes >= 8) {
                assertEquals(20, packet.payloadLength());
                assertEquals(udpBytes - 8, packet.capturedPayloadLength());
                assertEquals(9, packet.destinationPort());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "28, 20, NONE",
        "8, 0, NONE",
        "20, 12, NONE",
        "7, 20, BAD_UDP_LENGTH",
        "0, 20, BAD_UDP_LENGTH",
        "29, 20, BAD_UDP_LENGTH",
        "65535, 20, BAD_UDP_LENGTH"
    })
    void shouldJudgeUdpLength(int lengthField, int payload, Anomaly expected) {
        Packet packet = Packets.udp("10.0.0.1", 7, "10.0.0.2", 9)
                .payload(20)
                .udpLengthField(lengthField)
                .packet();

        assertEquals(Packet.Kind.UDP, packet.kind());
        assertEquals(expected, packet.anomaly());
        assertEquals(payload, packet.payloadLength());
        assertEquals(payload, packet.capturedPayloadLength());
    }

    @Test
    void shouldAcceptZeroLengthOfUdpBeyondSixteenBits() {
        Packet packet = Packets.udp("fe80::1", 7, "fe80::2", 9)
                .payload(70_000)
                .udpLengthField(0)
                .ipLengthField(0)
                .packet();

        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(70_000, packet.payloadLength());
    }

    @Test
    void shouldReadSctpCutAtAnyPoint() {
        Packets packets = Packets.sctp("10.0.0.1", 36412, "10.0.0.2", 38412).payload(16);
        for (int captured = HEADERS; captured <= HEADERS + 28; captured++) {
            Packet packet = packets.snaplen(captured).packet();
            boolean hasHeader = captured >= HEADERS + 12;
            assertEquals(hasHeader ? Packet.Kind.SCTP : Packet.Kind.SET_ASIDE, packet.kind());
            if (hasHeader) {
                assertEquals(36412, packet.sourcePort());
                assertEquals(38412, packet.destinationPort());
                assertEquals(16, packet.payloadLength());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"6, 20", "17, 8", "132, 12", "1, 8"})
    void shouldSetPacketsWithoutRoomForTheirHeaderAside(int protocol, int headerLength) {
        for (int length = 0; length < headerLength; length++) {
            Packet packet = Packets.ip("10.0.0.1", "10.0.0.2", protocol)
                    .payload(length)
                    .padding(40)
                    .packet();
            assertEquals(Packet.Kind.SET_ASIDE, packet.kind());
            assertEquals(Anomaly.BAD_TRANSPORT_LENGTH, packet.anomaly());
        }
    }
}
