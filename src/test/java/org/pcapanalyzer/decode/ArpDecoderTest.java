package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArpDecoderTest {
    /** Who has 10.0.0.2? Tell 10.0.0.1. */
    private static final String REQUEST =
            "ffffffffffff 020000000001 0806" + "0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002";

    @Test
    void shouldReadRequest() {
        Packet packet = Packets.decode(Packets.frame(Packets.hex(REQUEST), 1, 7, 3));
        NeighborMessage message = packet.neighbor();

        assertEquals(Packet.Kind.ARP, packet.kind());
        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(0, packet.ipVersion());
        assertEquals(NeighborMessage.Operation.REQUEST, message.operation());
        assertEquals(4, message.ipVersion());
        assertEquals("02:00:00:00:00:01", Addresses.mac(message.senderMac()));
        assertEquals("10.0.0.1", Addresses.text(message.senderHigh(), message.senderLow(), 4));
        assertEquals(0, message.targetMac());
        assertEquals("10.0.0.2", Addresses.text(message.targetHigh(), message.targetLow(), 4));
        assertFalse(message.isProbe() || message.isGratuitous());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 10.0.0.1, 10.0.0.2, REQUEST, false, false",
        "2, 10.0.0.1, 10.0.0.2, REPLY, false, false",
        "1, 0.0.0.0, 10.0.0.2, REQUEST, true, false",
        "1, 10.0.0.1, 10.0.0.1, REQUEST, false, true",
        "2, 10.0.0.1, 10.0.0.1, REPLY, false, true",
        "3, 0.0.0.0, 0.0.0.0, OTHER, false, false",
        "9, 10.0.0.1, 10.0.0.2, OTHER, false, false",
    })
    void shouldTellKindsOfMessages(
            int operation,
            String sender,
            String target,
            NeighborMessage.Operation expected,
            boolean isProbe,
            boolean isGratuitous) {
        Packet packet = Packets.decode(Packets.arp(operation, 0x0A0B0C0D0E0FL, sender, 5, target, 0, 1));

        assertEquals(expected, packet.neighbor().operation());
        assertEquals(0x0A0B0C0D0E0FL, packet.neighbor().senderMac());
        assertEquals(5, packet.neighbor().targetMac());
        assertEquals(isProbe, packet.neighbor().isProbe());
        assertEquals(isGratuitous, packet.neighbor().isGratuitous());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0006 0800 06 04", "0001 86dd 06 04", "0001 0800 08 04", "0001 0800 06 10", "0020 0800 14 04"})
    void shouldSetOtherAddressesAside(String fixed) {
        byte[] bytes = Packets.hex(REQUEST);
        System.arraycopy(Packets.hex(fixed), 0, bytes, EthernetHeader.LENGTH, 6);
        Packet packet = Packets.decode(Packets.frame(bytes, 1, 0, 1));

        assertEquals(Packet.Kind.SET_ASIDE, packet.kind());
        assertEquals(Anomaly.UNSUPPORTED_ARP, packet.anomaly());
    }

    @Test
    void shouldNameArpCutAtAnyPoint() {
        byte[] bytes = Packets.hex(REQUEST);
        for (int length = EthernetHeader.LENGTH; length < bytes.length; length++) {
            assertEquals(
                    Anomaly.TRUNCATED_ARP,
                    Packets.decode(Packets.clipped(bytes, length, bytes.length, 1))
                            .anomaly());
        }
    }
}
