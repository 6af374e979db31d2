package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DhcpMessageTest {
    private static final long MAC = 0x02_00_0A_01_00_02L;
    private static final HexFormat HEX = HexFormat.of();
    /** DUID-LL of that MAC address. */
    private static final String CLIENT_ID = "0001000a00030001" + "02000a010002";

    private final DhcpMessage message = new DhcpMessage();

    private static byte[] v4(int operation, String options) {
        ByteBuffer bytes = ByteBuffer.allocate(240 + options.length() / 2);
        bytes.put(new byte[] {(byte) operation, 1, 6, 1}).putInt(0xCAFEBABE).putShort((short) 7);
        bytes.position(12);
        bytes.putInt(0x0A000005).putInt(0x0A000009).putInt(0).putInt(0x0A000001);
        bytes.putShort((short) 0x0200).putInt(0x0A010002);
        bytes.position(236);
        bytes.putInt(0x63825363).put(HEX.parseHex(options));
        return bytes.array();
    }

    private static Packet packet(boolean isV4, byte[] payload) {
        Packets datagram = isV4
                ? Packets.udp("0.0.0.0", 68, "255.255.255.255", 67)
                : Packets.udp("fe80::1", 546, "ff02::1:2", 547);
        return Packets.decode(datagram.payload(payload).frame());
    }

    private boolean read(boolean isV4, byte[] payload) {
        return message.read(packet(isV4, payload));
    }

    @Test
    void shouldReadAnAcknowledgement() {
        assertTrue(read(true, v4(2, "00" + "350105" + "36040a000001" + "330400000e10" + "32040a000009" + "ff")));
        assertEquals(DhcpKind.ACK, message.kind());
        assertTrue(message.isFromServer());
        assertEquals(0xCAFEBABEL, message.transactionId());
        assertEquals(MAC, message.clientMac());
        assertEquals(7, message.seconds());
        assertEquals(1, message.hops());
        assertEquals("10.0.0.1", Addresses.text(message.relayHigh(), message.relayLow(), 4));
        assertEquals("10.0.0.9", Addresses.text(message.givenHigh(), message.givenLow(), 4));
        assertEquals(0x0A000005, message.clientAddress());
        assertEquals(0x0A000009, message.requestedAddress());
        assertEquals(0x0A000001, message.serverId());
        assertEquals(3600, message.leaseSeconds());
        assertEquals(DhcpMessage.ABSENT, message.status());
    }

    @Test
    void shouldTakeAMessageWithoutTypeForBootp() {
        assertTrue(read(true, v4(1, "ff")));
        assertEquals(DhcpKind.BOOTP, message.kind());
        assertFalse(message.isFromServer());
    }

    @Test
    void shouldForgetTheMessageBefore() {
        read(true, v4(2, "350105" + "330400000e10" + "ff"));
        read(true, v4(1, "350101" + "ff"));
        assertEquals(DhcpKind.DISCOVER, message.kind());
        assertEquals(DhcpMessage.ABSENT, message.leaseSeconds());
    }

    @Test
    void shouldRefuseWhatIsNoDhcp() {
        assertFalse(read(true, v4(3, "350101ff")));
        assertFalse(read(false, HEX.parseHex("63000001")));
    }

    @Test
    void shouldReadASolicitation() {
        assertTrue(read(false, HEX.parseHex("01123456" + CLIENT_ID + "0008000200c8")));
        assertEquals(DhcpKind.SOLICIT, message.kind());
        assertEquals(0x123456, message.transactionId());
        assertEquals(MAC, message.clientMac());
        assertEquals(2, message.seconds());
        assertEquals(0, message.hops());
    }

    @Test
    void shouldReadAddressAndStatusInsideAnAssociation() {
        String address = "fd420001000000000000000000000abc" + "00000e10" + "00001c20";
        String inner = "00050018" + address + "000d00020002";
        assertTrue(read(false, HEX.parseHex("07123456" + "0003002e" + "000000010000000000000000" + inner + "0000")));
        assertEquals(DhcpKind.REPLY, message.kind());
        assertTrue(message.isFromServer());
        assertEquals("fd42:1::abc", Addresses.text(message.givenHigh(), message.givenLow(), 6));
        assertEquals(7200, message.leaseSeconds());
        assertEquals(2, message.status());
    }

    @Test
    void shouldOpenWhatRelaysPutAround() {
        String solicitation = "01123456" + CLIENT_ID;
        byte[] relayed = relayed("fd420001000000000000000000000001", solicitation);
        byte[] twice = relayed("fd420002000000000000000000000001", HEX.formatHex(relayed));
        assertTrue(read(false, twice));
        assertEquals(DhcpKind.SOLICIT, message.kind());
        assertEquals(2, message.hops());
        assertEquals("fd42:1::1", Addresses.text(message.relayHigh(), message.relayLow(), 6));
        assertEquals(MAC, message.clientMac());
    }

    private static byte[] relayed(String link, String inner) {
        String peer = "fe80000000000000000000000000000a";
        return HEX.parseHex("0c00" + link + peer + "0009" + "%04x".formatted(inner.length() / 2) + inner);
    }

    @Test
    void shouldGiveUpOnRelaysWithoutEnd() {
        byte[] message = HEX.parseHex("01123456");
        for (int level = 0; level < 20; level++) {
            message = relayed("fd420001000000000000000000000001", HEX.formatHex(message));
        }
        assertFalse(read(false, message));
    }

    @Test
    void shouldTakeEveryTruncation() {
        byte[] v4 = v4(2, "350105" + "36040a000001" + "ff");
        for (int length = 0; length < v4.length; length++) {
            assertEquals(length >= 236, read(true, Arrays.copyOf(v4, length)));
            if (length >= 236) {
                assertEquals(length >= 243 ? DhcpKind.ACK : DhcpKind.BOOTP, message.kind());
                assertEquals(length >= 249 ? 0x0A000001 : 0, message.serverId());
            }
        }
        byte[] v6 = relayed("fd420001000000000000000000000001", "01123456" + CLIENT_ID);
        for (int length = 0; length < v6.length; length++) {
            assertFalse(read(false, Arrays.copyOf(v6, length)));
        }
    }

    @Test
    void shouldTakeEveryLyingLength() {
        for (int length = 0; length <= 255; length++) {
            assertTrue(read(true, v4(2, "35%02x05".formatted(length) + "36040a000001" + "ff")));
            assertTrue(read(false, HEX.parseHex("01123456" + "000100%02x00030001".formatted(length) + "02000a010002")));
            assertEquals(length == 10 ? MAC : DhcpMessage.ABSENT, message.clientMac());
        }
        for (int association = 0; association < 64; association++) {
            assertTrue(read(
                    false,
                    HEX.parseHex("07123456" + "0003%04x".formatted(association) + "00".repeat(12) + "00050018")));
        }
    }
}
