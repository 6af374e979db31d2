package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams made to hurt: what is held stays bounded, and the work per segment does not grow. */
class StreamBoundsTest {
    private static final int HELD = 256 << 10;
    private static final int COMPARED = 64 << 10;
    private static final StreamOptions SMALL = new StreamOptions(OverlapPolicy.FIRST, HELD, COMPARED, 4 << 20);
    private static final int SEGMENTS = 10_000;
    /** Work that grows with all that came before would take four times as long in the last rounds as in the first. */
    private static final int ROUNDS = 12;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(HostileStreams.Pattern.class)
    void shouldStayWithinMemoryAndLinearTime(HostileStreams.Pattern pattern) {
        HostileStreams hostile = new HostileStreams(SMALL, true);
        long[] cpuNs = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadCpuTime();
            hostile.send(pattern, round * SEGMENTS, (round + 1) * SEGMENTS);
            cpuNs[round] = THREADS.getCurrentThreadCpuTime() - before;
        }
        long slowOfFirst = Math.max(cpuNs[0], Math.max(cpuNs[1], cpuNs[2]));
        long fastOfLast = Math.min(cpuNs[ROUNDS - 1], Math.min(cpuNs[ROUNDS - 2], cpuNs[ROUNDS - 3]));
        assertTrue(fastOfLast < 2 * slowOfFirst, () -> "work grows with the stream: " + Arrays.toString(cpuNs));
        assertTrue(hostile.mostHeldBytes() <= HELD + COMPARED, "held: " + hostile.mostHeldBytes());
        assertTrue(hostile.mostHeldBytes() > 0, "nothing was held");
        hostile.finish();
        assertEquals(0, hostile.tracker().heldBytes());
    }

    @Test
    void shouldHandOverEverySegmentOfAStreamOfGaps() {
        HostileStreams hostile = new HostileStreams(SMALL, true);
        hostile.send(HostileStreams.Pattern.GAPS, 0, SEGMENTS);
        StreamTotals totals = hostile.finish();
        assertEquals(32L * SEGMENTS, totals.bytes());
        assertEquals(32L * (SEGMENTS - 1), totals.missingBytes());
        assertEquals(SEGMENTS - 1, totals.gapCount());
        assertTrue(hostile.tracker().limitCounts().get("held_bytes_per_direction") > SEGMENTS / 2);
    }

    @Test
    void shouldNameTheBoundOnAllStreams() {
        HostileStreams hostile = new HostileStreams(new StreamOptions(OverlapPolicy.FIRST, 8 << 20, 0, 1 << 20), true);
        hostile.send(HostileStreams.Pattern.GAPS, 0, 1000);
        assertEquals(1 << 20, hostile.mostHeldBytes());
        assertTrue(
                hostile.tracker().limitCounts().get("held_bytes") > 400,
                () -> hostile.tracker().limitCounts().toString());
        assertEquals(32_000, hostile.finish().bytes());
    }

    @Test
    void shouldHandOverWhatItCanWithoutAnyMemory() {
        StreamWire poor = new StreamWire(new StreamOptions(OverlapPolicy.FIRST, 0, 0, 0)).handshake();
        poor.client(30, 1000, "abc")
                .client(31, 1006, "ghi")
                .client(32, 1003, "def")
                .client(33, 1009, "jkl");
        assertEquals("abc[3 GAVE_WAY]ghijkl$END_OF_CAPTURE", poor.clientInAll());
        assertEquals(Map.of("held_bytes_per_direction", 1L), poor.wire.tracker().limitCounts());
    }

    @Test
    void shouldForgetWhatItComparesBeforeItGivesUpWhatWaits() {
        StreamWire poor = new StreamWire(new StreamOptions(OverlapPolicy.FIRST, 4096, 4096, 1 << 20)).handshake();
        poor.client(30, 1000, "a").client(31, 1001, "b").client(32, 1003, "d").client(33, 1005, "f");
        assertEquals("ab", poor.fromClient());
        poor.client(34, 1002, "c").client(35, 1004, "e");
        assertEquals("abcdef", poor.fromClient());
    }
}
