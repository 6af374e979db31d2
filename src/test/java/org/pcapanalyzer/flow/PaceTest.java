package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.MS;
import static org.pcapanalyzer.flow.Wire.SYN;

import org.junit.jupiter.api.Test;

/** A server sends to a client; the path takes 100 ms there and back, and the capture point is next to one of them. */
class PaceTest {
    private static final int FULL = 1000;
    private static final int RTT = 100;

    private final Wire wire = new Wire();
    private int serverSeq = 5000;
    private int clientAck = 5000;

    /** Next to the server the answer to a SYN is at once there, next to the client the answer to a SYN-ACK is. */
    private void connect(boolean nextToServer, int window) {
        double synAck = nextToServer ? 0.1 : RTT;
        wire.client(0, SYN, 999, 0, 0, syn -> syn.windowScale(0).window(window).mss(FULL));
        wire.server(synAck, SYN | ACK, 4999, 1000, 0, syn -> syn.windowScale(0).mss(FULL));
        wire.client(nextToServer ? RTT : RTT + 0.1, ACK, 1000, 5000, 0, ack -> ack.window(window));
    }

    private void send(double ms, int... payloads) {
        for (int payload : payloads) {
            wire.server(ms, ACK, serverSeq, 1000, payload);
            serverSeq += payload;
        }
    }

    private void acknowledge(double ms, int bytes, int window) {
        clientAck += bytes;
        wire.client(ms, ACK, 1000, clientAck, 0, ack -> ack.window(window));
    }

    private void assertLimits(int app, int rwnd, int path) {
        TcpDirection row = wire.fromServer();
        assertEquals(
                "app " + app + ", rwnd " + rwnd + ", path " + path,
                "app " + row.limitAppPct() + ", rwnd " + row.limitRwndPct() + ", path " + row.limitPathPct());
    }

    /** Ten segments each RTT while the window has room for more. */
    private void congestionWindow(boolean nextToServer) {
        connect(nextToServer, 60_000);
        double ms = 200;
        for (int round = 0; round < 9; round++) {
            send(ms, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL);
            acknowledge(nextToServer ? ms + RTT - 0.1 : ms + 0.1, 10 * FULL, 60_000);
            ms += RTT;
        }
        send(ms, FULL, FULL);
        acknowledge(nextToServer ? ms + RTT : ms, 2 * FULL, 60_000);
    }

    @Test
    void shouldSeeTheCongestionWindowNextToTheSender() {
        congestionWindow(true);
        assertLimits(10, 0, 90);
    }

    @Test
    void shouldSeeTheCongestionWindowNextToTheReceiver() {
        congestionWindow(false);
        assertLimits(0, 0, 100);
    }

    /** Four segments each RTT, which is all that the window takes. */
    private void smallWindow(boolean nextToServer) {
        connect(nextToServer, 4 * FULL);
        double ms = 200;
        for (int round = 0; round < 9; round++) {
            send(ms, FULL, FULL, FULL, FULL);
            acknowledge(nextToServer ? ms + RTT - 0.1 : ms + 0.1, 4 * FULL, 4 * FULL);
            ms += RTT;
        }
        send(ms, FULL);
        acknowledge(nextToServer ? ms + RTT : ms, FULL, 4 * FULL);
    }

    @Test
    void shouldSeeTheReceiversWindowNextToTheSender() {
        smallWindow(true);
        assertLimits(10, 90, 0);
    }

    @Test
    void shouldSeeTheReceiversWindowNextToTheReceiver() {
        smallWindow(false);
        assertLimits(0, 100, 0);
    }

    @Test
    void shouldPutAClosedWindowDownToTheReceiver() {
        connect(true, 2 * FULL);
        send(200, FULL, FULL);
        acknowledge(300, 2 * FULL, 0);
        acknowledge(1100, 0, 2 * FULL);
        send(1100, FULL);
        acknowledge(1200, FULL, 2 * FULL);
        assertLimits(10, 90, 0);
    }

    @Test
    void shouldPutAWindowThatStaysClosedDownToTheReceiverUntilTheLastProbe() {
        connect(true, 2 * FULL);
        send(200, FULL, FULL);
        acknowledge(300, 2 * FULL, 0);
        wire.server(600, ACK, serverSeq - 1, 1000, 0);
        acknowledge(700, 0, 0);
        wire.server(1200, ACK, serverSeq - 1, 1000, 0);
        assertLimits(0, 100, 0);
        assertEquals(1000 * MS, wire.fromServer().activeNs());
    }

