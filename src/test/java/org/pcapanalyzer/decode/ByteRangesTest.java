package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteRangesTest {
    private static final int SIZE = 200;

    @Test
    void shouldAgreeWithBitSetWhateverIsAdded() {
        Random random = new Random(1);
        ByteRanges ranges = new ByteRanges();
        for (int round = 0; round < 1000; round++) {
            ranges.clear();
            BitSet expected = new BitSet(SIZE);
            for (int i = 0; i < 12; i++) {
                int start = random.nextInt(SIZE - 30);
                int end = start + 1 + random.nextInt(30);
                assertTrue(ranges.add(start, end));
                expected.set(start, end);
                assertHolds(expected, ranges);
            }
        }
    }

    @Test
    void shouldRefuseMoreRangesThanItsBound() {
        ByteRanges ranges = new ByteRanges();
        for (int i = 0; i < ByteRanges.MAX; i++) {
            assertTrue(ranges.add(16 * i, 16 * i + 8));
        }

        int beyond = 16 * ByteRanges.MAX;
        assertFalse(ranges.add(beyond, beyond + 8));
        assertEquals(8 * ByteRanges.MAX, ranges.total());
        assertTrue(ranges.add(8, 16), "fills a gap");
        assertTrue(ranges.add(beyond, beyond + 8), "a range became free");
    }

    private static void assertHolds(BitSet expected, ByteRanges ranges) {
        assertEquals(expected.cardinality(), ranges.total());
        assertEquals(expected.length(), ranges.end());
        for (int from = 0; from < SIZE; from++) {
            int present = expected.nextSetBit(from);
            assertEquals(expected.nextClearBit(from), ranges.nextMissing(from));
            assertEquals(present < 0 ? SIZE : present, ranges.nextPresent(from, SIZE));
        }
    }
}
