package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.MS;
import static org.pcapanalyzer.flow.Wire.RST;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a stream stood still, why, and what waited. The path takes 20 ms there and back. */
class StallTrackerTest {
    /** Five segments of 1000 bytes from the server, frames 4 to 8, at 30 to 34 ms. */
    private static Wire flight() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 5; i++) {
            wire.server(30 + i, ACK, 5000 + 1000 * i, 1000, 1000);
        }
        return wire;
    }

    private static RecordingSink.StallRow only(Wire wire) {
        List<RecordingSink.StallRow> stalls = wire.stalls();
        assertEquals(1, stalls.size(), stalls.toString());
        return stalls.get(0);
    }

    @Test
    void shouldTellOfALostTailThatWaitedForTheTimer() {
        RecordingSink.StallRow stall = only(new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(250, ACK, 5000, 1000, 1000)
                .server(690, ACK, 5000, 1000, 1000)
                .client(700, ACK, 1000, 6000, 0));
        assertEquals("timeout", stall.cause());
        assertEquals(30 * MS, stall.startNs());
        assertEquals(670 * MS, stall.ns());
        assertEquals(0, stall.heldBytes());
        assertEquals(3, stall.sends());
        assertEquals(1000, stall.lostBytes());
        assertEquals(6, stall.frame());
        assertEquals(Side.RESP, stall.side());
        assertEquals(true, stall.isEnded());
    }

    @Test
    void shouldCountWhatWaitedBehindAHole() {
        RecordingSink.StallRow stall = only(flight().client(41, ACK, 1000, 5000, 0, ack -> ack.sack(6000, 10_000))
                .server(150, ACK, 5000, 1000, 1000)
                .client(160, ACK, 1000, 10_000, 0));
        assertEquals("fast_retransmit", stall.cause());
        assertEquals(130 * MS, stall.ns());
        assertEquals(4000, stall.heldBytes());
    }

    @Test
    void shouldBeginAtTheLastProgress() {
        RecordingSink.StallRow stall = only(flight().client(41, ACK, 1000, 7000, 0)
                .client(42, ACK, 1000, 7000, 0, ack -> ack.sack(8000, 10_000))
                .server(145, ACK, 7000, 1000, 1000)
                .client(155, ACK, 1000, 10_000, 0));
        assertEquals(114 * MS, stall.ns());
        assertEquals(2000, stall.heldBytes());
    }

    @Test
    void shouldNotTellOfAQuickRepair() {
        assertEquals(
                List.of(),
                flight().client(41, ACK, 1000, 5000, 0, ack -> ack.sack(6000, 10_000))
                        .server(44, ACK, 5000, 1000, 1000)
                        .client(54, ACK, 1000, 10_000, 0)
                        .stalls());
    }

    @Test
    void shouldCountTheTimeOnceWhenEachOfManyIsAcknowledgedAlone() {
        Wire wire = flight();
        for (int i = 0; i < 5; i++) {
            wire.server(280 + 11 * i, ACK, 5000 + 1000 * i, 1000, 1000);
            wire.client(290 + 11 * i, ACK, 1000, 6000 + 1000 * i, 0);
        }
        assertEquals(260 * MS, only(wire).ns());
    }

    @Test
    void shouldCallItAProbeWhenThatBroughtTheNews() {
        RecordingSink.StallRow stall = only(flight().client(40, ACK, 1000, 8000, 0)
                .server(180, ACK, 9000, 1000, 1000)
                .client(190, ACK, 1000, 8000, 0, ack -> ack.sack(9000, 10_000))
                .server(192, ACK, 8000, 1000, 1000)
                .client(202, ACK, 1000, 10_000, 0));
        assertEquals("tail_loss_probe", stall.cause());
        assertEquals(162 * MS, stall.ns());
    }

    @Test
    void shouldCallItSpuriousWhenNothingWasLost() {
        RecordingSink.StallRow stall = only(new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(450, ACK, 5000, 1000, 1000)
                .client(460, ACK, 1000, 6000, 0)
                .client(461, ACK, 1000, 6000, 0, ack -> ack.sack(5000, 6000)));
        assertEquals("spurious", stall.cause());
        assertEquals(430 * MS, stall.ns());
    }

    @Test
    void shouldBeginWhenTheHoleIsSeenNearTheReceiver() {
        RecordingSink.StallRow stall = only(new Wire()
                .client(0, Wire.SYN, 999, 0, 0)
                .server(300, Wire.SYN | ACK, 4999, 1000, 0)
                .client(300.1, ACK, 1000, 5000, 0)
                .server(310, ACK, 6000, 1000, 1000)
                .client(310.1, ACK, 1000, 5000, 0, ack -> ack.sack(6000, 7000))
                .server(613, ACK, 5000, 1000, 1000)
                .client(613.1, ACK, 1000, 7000, 0));
        assertEquals(303.1, stall.ns() / (double) MS, 0.01);
        assertEquals(1000, stall.heldBytes());
    }

    @Test
    void shouldTellOfAStallThatNeverEnds() {
        RecordingSink.StallRow stall = only(new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(250, ACK, 5000, 1000, 1000)
                .server(690, ACK, 5000, 1000, 1000)
                .server(700, RST, 6000, 0, 0));
        assertEquals(false, stall.isEnded());
        assertEquals(660 * MS, stall.ns());
        assertEquals(6, stall.frame());
    }

    @Test
    void shouldTellOfAWindowThatWasClosed() {
        RecordingSink.StallRow stall = only(flight().client(44, ACK, 1000, 10_000, 0, ack -> ack.window(0))
                .server(300, ACK, 9999, 1000, 0)
                .client(310, ACK, 1000, 10_000, 0, ack -> ack.window(0))
                .client(544, ACK, 1000, 10_000, 0));
        assertEquals("closed_window", stall.cause());
        assertEquals(Side.RESP, stall.side());
        assertEquals(500 * MS, stall.ns());
        assertEquals(12, stall.frame());
    }

    @Test
    void shouldCountWhatOvertookAnOriginal() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, segment -> segment.ipId(7002))
                .server(31, ACK, 7000, 1000, 1000, segment -> segment.ipId(7004))
                .server(32, ACK, 8000, 1000, 1000, segment -> segment.ipId(7005))
                .server(33, ACK, 6000, 1000, 1000, segment -> segment.ipId(7003));
        assertEquals(List.of("reordering"), wire.causes());
        assertEquals(2, wire.resends().get(0).attempt());
    }
}
