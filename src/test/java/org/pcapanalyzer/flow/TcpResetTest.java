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

class TcpResetTest {
    private static List<TcpReset> resets(Wire wire) {
        wire.flow();
        return wire.rows.resets;
    }

    @Test
    void shouldCompareTheRstWithWhatItsSideSentBefore() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100, data -> data.timestamps(1, 1))
                .server(40, ACK, 5000, 1100, 300, data -> data.ttl(62).timestamps(1, 1))
                .server(50, RST, 5300, 0, 0, rst -> rst.ttl(128).ipId(4660).window(0));
        TcpReset reset = resets(wire).get(0);
        assertEquals(Side.RESP, reset.side());
        assertEquals(6, reset.frame());
        assertEquals(50 * MS, reset.timestampNs());
        assertEquals(128, reset.ttl());
        assertEquals(62, reset.ttlBefore());
        assertEquals(4660, reset.ipId());
        assertEquals(7002, reset.ipIdBefore());
        assertEquals(0, reset.win());
        assertEquals(0, reset.seqAhead());
        assertFalse(reset.ackSet());
        assertFalse(reset.timestamps());
        assertTrue(reset.timestampsBefore());
        assertEquals(0, reset.pktsAfter());
        assertEquals(-1, reset.ttlAfter());
        assertEquals(Flow.ABSENT, reset.dataAfterFrame());
    }

    @Test
    void shouldSeeDataBeyondTheRst() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100)
                .server(40, RST | ACK, 5000, 1100, 0, rst -> rst.ttl(128))
                .server(45, ACK, 5000, 1100, 0, ack -> ack.ttl(62))
                .server(50, ACK, 5000, 1100, 1000, data -> data.ttl(62))
                .server(60, ACK, 6000, 1100, 1000, data -> data.ttl(62));
        TcpReset reset = resets(wire).get(0);
        assertEquals(3, reset.pktsAfter());
        assertEquals(62, reset.ttlAfter());
        assertEquals(2, reset.dataPktsAfter());
        assertEquals(7, reset.dataAfterFrame());
        assertEquals(10 * MS, reset.dataAfterNs());
    }

    @Test
    void shouldNotTakeDataBeforeTheRstInSequenceForLaterOnes() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100)
                .server(40, RST | ACK, 7000, 1100, 0)
                .server(41, ACK, 5000, 1100, 1000);
        TcpReset reset = resets(wire).get(0);
        assertEquals(2000, reset.seqAhead());
        assertEquals(1, reset.pktsAfter());
        assertEquals(0, reset.dataPktsAfter());
    }

    @Test
    void shouldCompareAcrossTheWrapOfSequenceNumbers() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(10, SYN | ACK, -101, 1000, 0)
                .client(20, ACK, 1000, -100, 0)
                .server(30, RST, -100, 0, 0)
                .server(40, ACK, -100, 1000, 300);
        assertEquals(1, resets(wire).get(0).dataPktsAfter());
        assertEquals(0, resets(wire).get(0).seqAhead());
    }

    @Test
    void shouldTellTheTtlOfALaterRstAndDataThatTheOtherSideSendsOn() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100, data -> data.ttl(62))
                .client(40, RST, 1100, 0, 0, rst -> rst.ttl(250))
                .server(50, ACK, 5000, 1100, 1000)
                .client(60, RST, 1100, 0, 0, rst -> rst.ttl(62));
        TcpReset reset = resets(wire).get(0);
        assertEquals(Side.ORIG, reset.side());
        assertEquals(62, reset.rstTtlAfter());
        assertEquals(1, reset.peerDataPktsAfter());
        assertEquals(0, reset.pktsAfter());
    }

    @Test
    void shouldLeaveRefusedAttemptsOut() {
        Wire wire = new Wire().client(0, SYN, 999, 0, 0).server(10, RST | ACK, 0, 1000, 0);
        assertEquals(List.of(), resets(wire));
    }
}
