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
    void shouldLeaveQueriesHalfAndMoreForManyFlowsButNotTooLittle() {
        StoreLimits limits = new StoreLimits(192 * MIB, 2);
        assertEquals(new StoreLimits(96 * MIB, 2), limits.forQueries(1));
        assertEquals(new StoreLimits(128 * MIB, 2), limits.forQueries(8 * MIB));
        assertEquals(new StoreLimits(144 * MIB, 2), limits.forQueries(20 * MIB));
        assertEquals(new StoreLimits(64 * MIB, 2), new StoreLimits(64 * MIB, 2).forQueries(1));
        assertEquals(new StoreLimits(5 * MIB, 2), new StoreLimits(5 * MIB, 2).forQueries(20 * MIB));
    }

    @Test
    void shouldGiveWayToOtherMemoryButKeepEnough() {
        StoreLimits limits = new StoreLimits(192 * MIB, 2);
        assertEquals(new StoreLimits(160 * MIB, 2), limits.beside(32 * MIB));
        assertEquals(new StoreLimits(64 * MIB, 2), limits.beside(1024 * MIB));
        assertEquals(new StoreLimits(5 * MIB, 2), new StoreLimits(5 * MIB, 2).beside(MIB));
    }

    @Test
    void shouldWriteTheBoundAsTheDatabaseReadsIt() {
        assertEquals("65536KiB", new StoreLimits(64 * MIB, 2).memory());
    }
}
