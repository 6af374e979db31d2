package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTrackerTest {
    private final Wire wire = new Wire().handshake();

    private List<String> turns() {
        wire.flow();
        return wire.rows.turns;
    }

    @Test
    void shouldTellRequestsFromResponses() {
        wire.client(30, ACK, 1000, 5000, 100)
                .client(31, ACK, 1100, 5000, 50)
                .server(40, ACK, 5000, 1150, 300)
                .server(45, ACK, 5300, 1150, 300)
                .client(60, ACK, 1150, 5600, 70)
                .server(90, ACK, 5600, 1220, 10);
        assertEquals(
                List.of(
                        "1: 30-31 ms 150 bytes frame 4, 40-45 ms 600 bytes frame 6",
                        "2: 60-60 ms 70 bytes frame 8, 90-90 ms 10 bytes frame 9"),
                turns());
    }

    @Test
    void shouldNotCountBytesThatAreSentAgain() {
        wire.client(30, ACK, 1000, 5000, 100)
                .server(40, ACK, 5000, 1100, 300)
                .client(300, ACK, 1000, 5000, 100)
                .server(301, ACK, 5300, 1100, 0);
        assertEquals(List.of("1: 30-30 ms 100 bytes frame 4, 40-40 ms 300 bytes frame 5"), turns());
    }

    @Test
    void shouldTellARequestThatNobodyAnswers() {
        wire.client(30, ACK, 1000, 5000, 100).server(40, ACK, 5000, 1100, 0);
        assertEquals(List.of("1: 30-30 ms 100 bytes frame 4, none"), turns());
    }

    @Test
    void shouldNotTakeWhatTheResponderSaysFirstForAnAnswer() {
        wire.server(30, ACK, 5000, 1000, 80).client(40, ACK, 1000, 5080, 10).server(50, ACK, 5080, 1010, 20);
        assertEquals(List.of("1: 40-40 ms 10 bytes frame 5, 50-50 ms 20 bytes frame 6"), turns());
    }

    @Test
    void shouldLeaveRemarksOutOfTheTimes() {
        wire.client(30, ACK, 1000, 5000, 40)
                .client(2000, ACK, 1040, 5000, 200)
                .server(2040, ACK, 5000, 1240, 900)
                .server(9000, ACK, 5900, 1240, 31);
        assertEquals(List.of("1: 2000-2000 ms 240 bytes frame 5, 2040-2040 ms 931 bytes frame 6"), turns());
    }

    @Test
    void shouldBoundTheTurnsOfAConnection() {
        for (int i = 0; i < 300; i++) {
            wire.client(30 + i, ACK, 1000 + 10 * i, 5000 + 10 * i, 10)
                    .server(30.5 + i, ACK, 5000 + 10 * i, 1010 + 10 * i, 10);
        }
        assertEquals(256, turns().size());
        assertEquals(44, wire.tracker().limitCounts().get("turns_per_connection"));
    }
}
