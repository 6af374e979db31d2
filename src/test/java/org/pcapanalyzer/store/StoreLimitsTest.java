package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StoreLimitsTest {
    private static final long MIB = 1 << 20;

    @Test
    void shouldTakeASixthOfTheHeapInWholeSteps() {
        assertEquals(192 * MIB, StoreLimits.forHeap(1187 * MIB, 2).memoryBytes());
        assertEquals(64 * MIB, StoreLimits.forHeap(100 * MIB, 2).memoryBytes());
    }

    @Test
    void shouldLeaveQueriesThreeQuartersButNotTooLittle() {
        assertEquals(new StoreLimits(144 * MIB, 2), new StoreLimits(192 * MIB, 2).forQueries());
        assertEquals(new StoreLimits(64 * MIB, 2), new StoreLimits(64 * MIB, 2).forQueries());
        assertEquals(new StoreLimits(5 * MIB, 2), new StoreLimits(5 * MIB, 2).forQueries());
    }

    @Test
    void shouldWriteTheBoundAsTheDatabaseReadsIt() {
        assertEquals("65536KiB", new StoreLimits(64 * MIB, 2).memory());
    }
}
