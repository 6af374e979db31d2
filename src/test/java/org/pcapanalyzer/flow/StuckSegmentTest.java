package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.MS;

import org.junit.jupiter.api.Test;

/** The facts by which a path MTU black hole is known: large packets vanish, small ones pass. */
class StuckSegmentTest {
    @Test
    void shouldTellTheSegmentThatNeverArrivesWhileSmallerOnesDo() {
        Wire wire = new Wire()
                .handshake()
                .server(21, ACK, 5000, 1000, 200)
                .client(31, ACK, 1000, 5200, 0)
                .server(40, ACK, 5200, 1000, 1460)
                .server(41, ACK, 6660, 1000, 1460)
                .server(42, ACK, 8120, 1000, 300)
                .client(52, ACK, 1000, 5200, 0, ack -> ack.sack(8120, 8420))
                .server(260, ACK, 5200, 1000, 1460)
                .server(700, ACK, 5200, 1000, 1460)
                .client(900, ACK, 1000, 5200, 50)
                .server(1580, ACK, 5200, 1050, 1460);
        TcpDirection row = wire.fromServer();
        assertEquals(1500, row.stuckIpLength());
        assertEquals(4, row.stuckSends());
        assertEquals(6, row.stuckFrame());
        assertEquals(40 * MS, row.stuckStartNs());
        assertEquals(1540 * MS, row.stuckNs());
        assertEquals(1, row.deliveredWhileStuck());
        assertEquals(2, row.peerPktsWhileStuck());
        assertEquals(340, row.maxDeliveredIpLength());
    }

    @Test
    void shouldHaveNothingStuckOnceItArrives() {
        Wire wire = new Wire()
                .handshake()
                .server(40, ACK, 5000, 1000, 1460)
                .server(260, ACK, 5000, 1000, 1460)
                .client(270, ACK, 1000, 6460, 0);
        TcpDirection row = wire.fromServer();
        assertEquals(0, row.stuckIpLength());
        assertEquals(0, row.stuckSends());
        assertEquals(Flow.ABSENT, row.stuckFrame());
        assertEquals(1500, row.maxDeliveredIpLength());
    }

    @Test
    void shouldNotTakeABytesArrivalInSmallerPacketsForTheLargeOnes() {
        Wire wire = new Wire()
                .handshake()
                .server(40, ACK, 5000, 1000, 1460)
                .server(260, ACK, 5000, 1000, 500)
                .server(261, ACK, 5500, 1000, 960)
                .client(270, ACK, 1000, 6460, 0);
        assertEquals(0, wire.fromServer().maxDeliveredIpLength());
    }

    @Test
    void shouldTellTheSizeInWhichAnOffloadedSegmentIsSentAgain() {
        Wire wire = new Wire()
                .handshake()
                .server(40, ACK, 5000, 1000, 14_600)
                .server(260, ACK, 5000, 1000, 1460)
                .server(700, ACK, 5000, 1000, 1460);
        assertEquals(1500, wire.fromServer().stuckIpLength());
        assertEquals(3, wire.fromServer().stuckSends());
    }
}
