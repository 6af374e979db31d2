package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TransportDecoderTest {
    @Test
    void shouldReadSynWithItsOptions() {
        Packet packet = Packets.tcp("10.0.0.1", 40000, "10.0.0.2", 443)
                .flags(TcpHeader.SYN | TcpHeader.ECE | TcpHeader.CWR)
                .seq(0xFFFF_FFFE)
                .window(64240)
                .checksum(0xBEEF)
                .mss(1460)
                .sackPermitted()
                .timestamps(7, 0)
                .option(1)
                .windowScale(7)
                .at(1_700_000_000_000_000_001L)
                .number(42)
                .packet();

        assertEquals(Packet.Kind.TCP, packet.kind());
        assertEquals(Anomaly.NONE, packet.anomaly());
        assertEquals(42, packet.frameNumber());
        assertEquals(1_700_000_000_000_000_001L, packet.timestampNs());
        assertEquals("10.0.0.1", Addresses.text(packet.sourceHigh(), packet.sourceLow(), packet.ipVersion()));
        assertEquals("10.0.0.2", Addresses.text(packet.destinationHigh(), packet.destinationLow(), packet.ipVersion()));
        assertEquals(40000, packet.sourcePort());
        assertEquals(443, packet.destinationPort());
        assertEquals(0xFFFF_FFFE, packet.seq());
        assertEquals(64240, packet.window());
        assertEquals(0xBEEF, packet.checksum());
        assertTrue(packet.hasFlags(TcpHeader.SYN | TcpHeader.ECE));
        assertFalse(packet.hasFlags(TcpHeader.SYN | TcpHeader.ACK));
        assertEquals(1460, packet.mss());
        assertEquals(7, packet.windowScale());
        assertTrue(packet.sackPermitted());
        assertTrue(packet.hasTimestamps());
        assertEquals(7, packet.tsVal());
        assertEquals(0, packet.payloadLength());
        assertEquals(1, packet.sequenceLength());
        assertEquals(60, packet.ipLength());
    }
}
