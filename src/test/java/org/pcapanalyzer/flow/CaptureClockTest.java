package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.flow.ClockStep.Direction;

/** Where the clock of the capture was set. */
class CaptureClockTest {
    private static final long MS = 1_000_000L;

    private final Wire wire = new Wire();
    private int seq = 1000;

    private List<ClockStep> steps() {
        wire.flows();
        return wire.rows.clockSteps;
    }

    private void frames(double fromMs, int count) {
        for (int i = 0; i < count; i++) {
            wire.client(fromMs + 10 * i, ACK, seq, 5000, 0);
        }
    }

    /** A question and its answer; both sides stamp by clocks of their own, in milliseconds. */
    private void exchange(double ms, double clientMs, double serverMs) {
        wire.client(ms, ACK, seq, 5000, 1, s -> s.timestamps((int) clientMs, (int) serverMs - 5));
        seq++;
        wire.server(ms + 5, ACK, 5000, seq, 0, s -> s.timestamps((int) serverMs + 5, (int) clientMs));
    }

    private void exchanges(double fromMs, double clientFromMs, double serverFromMs) {
        for (int i = 0; i < 20; i++) {
            exchange(fromMs + 50 * i, clientFromMs + 50 * i, serverFromMs + 50 * i);
        }
    }

    @Test
    void shouldTellWhereTheClockGoesBack() {
        frames(20_000, 10);
        frames(8_000, 10);
        assertEquals(List.of(new ClockStep(Direction.BACK, 10, 20_090 * MS, 11, 8_000 * MS, 12_090 * MS, 0)), steps());
    }

    @Test
    void shouldTellEachStepBackOfJoinedPieces() {
        frames(20_000, 10);
        frames(8_000, 10);
        frames(7_000, 2);
        assertEquals(
                List.of(12_090 * MS, 1_090 * MS),
                steps().stream().map(ClockStep::stepNs).toList());
    }

    @Test
    void shouldNotTakeLateFramesForAStep() {
        for (int i = 0; i < 50; i++) {
            frames(1000 * i, 2);
            frames(1000 * i - 400, 7);
        }
        frames(60_000, 10);
        frames(50_000, 3);
        frames(61_000, 10);
        frames(60_000, 1);
        assertEquals(List.of(), steps());
    }

    @Test
    void shouldTellAJumpAheadThatNoHostHasSeen() {
        exchanges(0, 7000, 90_000);
        exchanges(9_000, 8000, 91_000);
        assertEquals(List.of(new ClockStep(Direction.FORWARD, 40, 955 * MS, 41, 9_000 * MS, 8_000 * MS, 2)), steps());
    }

    @Test
    void shouldTakeAPauseInWhichTheHostsGoOnForAPause() {
        exchanges(0, 7000, 90_000);
        exchanges(9_000, 16_000, 99_000);
        assertEquals(List.of(), steps());
    }

    @Test
    void shouldNotBelieveOneHostAgainstAnother() {
        exchanges(0, 7000, 90_000);
        exchanges(9_000, 8000, 99_000);
        assertEquals(List.of(), steps());
    }

    @Test
    void shouldNotBelieveSegmentsThatWereHeldOnTheWay() {
        exchanges(0, 7000, 90_000);
        exchange(9_000, 8000, 91_000);
        exchange(9_001, 8001, 91_001);
        exchanges(9_020, 16_020, 99_020);
        assertEquals(List.of(), steps());
    }

    @Test
    void shouldKeepToItsBound() {
        for (int i = 0; i < 1003; i++) {
            frames(2_000_000 - 1000 * i, 8);
        }
        assertEquals(1000, steps().size());
        assertEquals(Map.of("clock_steps", 2L), wire.tracker().limitCounts());
    }
}
