package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;
import static org.pcapanalyzer.flow.Wire.MS;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;

class CloseTrackerTest {
    @Test
    void shouldTellThePauseBeforeThePacketThatTheRstAnswers() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100)
                .server(40, ACK, 5000, 1100, 300)
                .client(50, ACK, 1100, 5300, 0)
                .client(350_050, ACK, 1100, 5300, 60)
                .client(350_280, ACK, 1100, 5300, 60)
                .server(350_300, RST, 5300, 0, 0, rst -> rst.ttl(250));
        TcpDirection row = wire.fromServer();
        assertEquals(9, row.rstFrame());
        assertEquals(250, row.rstTtl());
        assertEquals(350_000 * MS, row.idleBeforeRstNs());
        assertEquals(20 * MS, row.rstAfterPeerDataNs());
        assertEquals(350_260 * MS, row.rstAfterOwnDataNs());
        assertEquals(300, row.ownDataBeforeRst());
        assertEquals(60, row.peerUnackedBeforeRst());
        assertEquals(CloseKind.RST, wire.flow().closeKind());
        assertEquals(Closer.RESP, wire.flow().firstCloser());
        assertEquals(List.of(TcpEventKind.RESET), wire.kinds(9));
    }

    @Test
    void shouldForgetAPauseAfterALongerExchange() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 20; i++) {
            wire.client(5020 + 1000 * i, ACK, 1000 + 10 * i, 5000, 10);
        }
        wire.server(24_100, RST, 5000, 0, 0);
        assertEquals(1000 * MS, wire.fromServer().idleBeforeRstNs());
    }

    @Test
    void shouldLeaveTimesOpenWhenNothingWasSentBeforeTheRst() {
        Wire wire = new Wire().client(0, SYN, 999, 0, 0).server(10, RST | ACK, 0, 1000, 0);
        TcpDirection row = wire.fromServer();
        assertEquals(Flow.ABSENT, row.rstAfterOwnDataNs());
        assertEquals(Flow.ABSENT, row.rstAfterPeerDataNs());
        assertEquals(0, row.ownDataBeforeRst());
        assertEquals(ConnState.REJ, wire.flow().connState());
    }

    @Test
    void shouldTellAHalfClose() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(40, ACK, 5000, 1001, 0)
                .server(5000, ACK, 5000, 1001, 700)
                .client(5010, ACK, 1001, 5700, 0);
        TcpDirection row = wire.fromClient();
        Flow flow = wire.flow();
        assertEquals(700, row.peerBytesAfterFin());
        assertTrue(row.finAcked());
        assertEquals(30 * MS, row.finNs());
        assertEquals(CloseKind.HALF, flow.closeKind());
        assertEquals(Closer.ORIG, flow.firstCloser());
        assertEquals(30 * MS, flow.firstFinNs());
        assertEquals(Flow.ABSENT, flow.firstRstNs());
        assertEquals(ConnState.S2, flow.connState());
        assertEquals(EndReason.END_OF_CAPTURE, flow.endReason());
    }

    @Test
    void shouldNotTakeResentBytesForAHalfClose() {
        Wire wire = new Wire()
                .handshake()
                .server(25, ACK, 5000, 1000, 700)
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(300, ACK, 5000, 1001, 700);
        assertEquals(0, wire.fromClient().peerBytesAfterFin());
    }

    @Test
    void shouldTellCopiesOfARstFromOneResetPerSegment() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100)
                .client(30.01, ACK, 1100, 5000, 100)
                .server(40, RST, 5000, 0, 0, rst -> rst.ipId(0))
                .server(40.01, RST, 5000, 0, 0, rst -> rst.ipId(0));
        assertEquals(2, wire.flow().rstCountResp());
        assertEquals(0, wire.fromServer().captureDupCount());
    }

    @Test
    void shouldCloseWithTwoFins() {
        Flow flow = new Wire()
                .handshake()
                .server(30, ACK | FIN, 5000, 1000, 0)
                .client(40, ACK | FIN, 1000, 5001, 0)
                .server(50, ACK, 5001, 1001, 0)
                .flow();
        assertEquals(CloseKind.FIN, flow.closeKind());
        assertEquals(Closer.RESP, flow.firstCloser());
        assertEquals(1, flow.finCountOrig());
        assertEquals(1, flow.finCountResp());
        assertEquals(EndReason.CLOSED, flow.endReason());
        assertFalse(flow.rstCountOrig() > 0);
    }
}
