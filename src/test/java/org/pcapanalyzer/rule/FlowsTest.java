package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FlowsTest {

    @Test
    void shouldKeepTheLowestOfManyAndCountAll() {
        Flows flows = Flows.of(range(1, 25_000));
        assertEquals(range(1, Flows.MAX_KEPT + 1), flows.ids());
        assertEquals(24_999, flows.count());
        assertTrue(flows.isCut());
        assertFalse(Flows.of(range(1, Flows.MAX_KEPT + 1)).isCut());
    }

    @Test
    void shouldCountOnceWhatTwoKeep() {
        Flows both = new Flows(List.of(1L, 5L, 9L), 3).and(new Flows(List.of(2L, 5L), 100));
        assertEquals(List.of(1L, 2L, 5L, 9L), both.ids());
        assertEquals(102, both.count());
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
