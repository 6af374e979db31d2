package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;
import static org.pcapanalyzer.flow.Wire.MS;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTrackerTest {
    private static Wire scaledHandshake() {
        return new Wire()
                .client(0, SYN, 999, 0, 0, syn -> syn.windowScale(7).window(60_000))
                .server(10, SYN | ACK, 4999, 1000, 0, syn -> syn.windowScale(2).window(50_000))
                .client(20, ACK, 1000, 5000, 0, ack -> ack.window(500));
    }

    @Test
    void shouldMeasureTheTimeOfAClosedWindow() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .client(40, ACK, 1000, 6000, 0, ack -> ack.window(0))
                .client(50, ACK, 1000, 6000, 0, ack -> ack.window(0))
                .client(640, ACK, 1000, 6000, 0, ack -> ack.window(8000));
        TcpDirection row = wire.fromClient();
        assertEquals(1, row.zeroWinCount());
        assertEquals(600 * MS, row.zeroWinNs());
        assertEquals(List.of("zero_window"), wire.labels(5));
        assertEquals(List.of("window_update"), wire.labels(7));
        assertEquals(List.of(TcpEventKind.WINDOW_UPDATE), wire.kinds(7));
    }

    @Test
    void shouldMeasureAWindowThatStaysClosedToTheEnd() {
        Wire wire = new Wire()
                .handshake()
                .client(40, ACK, 1000, 5000, 0, ack -> ack.window(0))
                .server(1040, ACK, 4999, 1000, 0);
        assertEquals(1000 * MS, wire.fromClient().zeroWinNs());
    }

    @Test
    void shouldNotMindAWindowAfterThePeerHasFinished() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK | FIN, 5000, 1000, 0)
                .client(40, ACK, 1000, 5001, 0, ack -> ack.window(0))
                .client(50, ACK | FIN, 1000, 5001, 0);
        wire.flow();
        assertTrue(wire.rows.directions.isEmpty());
    }

    @Test
    void shouldNotTakeTheWindowOfARstForClosed() {
        Wire wire = new Wire().handshake().client(30, RST, 1000, 0, 0, rst -> rst.window(0));
        assertEquals(0, wire.fromClient().zeroWinCount());
    }

    @Test
    void shouldScaleWindowsAfterTheSyns() {
        Wire wire = scaledHandshake().client(30, ACK | RST, 1000, 5000, 0);
        assertEquals(500 << 7, wire.fromClient().winMax());
    }

    @Test
    void shouldNotScaleWhenOneSideDoesNot() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0, syn -> syn.windowScale(7).window(60_000))
                .server(10, SYN | ACK, 4999, 1000, 0)
                .client(20, ACK, 1000, 5000, 0, ack -> ack.window(500))
                .client(30, ACK | RST, 1000, 5000, 0);
        assertEquals(60_000, wire.fromClient().winMax());
    }

    @Test
    void shouldSeeThatTheWindowIsFull() {
        Wire wire = scaledHandshake()
                .client(25, ACK, 1000, 5000, 100, ack -> ack.window(10))
                .server(35, ACK, 5000, 1100, 1280);
        assertEquals(1, wire.fromServer().windowFullCount());
        assertEquals(List.of("window_full"), wire.labels(5));
    }

    @Test
    void shouldTellKeepAlivesAndTheirAnswers() {
        Wire wire = new Wire()
                .handshake()
                .client(5000, ACK, 999, 5000, 0)
                .server(5010, ACK, 5000, 1000, 0)
                .client(10_000, ACK, 999, 5000, 1)
                .client(15_000, ACK, 999, 5000, 1);
        TcpDirection row = wire.fromClient();
        assertEquals(3, row.keepaliveCount());
        assertEquals(2, row.keepaliveUnanswered());
        assertEquals(0, row.retransPkts());
        assertEquals(List.of("keepalive", "keepalive", "keepalive"), wire.causes());
        assertEquals(List.of("keep_alive"), wire.labels(4));
        assertEquals(List.of("keep_alive_ack"), wire.labels(5));
    }

    @Test
    void shouldTellLinuxProbesOfAClosedWindow() {
        Wire wire = new Wire()
                .handshake()
                .server(25, ACK, 5000, 1000, 0, ack -> ack.window(0))
                .client(250, ACK, 999, 5000, 0)
                .server(251, ACK, 5000, 1000, 0, ack -> ack.window(0))
                .client(700, ACK, 999, 5000, 0);
        TcpDirection row = wire.fromClient();
        assertEquals(2, row.windowProbeCount());
        assertEquals(0, row.keepaliveCount());
        assertEquals(List.of("window_probe", "window_probe"), wire.causes());
        assertEquals(List.of("keep_alive"), wire.labels(5), "Wireshark takes it for a keep-alive");
        assertEquals(1, wire.fromServer().zeroWinCount());
    }

    @Test
    void shouldTellAProbeThatCrossedTheWindowUpdate() {
        Wire wire = new Wire()
                .handshake()
                .server(25, ACK, 5000, 1000, 0, ack -> ack.window(0))
                .server(245, ACK, 5000, 1000, 0)
                .client(250, ACK, 999, 5000, 0);
        assertEquals(List.of("window_probe"), wire.causes(), "a keep-alive comes a second after the last news");
    }

    @Test
    void shouldTellAProbeWhoseSenderMissedTheWindowUpdate() {
        Wire wire = new Wire()
                .handshake()
                .server(25, ACK, 5000, 1000, 0, ack -> ack.window(0).timestamps(100, 1))
                .server(245, ACK, 5000, 1000, 0, ack -> ack.timestamps(320, 1))
                .client(4000, ACK, 999, 5000, 0, probe -> probe.timestamps(7, 100))
                .client(9000, ACK, 999, 5000, 0, probe -> probe.timestamps(8, 320));
        assertEquals(List.of("window_probe", "keepalive"), wire.causes());
    }

    @Test
    void shouldTellProbesOfOneByteIntoAClosedWindow() {
        Wire wire = new Wire()
                .handshake()
                .server(25, ACK, 5000, 1000, 0, ack -> ack.window(0))
                .client(250, ACK, 1000, 5000, 1)
                .server(251, ACK, 5000, 1000, 0, ack -> ack.window(0))
                .client(700, ACK, 1000, 5000, 1);
        assertEquals(2, wire.fromClient().windowProbeCount());
        assertEquals(0, wire.fromClient().retransPkts());
        assertEquals(List.of("zero_window_probe"), wire.labels(5));
        assertEquals(
                List.of("zero_window", "zero_window_probe_ack"),
                wire.labels(6).stream().sorted().toList());
    }

    @Test
    void shouldTakeOneLostByteForAResendWhileTheWindowIsOpen() {
        Wire wire = new Wire().handshake().client(30, ACK, 1000, 5000, 1).client(250, ACK, 1000, 5000, 1);
        assertEquals(1, wire.fromClient().tailProbeCount());
        assertEquals(0, wire.fromClient().keepaliveCount());
    }
}
