package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;
import static org.pcapanalyzer.flow.Wire.MS;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;

/** Bytes in order, missing and late. */
class StreamTrackerTest {
    @Test
    void shouldHaveNothingToTellOfAHealthyExchange() {
        Wire wire = new Wire()
                .handshake()
                .client(21, ACK, 1000, 5000, 100)
                .server(31, ACK, 5000, 1100, 1460)
                .client(41, ACK, 1100, 6460, 0)
                .client(50, ACK | FIN, 1100, 6460, 0)
                .server(60, ACK | FIN, 6460, 1101, 0)
                .client(70, ACK, 1101, 6461, 0);
        Flow flow = wire.flow();
        assertTrue(wire.rows.directions.isEmpty());
        assertTrue(wire.rows.events.isEmpty());
        assertEquals(ConnState.SF, flow.connState());
        assertEquals("ShADdFf", flow.history());
        assertEquals(31, flow.completeness());
        assertEquals(CloseKind.FIN, flow.closeKind());
        assertEquals(10 * MS, flow.rttMinOrigNs());
        assertEquals(10 * MS, flow.rttMinRespNs());
    }

    @Test
    void shouldCountAGapAndItsFill() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(31, ACK, 7000, 1000, 1000)
                .server(33, ACK, 6000, 1000, 1000, late -> late.ipId(7003));
        TcpDirection row = wire.fromServer();
        assertEquals(1, row.gapCount());
        assertEquals(0, row.missingBytes());
        assertEquals(3000, row.uniqueBytes());
        assertEquals(List.of(TcpEventKind.GAP), wire.kinds(5));
        assertEquals(List.of("lost_segment"), wire.labels(5));
    }

    @Test
    void shouldNotTakeALateFinForAByte() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1101, 5000, 0)
                .client(31, ACK | FIN, 1000, 5000, 100, late -> late.ipId(1003));
        assertEquals(100, wire.fromClient().uniqueBytes());
        assertEquals(100, wire.fromClient().payloadBytes());
    }

    @Test
    void shouldCountWhatNeverCameAsMissing() {
        Wire wire = new Wire().handshake().server(30, ACK, 5000, 1000, 1000).server(31, ACK, 7500, 1000, 1000);
        assertEquals(1500, wire.fromServer().missingBytes());
        assertEquals(1500, wire.flow().missingBytesResp());
        assertEquals(2000, wire.fromServer().uniqueBytes());
    }

    @Test
    void shouldFollowTheStreamAcrossTheWrap() {
        Wire wire = new Wire()
                .client(0, SYN, -1001, 0, 0)
                .server(10, SYN | ACK, -501, -1000, 0)
                .client(20, ACK, -1000, -500, 0)
                .client(21, ACK, -1000, -500, 700)
                .client(22, ACK, 400, -500, 700)
                .client(23, ACK, -300, -500, 700, late -> late.ipId(1004))
                .server(33, ACK, -500, 1100, 600)
                .client(43, ACK, 1100, 100, 0)
                .client(44, FIN | ACK, 1100, 100, 0)
                .server(54, FIN | ACK, 100, 1101, 0);
        TcpDirection row = wire.fromClient();
        assertEquals(0, row.missingBytes());
        assertEquals(2100, row.uniqueBytes());
        assertEquals(1, row.gapCount());
        assertEquals(1, row.reorderCount());
        assertEquals(0, row.retransPkts());
        assertTrue(row.finAcked());
        assertEquals(600, wire.flow().respPayloadBytes());
        assertEquals(10 * MS, wire.flow().rttMinRespNs());
    }

    @Test
    void shouldTakeDataBehindAWindowProbeForNew() {
        Wire wire = new Wire()
                .handshake()
                .server(25, ACK, 5000, 1000, 0, ack -> ack.window(0))
                .client(30, ACK, 1000, 5000, 1)
                .server(200, ACK, 5000, 1000, 0)
                .client(210, ACK, 1000, 5000, 500);
        TcpDirection row = wire.fromClient();
        assertEquals(0, row.retransPkts());
        assertEquals(500, row.uniqueBytes());
        assertEquals(1, row.windowProbeCount());
    }

    @Test
    void shouldNotMissWhatWasSentBeforeTheCaptureBegan() {
        Wire wire = new Wire()
                .client(0, ACK, 1000, 5000, 0)
                .server(1, ACK, 9000, 1000, 1000)
                .client(11, ACK, 1000, 10_000, 0);
        Flow flow = wire.flow();
        assertEquals(0, flow.missingBytesResp());
        assertTrue(wire.rows.directions.isEmpty());
    }

    @Test
    void shouldTakeTheFirstPacketsInDisorderForReordered() {
        Wire wire = new Wire()
                .server(0, ACK, 6000, 1000, 1000)
                .server(0.2, ACK, 5000, 1000, 1000)
                .client(10, ACK, 1000, 7000, 0);
        assertEquals(1, wire.fromServer().reorderCount());
        assertEquals(0, wire.fromServer().retransPkts());
        assertEquals(2000, wire.fromServer().uniqueBytes());
    }

    @Test
    void shouldBoundHolesAndSayHowOftenTheBoundBit() {
        Wire wire = new Wire(new FlowLimits(10, 4, 64, 1 << 20, 4, 0)).handshake();
        for (int i = 0; i < 10; i++) {
            wire.server(30 + i, ACK, 6000 + 2000 * i, 1000, 1000);
        }
        assertEquals(10_000, wire.fromServer().missingBytes());
        assertEquals(10, wire.fromServer().gapCount());
        assertEquals(6, wire.tracker().limitCounts().get("gaps_per_direction"));
    }

    @Test
    void shouldRememberABoundedNumberOfSegments() {
        Wire wire = new Wire(new FlowLimits(10, 4, 4, 1 << 20, 4, 0)).handshake();
        for (int i = 0; i < 6; i++) {
            wire.server(30 + i, ACK, 5000 + 100 * i, 1000, 100);
        }
        wire.server(300, ACK, 5000, 1000, 100);
        assertEquals(List.of("timeout"), wire.causes());
        assertEquals(Flow.ABSENT, wire.resends().get(0).deltaNs());
        assertEquals(2, wire.tracker().limitCounts().get("segments_per_direction"));
    }

    @Test
    void shouldMeasureRoundTripsByKarnsRule() {
        Wire wire = new Wire()
                .handshake()
                .client(100, ACK, 1000, 5000, 100)
                .server(130, ACK, 5000, 1100, 0)
                .client(200, ACK, 1100, 5000, 100)
                .client(500, ACK, 1100, 5000, 100)
                .server(510, ACK, 5000, 1200, 0)
                .client(600, ACK, 1200, 5000, 100)
                .client(601, ACK, 1300, 5000, 100)
                .server(651, ACK, 5000, 1400, 0);
        TcpDirection row = wire.fromClient();
        assertEquals(2, row.rttSamples());
        assertEquals(30 * MS, row.rttMinNs());
        assertEquals(50 * MS, row.rttMaxNs());
        assertEquals(40 * MS, row.rttAvgNs());
    }

    @Test
    void shouldNotMeasureAnAckThatWaitedForAHole() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 6000, 1000, 1000)
                .server(230, ACK, 5000, 1000, 1000)
                .client(231, ACK, 1000, 7000, 0);
        assertEquals(0, wire.fromServer().rttSamples());
    }

    @Test
    void shouldReadLengthsFromTheIpHeaderWhereTheFrameIsCut() {
        Wire wire = new Wire()
                .handshake()
                .client(21, ACK, 1000, 5000, 1000, cut -> cut.snaplen(66))
                .client(22, ACK, 2000, 5000, 1000, cut -> cut.snaplen(66))
                .server(31, ACK, 5000, 3000, 0);
        Flow flow = wire.flow();
        assertEquals(2000, flow.origPayloadBytes());
        assertEquals(2, flow.truncatedPkts());
        assertEquals(0, flow.missingBytesOrig());
        assertTrue(wire.rows.directions.isEmpty());
    }

    @Test
    void shouldCountBothDirectionsApart() {
        Flow flow = new Wire()
                .handshake()
                .client(21, ACK, 1000, 5000, 100, packet -> packet.ttl(63))
                .server(31, ACK, 5000, 1100, 200, packet -> packet.ttl(57))
                .flow();
        assertEquals(3, flow.origPkts());
        assertEquals(2, flow.respPkts());
        assertEquals(100, flow.origPayloadBytes());
        assertEquals(200, flow.respPayloadBytes());
        assertEquals(44 + 40 + 140, flow.origIpBytes(), "the SYN has an option");
        assertEquals(63, flow.ttlOrig());
        assertEquals(57, flow.ttlResp());
        assertEquals(10 * MS, flow.idleMaxNs());
        assertEquals(31 * MS, flow.durationNs());
        assertEquals(140, flow.maxIpLengthOrig());
        assertFalse(flow.vlan() >= 0);
    }

    @Test
    void shouldKeepTheOuterVlanOfTheFirstFrame() {
        Packets tagged = Packets.tcp(Wire.CLIENT, 1, Wire.SERVER, 2).vlan(42);
        assertEquals(42, new Wire().put(0, tagged).flow().vlan());
    }
}
