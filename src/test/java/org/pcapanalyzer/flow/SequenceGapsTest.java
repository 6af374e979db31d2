package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SequenceGapsTest {
    private final LimitCounts limitCounts = new LimitCounts();
    private final StateBudget budget = new StateBudget(new FlowLimits(1, 4, 4, 1 << 20, 1, 0), limitCounts);
    private final SequenceGaps gaps = new SequenceGaps(budget);

    @Test
    void shouldTellOfTheFirstHoleThatARangeFills() {
        gaps.open(100, 200, 7, 70);
        gaps.open(300, 400, 8, 80);
        assertEquals(100, gaps.fill(150, 350));
        assertEquals(7, gaps.filledOpenedNs());
        assertEquals(70, gaps.filledMark());
        assertEquals(100, gaps.totalBytes());
        assertEquals(50, gaps.bytesWithin(0, 200));
        assertEquals(50, gaps.bytesWithin(300, 1000));
    }

    @Test
    void shouldSplitAHoleFilledInItsMiddle() {
        gaps.open(100, 200, 7, 70);
        assertEquals(20, gaps.fill(140, 160));
        assertEquals(2, gaps.holesWithin(0, 1000));
        assertEquals(80, gaps.totalBytes());
        assertEquals(40, gaps.fill(160, 200));
        assertEquals(7, gaps.filledOpenedNs());
    }

    @Test
    void shouldFillNothingOutsideOfHoles() {
        gaps.open(100, 200, 7, 70);
        assertEquals(0, gaps.fill(50, 100));
        assertEquals(0, gaps.fill(200, 300));
        assertEquals(100, gaps.totalBytes());
    }

    @Test
    void shouldCountBytesOfAHoleThatGaveWay() {
        for (int i = 0; i < 4; i++) {
            gaps.open(100 * i, 100 * i + 10, i, 0);
        }
        assertEquals(Map.of(), limitCounts.toMap());
        gaps.open(400, 410, 4, 0);
        assertEquals(Map.of("gaps_per_direction", 1L), limitCounts.toMap());
        assertEquals(50, gaps.totalBytes());
        assertEquals(0, gaps.fill(0, 10), "the oldest hole is forgotten");
        assertEquals(10, gaps.fill(400, 410));
    }

    @Test
    void shouldNotGrowWhenASplitFindsNoRoom() {
        for (int i = 0; i < 4; i++) {
            gaps.open(100 * i, 100 * i + 10, i, 0);
        }
        assertEquals(2, gaps.fill(4, 6));
        assertEquals(4, gaps.count());
        assertEquals(38, gaps.totalBytes());
    }
}
