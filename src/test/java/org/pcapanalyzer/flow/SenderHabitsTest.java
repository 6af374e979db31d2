package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SenderHabitsTest {
    private static final long MINUTE_NS = 60_000_000_000L;

    private final SenderHabits habits = new SenderHabits();
    private final Flow flow =
            new Wire().handshake().server(30, Wire.ACK, 5000, 1000, 100).flow();

    @Test
    void shouldRememberAHostAndNotItsPeer() {
        habits.noteNoProbe(flow, Side.RESP, MINUTE_NS);
        assertTrue(habits.neverProbes(flow, Side.RESP, MINUTE_NS));
        assertFalse(habits.neverProbes(flow, Side.ORIG, MINUTE_NS));
    }

    @Test
    void shouldForgetAfterALongTime() {
        habits.noteNoProbe(flow, Side.RESP, MINUTE_NS);
        assertTrue(habits.neverProbes(flow, Side.RESP, 10 * MINUTE_NS));
        assertFalse(habits.neverProbes(flow, Side.RESP, 12 * MINUTE_NS));
    }

    @Test
    void shouldBelieveOneProbeMoreThanNone() {
        habits.noteNoProbe(flow, Side.RESP, MINUTE_NS);
        habits.noteProbe(flow, Side.RESP, MINUTE_NS);
        habits.noteNoProbe(flow, Side.RESP, MINUTE_NS);
        assertFalse(habits.neverProbes(flow, Side.RESP, MINUTE_NS));
        habits.noteNoProbe(flow, Side.RESP, 20 * MINUTE_NS);
        assertTrue(habits.neverProbes(flow, Side.RESP, 20 * MINUTE_NS), "the setting may have changed");
    }

    @Test
    void shouldKeepAHostWhenItsPeerProbes() {
        habits.noteNoProbe(flow, Side.RESP, MINUTE_NS);
        habits.noteProbe(flow, Side.ORIG, MINUTE_NS);
        assertTrue(habits.neverProbes(flow, Side.RESP, MINUTE_NS));
    }
}