    @Test
    void shouldPutSmallWritesDownToTheApplicationThoughTheirAcksAreUnderWay() {
        connect(false, 60_000);
        send(200, FULL, FULL / 2);
        for (int ms = 230; ms <= 500; ms += 30) {
            send(ms, FULL / 2);
            acknowledge(ms + 1, FULL / 2, 60_000);
        }
        assertLimits(100, 0, 0);
    }

    /** Writes of just a full segment, so that only the few bytes in flight tell. */
    @Test
    void shouldPutFewSegmentsInFlightDownToTheApplication() {
        connect(false, 60_000);
        send(200, FULL);
        acknowledge(201, FULL, 60_000);
        for (int ms = 230; ms <= 1100; ms += 30) {
            send(ms, FULL);
            acknowledge(ms + 1, FULL, 60_000);
        }
        TcpDirection row = wire.fromServer();
        assertEquals(0, row.limitRwndPct());
        assertEquals(83, row.limitAppPct(), 2);
    }

    @Test
    void shouldPutAnswersAndTheThoughtBeforeThemDownToTheApplication() {
        connect(true, 60_000);
        for (int ms = 200; ms <= 2200; ms += 500) {
            send(ms, FULL, FULL, 300);
            acknowledge(ms + RTT, 2 * FULL + 300, 60_000);
        }
        assertLimits(100, 0, 0);
        assertEquals(2100 * MS, wire.fromServer().activeNs());
    }

    @Test
    void shouldPutARepairDownToThePathAndWhatFollowsToTheApplication() {
        connect(true, 60_000);
        send(200, FULL, 300);
        wire.server(500, ACK, 5000, 1000, FULL);
        acknowledge(600, FULL + 300, 60_000);
        send(1194.9, 300);
        acknowledge(1200, 300, 60_000);
        TcpDirection row = wire.fromServer();
        assertEquals(43, row.limitPathPct(), 1);
        assertEquals(57, row.limitAppPct(), 1);
    }

    @Test
    void shouldCountARepairThatNeverSucceeds() {
        connect(true, 60_000);
        send(200, FULL, FULL);
        wire.server(500, ACK, 5000, 1000, FULL);
        wire.server(1100, ACK, 5000, 1000, FULL);
        assertLimits(0, 0, 100);
        assertEquals(900 * MS, wire.fromServer().activeNs());
    }

    @Test
    void shouldNotGuessTheWindowWithoutItsScale() {
        send(200, FULL, FULL);
        wire.client(201, ACK, 1000, 5000, 0, ack -> ack.window(10));
        for (int ms = 210; ms < 300; ms += 10) {
            send(ms, FULL);
            acknowledge(ms + 1, FULL, 10);
        }
        assertEquals(0, wire.fromServer().limitRwndPct());
    }

    @Test
    void shouldMeasureBytesInFlight() {
        connect(true, 60_000);
        send(200, FULL, FULL, FULL);
        acknowledge(300, 2 * FULL, 60_000);
        send(300, FULL);
        acknowledge(400, 2 * FULL, 60_000);
        wire.server(450, ACK | Wire.RST, serverSeq, 1000, 0);
        TcpDirection row = wire.fromServer();
        assertEquals(3 * FULL, row.inflightMax());
        assertEquals(2500, row.inflightAvg());
    }

    @Test
    void shouldSayNothingOfASingleSegment() {
        connect(true, 60_000);
        send(200, FULL);
        wire.server(250, ACK | Wire.RST, serverSeq, 1000, 0);
        TcpDirection row = wire.fromServer();
        assertEquals(Flow.ABSENT, row.activeNs());
        assertEquals(-1, row.limitPathPct());
        assertEquals(FULL, row.inflightMax());
    }

    @Test
    void shouldWriteARowOfElevenDataSegmentsButNotOfTen() {
        connect(true, 60_000);
        send(200, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL);
        wire.flow();
        assertEquals(0, wire.rows.directions.size());
        PaceTest longer = new PaceTest();
        longer.connect(true, 60_000);
        longer.send(200, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL, FULL);
        assertEquals(11, longer.wire.fromServer().dataPkts());
    }

    @Test
    void shouldNotCountThePayloadOfASynSentAgain() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .client(1000, SYN, 999, 0, 6)
                .server(1010, SYN | ACK, 4999, 1000, 0)
                .client(1020, ACK, 1100, 5000, 0);
        assertEquals(0, wire.fromClient().inflightMax());
    }
}
