package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SequenceRangesTest {
    private final LimitCounts limitCounts = new LimitCounts();
    private final StateBudget budget = new StateBudget(new FlowLimits(1, 4, 4, 1 << 20, 1, 0), limitCounts);
    private final SequenceRanges ranges = new SequenceRanges(budget);
    private final SentSegments none = new SentSegments(budget);

    @Test
    void shouldMergeRangesThatTouch() {
        ranges.add(100, 200, none);
        ranges.add(300, 400, none);
        assertFalse(ranges.covers(100, 400));
        ranges.add(200, 300, none);
        assertTrue(ranges.covers(100, 400));
        assertEquals(400, ranges.highest());
    }

    @Test
    void shouldKeepThePartAboveTheAcknowledgement() {
        ranges.add(100, 200, none);
        ranges.add(300, 400, none);
        ranges.dropBelow(350);
        assertFalse(ranges.covers(300, 400));
        assertTrue(ranges.covers(350, 400));
        ranges.dropBelow(400);
        assertTrue(ranges.isEmpty());
    }

    @Test
    void shouldStayBoundedWhenRangesNeverMeet() {
        for (int i = 0; i < 10_000; i++) {
            ranges.add(10L * i, 10L * i + 1, none);
        }
        assertTrue(ranges.highest() < 10_000, "later ranges are not kept");
        assertEquals(Map.of("sacked_ranges_per_direction", 9_744L), limitCounts.toMap());
    }
}
