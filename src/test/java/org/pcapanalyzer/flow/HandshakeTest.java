package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.MS;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    @Test
    void shouldMeasureBothHalvesOfTheRoundTrip() {
        Flow flow = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(30, SYN | ACK, 4999, 1000, 0)
                .client(32, ACK, 1000, 5000, 0)
                .flow();
        assertTrue(flow.handshakeOk());
        assertEquals(30 * MS, flow.synRttNs());
        assertEquals(2 * MS, flow.ackRttNs());
        assertEquals(1, flow.synCount());
        assertEquals(1, flow.synackCount());
        assertEquals(7, flow.completeness());
        assertEquals(OriginatorSource.SYN, flow.origSource());
    }

    @Test
    void shouldReadOptionsOfBothSyns() {
        Flow flow = new Wire()
                .client(0, SYN, 999, 0, 0, syn -> syn.mss(1460).windowScale(7).sackPermitted())
                .server(1, SYN | ACK, 4999, 1000, 0, syn -> syn.mss(1360).sackPermitted())
                .flow();
        assertEquals(1460, flow.mssOrig());
        assertEquals(1360, flow.mssResp());
        assertEquals(7, flow.wscaleOrig());
        assertEquals(-1, flow.wscaleResp());
        assertTrue(flow.sackOk());
    }

    @Test
    void shouldNotMeasureAnAnswerToOneOfSeveralSyns() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .client(1000, SYN, 999, 0, 0)
                .client(3000, SYN, 999, 0, 0)
                .server(3010, SYN | ACK, 4999, 1000, 0);
        Flow flow = wire.flow();
        assertEquals(Flow.ABSENT, flow.synRttNs());
        assertEquals(3, flow.synCount());
        assertFalse(flow.handshakeOk());
        assertEquals(List.of("timeout", "timeout"), wire.causes());
        assertEquals(0, flow.retransPktsOrig(), "SYNs are counted as SYNs");
    }

    @Test
    void shouldLetTheTimerOfTheClientExplainAnAnswerSentAgain() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(10, SYN | ACK, 4999, 1000, 0)
                .client(1000, SYN, 999, 0, 0)
                .server(1010, SYN | ACK, 4999, 1000, 0)
                .client(1020, ACK, 1000, 5000, 0);
        assertEquals(List.of("spurious", "timeout"), wire.causes(), "the SYN had arrived, its answer had not");
        assertEquals("after", wire.resends().get(1).lost());
    }

    @Test
    void shouldTellTheStepOfEachSynRetry() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .client(1000, SYN, 999, 0, 0)
                .client(3000, SYN, 999, 0, 0);
        wire.flow();
        RecordingSink.Event last = wire.rows.events.get(1);
        assertEquals(TcpEventKind.SYN_RETRANSMISSION, last.kind());
        assertEquals("retransmission", last.label());
        assertEquals(2000 * MS, last.deltaNs());
        assertEquals(2, last.attempt());
    }

    @Test
    void shouldReverseSidesWhenTheSynWasMissed() {
        Flow flow = new Wire()
                .server(0, SYN | ACK, 4999, 1000, 0)
                .client(20, ACK, 1000, 5000, 0)
                .flow();
        assertEquals(Wire.CLIENT_PORT, flow.origPort());
        assertEquals(OriginatorSource.SYN, flow.origSource());
        assertFalse(flow.handshakeOk());
        assertEquals("^hA", flow.history());
    }

    @Test
    void shouldLetTheWellKnownPortAnswerWithoutSyn() {
        Flow flow = new Wire().server(0, ACK, 4999, 1000, 10).flow();
        assertEquals(Wire.CLIENT_PORT, flow.origPort());
        assertEquals(OriginatorSource.PORT, flow.origSource());
        assertEquals("^d", flow.history());
    }

    @Test
    void shouldIgnoreAChallengeAckForTheStreams() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(10, ACK, 77_000_000, 88_000_000, 0)
                .client(20, RST, 88_000_000, 0, 0)
                .client(22, SYN, 999, 0, 0)
                .server(32, SYN | ACK, 4999, 1000, 0)
                .client(42, ACK, 1000, 5000, 0)
                .client(43, ACK, 1000, 5000, 100)
                .server(53, ACK, 5000, 1100, 0);
        Flow flow = wire.flow();
        assertTrue(flow.handshakeOk());
        assertEquals(0, flow.missingBytesOrig() + flow.missingBytesResp());
        assertTrue(wire.rows.directions.stream().allMatch(row -> row.gapCount() == 0 && row.ackedUnseenCount() == 0));
    }

    @Test
    void shouldCompleteASimultaneousOpen() {
        Flow flow = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(1, SYN, 4999, 0, 0)
                .client(20, SYN | ACK, 999, 5000, 0)
                .server(21, SYN | ACK, 4999, 1000, 0)
                .client(40, ACK, 1000, 5000, 10)
                .server(41, ACK, 5000, 1010, 0)
                .flow();
        assertTrue(flow.handshakeOk());
        assertEquals(10, flow.origPayloadBytes());
        assertEquals(0, flow.missingBytesOrig() + flow.missingBytesResp());
        assertEquals(ConnState.S1, flow.connState());
    }

    @Test
    void shouldEndTheFlowWhenASynReusesItsPorts() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | Wire.FIN, 1000, 5000, 0)
                .server(40, ACK | Wire.FIN, 5000, 1001, 0)
                .client(50, ACK, 1001, 5001, 0)
                .client(90, SYN, 70_000, 0, 0)
                .server(100, SYN | ACK, 80_000, 70_001, 0);
        List<Flow> flows = wire.flows();
        assertEquals(2, flows.size());
        assertEquals(EndReason.CLOSED, flows.get(0).endReason());
        assertEquals(Flow.ABSENT, flows.get(0).reuseGapNs());
        assertEquals(40 * MS, flows.get(1).reuseGapNs());
        assertEquals(7, flows.get(1).flowId());
        assertEquals(List.of("reused_ports"), wire.labels(7));
        assertEquals(List.of(TcpEventKind.PORT_REUSE), wire.kinds(7));
    }

    @Test
    void shouldEndAnOpenFlowWhenAnotherSynComes() {
        List<Flow> flows =
                new Wire().handshake().client(5000, SYN, 70_000, 0, 0).flows();
        assertEquals(2, flows.size());
        assertEquals(EndReason.CLOSED, flows.get(0).endReason());
        assertEquals(CloseKind.OPEN, flows.get(0).closeKind());
    }

    /** The first SYN-ACK answers the one SYN; what the ACK answers cannot be told. */
    @Test
    void shouldNotMeasureAnAckOfOneOfSeveralSynAcks() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(30, SYN | ACK, 4999, 1000, 0)
                .server(1030, SYN | ACK, 4999, 1000, 0)
                .client(1040, ACK, 1000, 5000, 0);
        assertEquals(30 * MS, wire.flow().synRttNs());
        assertEquals(Flow.ABSENT, wire.flow().ackRttNs());
    }

    @Test
    void shouldMeasureAnAckThoughTheSynAckIsSentAgainLater() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(30, SYN | ACK, 4999, 1000, 0)
                .client(32, ACK, 1000, 5000, 0)
                .server(1030, SYN | ACK, 4999, 1000, 0)
                .client(1032, ACK, 1000, 5000, 0);
        assertEquals(2 * MS, wire.flow().ackRttNs());
    }

    @Test
    void shouldNotMeasureASynCapturedAfterItsAnswer() {
        Wire wire = new Wire()
                .server(0, SYN | ACK, 4999, 1000, 0)
                .client(0.1, SYN, 999, 0, 0)
                .client(5, ACK, 1000, 5000, 0);
        assertEquals(Flow.ABSENT, wire.flow().synRttNs());
        assertEquals(5 * MS, wire.flow().ackRttNs());
    }

    @Test
    void shouldNotMeasureASimultaneousOpen() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(1, SYN, 4999, 0, 0)
                .server(30, SYN | ACK, 4999, 1000, 0)
                .client(31, SYN | ACK, 999, 5000, 0);
        assertEquals(Flow.ABSENT, wire.flow().ackRttNs());
    }
}
