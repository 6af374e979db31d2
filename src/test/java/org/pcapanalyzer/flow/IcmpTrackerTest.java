package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;

class IcmpTrackerTest {
    private static final Packets DATA = Packets.tcp(Wire.SERVER, Wire.SERVER_PORT, Wire.CLIENT, Wire.CLIENT_PORT)
            .seq(5000)
            .payload(1460);

    @Test
    void shouldTieAnErrorToTheFlowThatItQuotes() {
        Wire wire = new Wire().handshake().put(30, Packets.icmpError("10.9.9.9", Wire.SERVER, 3, 4, 1400, DATA));
        wire.flows();
        RecordingSink.Icmp row = wire.rows.icmp.get(0);
        assertEquals("fragmentation_needed", row.name());
        assertTrue(row.isError());
        assertEquals(1400, row.mtu());
        assertEquals(FlowProtocol.TCP, row.quotedProto());
        assertEquals(Wire.CLIENT_PORT, row.quotedDport());
        assertEquals(1, row.quotedFlowId());
        Flow tcp = wire.rows.flows.stream().filter(Flow::isTcp).findFirst().orElseThrow();
        assertEquals(1, tcp.icmpErrors());
    }

    @Test
    void shouldTieNoFlowToAQuoteOfWhatTheCaptureLacks() {
        Wire wire = new Wire().put(30, Packets.icmpError("10.9.9.9", Wire.SERVER, 11, 0, 0, DATA));
        wire.flows();
        assertEquals(Flow.ABSENT, wire.rows.icmp.get(0).quotedFlowId());
        assertEquals("ttl_exceeded", wire.rows.icmp.get(0).name());
        assertEquals(1, wire.rows.flows.size(), "a quoted packet is no packet of a flow");
    }

    @Test
    void shouldTieAnErrorToAnEchoRequest() {
        Packets echo = Packets.echo("10.0.0.1", "10.0.0.2", 8, 1, 1);
        Wire wire = new Wire().put(0, echo).put(5, Packets.icmpError("10.9.9.9", "10.0.0.1", 3, 1, 0, echo));
        wire.flows();
        assertEquals(1, wire.rows.icmp.get(1).quotedFlowId());
        assertEquals("echo_request", wire.rows.icmp.get(0).name());
    }

    @Test
    void shouldTieAnErrorOfIpv6() {
        Packets data = Packets.tcp("2001:db8::1", 4000, "2001:db8::2", 80).payload(1400);
        Wire wire = new Wire().put(0, data).put(5, Packets.icmpError("2001:db8::9", "2001:db8::1", 2, 0, 1280, data));
        wire.flows();
        assertEquals("packet_too_big", wire.rows.icmp.get(0).name());
        assertEquals(1280, wire.rows.icmp.get(0).mtu());
        assertEquals(1, wire.rows.icmp.get(0).quotedFlowId());
    }

    @Test
    void shouldNameCodesItDoesNotKnowByTheirType() {
        Wire wire = new Wire().put(0, Packets.icmp("10.0.0.1", "10.0.0.2", 3, 99, 0, new byte[0]));
        wire.flows();
        assertEquals("unreachable", wire.rows.icmp.get(0).name());
        assertEquals("other", IcmpNames.of(1, 200, 0));
        assertEquals("other", IcmpNames.of(58, 200, 0));
    }
}
