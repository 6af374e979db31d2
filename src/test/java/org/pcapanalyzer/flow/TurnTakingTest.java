package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.MS;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTakingTest {
    private static List<TurnTaking> silences(Wire wire) {
        wire.flow();
        return wire.rows.silences;
    }

    /** A request and its answer, then 8 seconds of rest. */
    private static Wire rested() {
        return new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100)
                .server(40, ACK, 5000, 1100, 300)
                .client(50, ACK, 1100, 5300, 0);
    }

    @Test
    void shouldBeginWithTheFirstPacketThatWantsAnAnswer() {
        Wire wire = rested().client(8050, ACK, 1100, 5300, 60)
                .client(8350, ACK, 1100, 5300, 60)
                .client(8950, ACK, 1100, 5300, 60)
                .client(10_150, ACK, 1100, 5300, 60);
        TurnTaking silence = silences(wire).get(0);
        assertEquals(Side.ORIG, silence.side());
        assertEquals(7, silence.frameFirst());
        assertEquals(8050 * MS, silence.firstNs());
        assertEquals(10, silence.frameLast());
        assertEquals(10_150 * MS, silence.lastNs());
        assertEquals(8000 * MS, silence.idleBeforeNs());
        assertEquals(4, silence.pkts());
        assertEquals(4, silence.dataPkts());
        assertEquals(10 * MS, silence.survivedIdleNs());
        assertEquals(Flow.ABSENT, silence.gaveUpFrame());
    }

    @Test
    void shouldCountKeepAlivesAndTellTheRstThatGivesUp() {
        Wire wire = rested().client(2050, ACK, 1099, 5300, 0)
                .server(2070, ACK, 5300, 1100, 0)
                .client(4050, ACK, 1099, 5300, 0)
                .client(5050, ACK, 1099, 5300, 0)
                .client(6050, ACK, 1099, 5300, 0)
                .client(7050, RST | ACK, 1100, 5300, 0);
        TurnTaking silence = silences(wire).get(0);
        assertEquals(3, silence.pkts());
        assertEquals(0, silence.dataPkts());
        assertEquals(2000 * MS, silence.survivedIdleNs());
        assertEquals(12, silence.gaveUpFrame());
    }

    @Test
    void shouldSayNothingOfSilencesThatEnd() {
        Wire wire = rested().client(8050, ACK, 1100, 5300, 60)
                .client(8350, ACK, 1100, 5300, 60)
                .client(9950, ACK, 1100, 5300, 60)
                .server(9970, ACK, 5300, 1160, 0);
        assertEquals(List.of(), silences(wire));
        assertEquals(List.of(), silences(rested().server(8000, RST, 5300, 0, 0)));
    }

    @Test
    void shouldSayNothingOfASideThatWasNeverHeard() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .client(1000, SYN, 999, 0, 0)
                .client(2000, SYN, 999, 0, 0);
        assertEquals(List.of(), silences(wire));
    }

    @Test
    void shouldSayNothingOfABurstThatTheEndOfTheCaptureCut() {
        Wire wire = rested().server(60, ACK, 5300, 1100, 1000)
                .server(61, ACK, 6300, 1100, 1000)
                .server(62, ACK, 7300, 1100, 1000)
                .server(63, ACK, 8300, 1100, 1000);
        assertEquals(List.of(), silences(wire));
    }
}
