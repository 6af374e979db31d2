package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;
import static org.pcapanalyzer.flow.Wire.MS;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SYN;

import org.junit.jupiter.api.Test;

/** Content gaps, missed bytes, sizes and duration as Zeek's conn.log has them. */
class ZeekCountsTest {
    private static void assertGaps(Wire wire, String history, long missedBytes) {
        Flow flow = wire.flow();
        assertEquals(history, flow.history());
        assertEquals(missedBytes, flow.zeekMissedBytes());
    }

    private static void assertBytes(Wire wire, long orig, long resp) {
        Flow flow = wire.flow();
        assertEquals(orig, flow.zeekBytesOrig());
        assertEquals(resp, flow.zeekBytesResp());
    }

    @Test
    void shouldMissWhatIsAcknowledgedAndWasNotCaptured() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 100)
                .server(31, ACK, 5300, 1000, 100)
                .client(40, ACK, 1000, 5400, 0);
        assertGaps(wire, "ShAdg", 200);
    }

    @Test
    void shouldNotMissWhatIsNotAcknowledged() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 100)
                .server(31, ACK, 5300, 1000, 100)
                .client(40, ACK, 1000, 5100, 0);
        assertGaps(wire, "ShAd", 0);
    }

    @Test
    void shouldMissOnlyTheAcknowledgedPartOfAHole() {
        Wire wire = new Wire()
                .handshake()
                .server(31, ACK, 5300, 1000, 100)
                .client(40, ACK, 1000, 5100, 0)
                .server(50, ACK, 5100, 1000, 200)
                .client(60, ACK, 1000, 5400, 0);
        assertGaps(wire, "ShAdgt", 100);
    }

    @Test
    void shouldMissForGoodWhatComesAfterItsAcknowledgement() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5100, 0)
                .server(30.1, ACK, 5000, 1000, 100)
                .client(40, ACK, 1000, 5100, 0);
        assertGaps(wire, "ShAgd", 100);
        assertEquals(0, wire.flow().missingBytesResp());
    }

    @Test
    void shouldMissPayloadThatTheSnaplenCut() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100, cut -> cut.snaplen(60))
                .server(40, ACK, 5000, 1100, 0);
        assertGaps(wire, "ShADaG", 100);
    }

    @Test
    void shouldWriteGapsByPowersOfTen() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 10; i++) {
            wire.server(30 + i, ACK, 5100 + 200 * i, 1000, 100);
        }
        assertGaps(wire.client(50, ACK, 1000, 7000, 0), "ShAdgg", 1000);
    }

    @Test
    void shouldSeeTheGapBehindWhichAFinCame() {
        Wire wire = new Wire().handshake().server(30, ACK | FIN, 5100, 1000, 0).client(40, ACK | FIN, 1000, 5101, 0);
        assertGaps(wire, "ShAfFg", 100);
    }

    @Test
    void shouldNotTakeAFinForAMissingByte() {
        Wire wire = new Wire().handshake().server(30, ACK | FIN, 5000, 1000, 50).client(40, ACK, 1000, 5051, 0);
        assertGaps(wire, "ShAf", 0);
    }

    @Test
    void shouldNotTrustTheAckOfARst() {
        assertGaps(new Wire().handshake().client(30, RST | ACK, 1000, 5100, 0), "ShAR", 0);
    }

    @Test
    void shouldMissNothingOfAPartialConnection() {
        Wire wire = new Wire()
                .client(0, ACK, 1000, 5000, 10)
                .server(1, ACK, 5000, 1010, 10)
                .client(2, ACK, 1010, 5500, 10);
        assertGaps(wire, "Dd", 0);
    }

    @Test
    void shouldGiveUpOnASideWhoseAcksAreMissing() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 20; i++) {
            wire.server(30 + i, ACK, 5100 + 1000 * i, 1000, 1000);
        }
        assertGaps(wire.client(60, ACK, 1000, 25_100, 0), "ShAd", 0);
    }

    @Test
    void shouldBoundTheHolesOfASide() {
        Wire wire = new Wire(new FlowLimits(10, 4, 64, 1 << 20, 4, 0)).handshake();
        for (int i = 0; i < 6; i++) {
            wire.server(30 + i, ACK, 5100 + 200 * i, 1000, 100);
        }
        assertGaps(wire.client(50, ACK, 1000, 6200, 0), "ShAdg", 400);
        assertEquals(2, wire.tracker().limitCounts().get("zeek_gaps_per_direction"));
    }

    @Test
    void shouldCountPayloadBySequenceNumbers() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100)
                .client(300, ACK, 1000, 5000, 100)
                .server(310, ACK | FIN, 5700, 1100, 0);
        assertBytes(wire, 100, 700);
    }

    @Test
    void shouldCountWhatWasOnlyAcknowledged() {
        assertBytes(new Wire().client(0, SYN, 999, 0, 0).server(1, ACK, 5000, 3000, 10), 2000, 10);
    }

    @Test
    void shouldCountThePayloadOfASyn() {
        assertBytes(new Wire().client(0, SYN, 999, 0, 40), 40, 0);
    }

    @Test
    void shouldNotCountAHalfOpenConnectionThatWasAborted() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(1, ACK, 5000, 70_000, 0)
                .client(2, RST, 70_000, 0, 0);
        assertBytes(wire, 0, 0);
    }

    @Test
    void shouldCountAcrossTheWrapOfTheSequenceNumbers() {
        Wire wire = new Wire()
                .client(0, SYN, -51, 0, 0)
                .server(10, SYN | ACK, 4999, -50, 0)
                .client(20, ACK, -50, 5000, 100)
                .client(21, ACK, 150, 5000, 100)
                .server(30, ACK, 5000, 250, 0);
        assertBytes(wire, 300, 0);
        assertGaps(wire, "ShDaG", 100);
    }

    @Test
    void shouldLeaveOutTrailingPacketsOfAClosedConnection() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(40, ACK | FIN, 5000, 1001, 0)
                .client(900, ACK, 1001, 5001, 0);
        assertEquals(40 * MS, wire.flow().zeekDurationNs());
        assertEquals(900 * MS, wire.flow().durationNs());
    }

    @Test
    void shouldWaitForMissingBytesBeforeItTakesASideForClosed() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(40, ACK | FIN, 5100, 1001, 0)
                .client(900, ACK, 1001, 5101, 0)
                .client(950, ACK, 1001, 5101, 0);
        assertEquals(900 * MS, wire.flow().zeekDurationNs());
    }

    @Test
    void shouldLastToTheEndWhenOneSideOnlyIsClosed() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(40, ACK, 5000, 1001, 10)
                .client(50, ACK, 1001, 5010, 0);
        assertEquals(50 * MS, wire.flow().zeekDurationNs());
    }
}
