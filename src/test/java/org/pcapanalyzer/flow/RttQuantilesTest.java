package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RttQuantilesTest {
    private final LimitCounts limitCounts = new LimitCounts();
    private final StateBudget budget = budget(1 << 20);
    private final RttEstimator rtt = new RttEstimator();

    private StateBudget budget(long bytes) {
        return new StateBudget(new FlowLimits(1000, 64, 64, bytes, 4, 0), limitCounts);
    }

    /** Times between 0.1 ms and a second, as many short as long. */
    private static long[] times(int count) {
        Random random = new Random(count);
        return random.doubles(count, 5, 9)
                .mapToLong(power -> Math.round(Math.pow(10, power)))
                .toArray();
    }

    private void add(long... samples) {
        for (long sample : samples) {
            rtt.add(sample, budget);
        }
    }

    private static long nearestRank(long[] samples, int percent) {
        long[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
    }

    @Test
    void shouldKnowNothingWithoutSample() {
        assertEquals(Flow.ABSENT, rtt.quantileNs(50));
        assertEquals(Flow.ABSENT, RttEstimator.NONE.quantileNs(95));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 9, 19, 20, 21, 31, 32})
    void shouldBeExactForFewSamples(int count) {
        long[] samples = times(count);
        add(samples);
        assertEquals(nearestRank(samples, 50), rtt.quantileNs(50));
        assertEquals(nearestRank(samples, 95), rtt.quantileNs(95));
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 1000, 100_000})
    void shouldBeWithinHalfAPercentForMany(int count) {
        long[] samples = times(count);
        add(samples);
        for (int percent : new int[] {1, 50, 95, 99, 100}) {
            long exact = nearestRank(samples, percent);
            assertEquals(exact, rtt.quantileNs(percent), 0.004 * exact, "percentile " + percent);
        }
    }

    @Test
    void shouldStayBetweenLeastAndGreatest() {
        for (int i = 0; i < 100; i++) {
            add(1_000_001);
        }
        assertEquals(1_000_001, rtt.quantileNs(50));
        assertEquals(1_000_001, rtt.quantileNs(95));
    }

    @Test
    void shouldTakeTheShortestAndTheLongestTimes() {
        for (int i = 0; i < 100; i++) {
            add(0, 127, 128, 255, Long.MAX_VALUE / 1000);
        }
        assertEquals(128, rtt.quantileNs(50));
        assertEquals(0, rtt.quantileNs(20));
        assertEquals(1L << 47, rtt.quantileNs(95), 1L << 39, "the longest that is told apart");
    }

    @Test
    void shouldTakeNoMemoryForThreeSamples() {
        add(3, 2, 1);
        assertEquals(0, budget.usedBytes());
        add(4);
        assertEquals(8 * Long.BYTES, budget.usedBytes());
    }

    @Test
    void shouldTakeSomeKilobytesForAnyNumberOfSamplesAndGiveThemBack() {
        add(times(100_000));
        assertTrue(budget.usedBytes() < 9000, "held: " + budget.usedBytes());
        rtt.release();
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void shouldTellNoQuantileWhereTheBoundOnMemoryBit() {
        StateBudget poor = budget(600);
        for (long sample : times(70)) {
            rtt.add(sample, poor);
        }
        assertEquals(Flow.ABSENT, rtt.quantileNs(50));
        assertEquals(70, rtt.samples());
        assertEquals(0, poor.usedBytes());
        assertEquals(Map.of("stream_state", 1L), limitCounts.toMap());
    }
}
