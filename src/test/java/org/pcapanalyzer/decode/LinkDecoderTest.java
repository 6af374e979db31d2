package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.capture.Frame;

class LinkDecoderTest {
    private static final int ETHERNET = 1;
    private static final String MACS = "020000000002 020000000001";

    @Test
    void shouldReadEthernet() {
        Packet packet = decode(ETHERNET, MACS + "0800", udpOverIpv4());

        assertUdp(packet);
        assertEquals(0x02_00_00_00_00_01L, packet.sourceMac());
        assertEquals(0x02_00_00_00_00_02L, packet.destinationMac());
        assertEquals(-1, packet.vlanId());
        assertEquals(0x0800, packet.etherType());
        assertEquals(14, packet.ipOffset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8100", "88a8", "9100"})
    void shouldReadVlanTagOfEachKind(String tpid) {
        Packet packet = decode(ETHERNET, MACS + tpid + "e064 0800", udpOverIpv4());

        assertUdp(packet);
        assertEquals(100, packet.vlanId());
        assertEquals(0x0800, packet.etherType());
    }

    @Test
    void shouldTellOutermostOfStackedVlans() {
        Packet packet = decode(ETHERNET, MACS + "88a8 0007 8100 0064 8100 0065 86dd", udpOverIpv6());

        assertUdp(packet);
        assertEquals(7, packet.vlanId());
        assertEquals(0x86DD, packet.etherType());
    }

    @Test
    void shouldEndAtVlanTagsWithoutEnd() {
        byte[] frame = Packets.hex(MACS + "8100 0001".repeat(1000));
        assertEquals(Anomaly.TOO_MANY_HEADERS, aside(Packets.frame(frame, ETHERNET, 0, 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "0030 aaaa03 000000 0800, NONE",
        "0030 aaaa03 0000f8 0800, NONE",
        "0030 060603, NONE",
        "8100 0005 0030 aaaa03 000000 0800, NONE",
        "0030 aaaa03 00000c 2000, NON_IP",
        "0026 424203 000000, NON_IP",
        "0030 aaaa03 000000 0004, NON_IP",
    })
    void shouldReadIpBehindLlc(String type, Anomaly expected) {
        Packet packet = decode(ETHERNET, MACS + type, udpOverIpv4());

        assertEquals(expected, packet.anomaly());
        assertEquals(expected == Anomaly.NONE ? Packet.Kind.UDP : Packet.Kind.SET_ASIDE, packet.kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"88cc", "888e", "8863", "8035", "ffff"})
    void shouldSetOtherEtherTypesAside(String type) {
        Packet packet = decode(ETHERNET, MACS + type, new byte[46]);

        assertEquals(Packet.Kind.SET_ASIDE, packet.kind());
        assertEquals(Anomaly.NON_IP, packet.anomaly());
        assertEquals(Integer.parseInt(type, 16), packet.etherType());
    }

    @Test
    void shouldReadLinuxCooked() {
        Packet packet = decode(113, "0004 0001 0006 020000000009 0000 0800", udpOverIpv4());

        assertUdp(packet);
        assertEquals(0x02_00_00_00_00_09L, packet.sourceMac());
        assertEquals(-1, packet.destinationMac());
    }

    @ParameterizedTest
    @CsvSource({
        "0000 0304 0000 0000000000000000 0800, 113, NONE, 0800",
        "0000 0001 0006 0200000000090000 8100 0021 86dd, 113, NONE, 86dd",
        "0000 0001 0006 0200000000090000 0004 424203, 113, NON_IP, 0",
        "0000 0001 0006 0200000000090000 0001, 113, NON_IP, 0",
        "0000 0338 0000 0000000000000000 0800, 113, NON_IP, 0",
        "86dd 0000 00000003 0001 00 06 0200000000090000, 276, NONE, 86dd",
        "0800 0000 00000003 fffe 00 00 0000000000000000, 276, NONE, 0800",
        "0004 0000 00000003 0001 00 06 0200000000090000 aaaa03 000000 0800, 276, NONE, 0800",
        "0004 0000 00000003 0338 00 06 0200000000090000, 276, NON_IP, 0",
    })
    void shouldReadWhatLinuxCookedHeadersAnnounce(String header, int linkType, Anomaly expected, String etherType) {
        byte[] ip = etherType.equals("86dd") ? udpOverIpv6() : udpOverIpv4();
        Packet packet = decode(linkType, header, ip);

        assertEquals(expected, packet.anomaly());
        assertEquals(Integer.parseInt(etherType, 16), packet.etherType());
    }

    @Test
    void shouldHaveNoMacInCookedHeaderOfOtherAddressLength() {
        assertEquals(
                -1,
                decode(113, "0000 0304 0000 0000000000000000 0800", udpOverIpv4())
                        .sourceMac());
        assertEquals(
                -1,
                decode(276, "0800 0000 00000003 fffe 00 08 0102030405060708", udpOverIpv4())
                        .sourceMac());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 02000000, 4",
        "0, 00000002, 4",
        "108, 00000002, 4",
        "0, 0a000000, 6",
        "0, 17000000, 6",
        "0, 18000000, 6",
        "0, 1c000000, 6",
        "0, 1e000000, 6",
        "108, 0000001e, 6",
        "0, 00000018, 6"
    })
    void shouldReadLoopbackOfEachSystem(int linkType, String family, int version) {
        Packet packet = decode(linkType, family, version == 4 ? udpOverIpv4() : udpOverIpv6());

        assertUdp(packet);
        assertEquals(version, packet.ipVersion());
        assertEquals(-1, packet.sourceMac());
    }

    @Test
    void shouldSetOtherAddressFamiliesAside() {
        assertEquals(Anomaly.NON_IP, decode(0, "07000000", new byte[60]).anomaly());
        assertEquals(Anomaly.NON_IP, decode(0, "ffffffff", new byte[60]).anomaly());
    }

    @ParameterizedTest
    @CsvSource({"101, 4", "101, 6", "12, 4", "12, 6", "14, 4", "14, 6", "228, 4", "229, 6"})
    void shouldReadRawIp(int linkType, int version) {
        Packet packet = decode(linkType, "", version == 4 ? udpOverIpv4() : udpOverIpv6());

        assertUdp(packet);
        assertEquals(version == 4 ? 0x0800 : 0x86DD, packet.etherType());
    }

    @ParameterizedTest
    @CsvSource({"228, 6", "229, 4"})
    void shouldSetOtherVersionThanTheLinkTypesAside(int linkType, int version) {
        String address = version == 4 ? "192.0.2.1" : "2001:db8::1";
        byte[] ip = Packets.udp(address, 1024, address, 53).payload(40).ipBytes();
        assertEquals(Anomaly.BAD_IP_VERSION, decode(linkType, "", ip).anomaly());
    }

    @Test
    void shouldSetRawBytesThatAreNoIpAside() {
        assertEquals(Anomaly.BAD_IP_VERSION, decode(101, "50", new byte[60]).anomaly());
        assertEquals(Anomaly.TRUNCATED_IP_HEADER, decode(101, "", new byte[0]).anomaly());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 8, 147, 160, 253, 0x7FFF_FFFF})
    void shouldSetUnknownLinkTypesAside(int linkType) {
        assertEquals(
                Anomaly.UNKNOWN_LINK_TYPE, decode(linkType, "", udpOverIpv4()).anomaly());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 020000000002 020000000001 0800",
        "1, 020000000002 020000000001 8100 0001 88a8 0002 0800",
        "1, 020000000002 020000000001 0030 aaaa03 000000 0800",
        "113, 0004 0001 0006 0200000000090000 0800",
        "276, 0800 0000 00000003 0001 00 06 0200000000090000",
        "0, 02000000",
    })
    void shouldNameHeadersCutAtAnyPoint(int linkType, String header) {
        byte[] bytes = Packets.hex(header);
        for (int length = 0; length < bytes.length; length++) {
            assertEquals(Anomaly.TRUNCATED_LINK_HEADER, aside(Packets.clipped(bytes, length, 1500, linkType)));
            assertEquals(Anomaly.TRUNCATED_LINK_HEADER, aside(Packets.clipped(bytes, length, length, linkType)));
        }
        assertEquals(Anomaly.TRUNCATED_IP_HEADER, aside(Packets.clipped(bytes, bytes.length, 1500, linkType)));
    }

    private static Anomaly aside(Frame frame) {
        Packet packet = Packets.decode(frame);
        assertEquals(Packet.Kind.SET_ASIDE, packet.kind());
        return packet.anomaly();
    }

    private static void assertUdp(Packet packet) {
        assertEquals(Packet.Kind.UDP, packet.kind());
        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(53, packet.destinationPort());
        assertEquals(5, packet.payloadLength());
    }

    private static byte[] udpOverIpv4() {
        return Packets.udp("192.0.2.1", 1024, "192.0.2.2", 53).payload(5).ipBytes();
    }

    private static byte[] udpOverIpv6() {
        return Packets.udp("2001:db8::1", 1024, "2001:db8::2", 53).payload(5).ipBytes();
    }

    private static Packet decode(int linkType, String header, byte[] rest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Packets.hex(header));
        bytes.writeBytes(rest);
        return Packets.decode(Packets.frame(bytes.toByteArray(), linkType, 0, 1));
    }
}
