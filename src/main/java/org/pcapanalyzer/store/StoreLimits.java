package org.pcapanalyzer.store;

/**
 * Bounds of the database engine.
 *
 * @param memoryBytes native memory for buffers and queries, outside the Java heap; what does not fit goes to a temporary
 *     folder beside the database
 * @param threads threads that one query may use
 */
public record StoreLimits(long memoryBytes, int threads) {
    private static final int HEAP_SHARE = 6;
    private static final long LEAST_BYTES = 64L << 20;
    private static final long STEP_BYTES = 32L << 20;
    /** With 12 a rule has no room where there are 5 million flows. */
    private static final int QUERY_BYTES_OF_FLOW = 16;

    /** What goes with the heap of this JVM, and all processors. */
    public static final StoreLimits DEFAULT =
            forHeap(Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors());

    public StoreLimits {
        if (memoryBytes <= 0 || threads <= 0) {
            throw new IllegalArgumentException("bounds of the database must be positive");
        }
    }

    /** The same bounds with another number of threads. */
    StoreLimits withThreads(int count) {
        return new StoreLimits(memoryBytes, count);
    }

    /** The same bounds where other memory comes off the database's own, as far as that is not too little then. */
    StoreLimits beside(long otherBytes) {
        return new StoreLimits(Math.max(Math.min(memoryBytes, LEAST_BYTES), memoryBytes - otherBytes), threads);
    }

    /**
     * The same bounds with less memory, for queries: half of it does, and with more what rules take would grow with the tables. Where
     * flows come by the million, some of the queries need up to three quarters of it for them.
     */
    StoreLimits forQueries(long flows) {
        long wanted = Math.max(memoryBytes / 2, Math.min(QUERY_BYTES_OF_FLOW * flows, memoryBytes / 4 * 3));
        return new StoreLimits(Math.min(memoryBytes, Math.max(LEAST_BYTES, wanted)), threads);
    }

    /** What DuckDB calls {@code memory_limit}. */
    String memory() {
        return memoryBytes / 1024 + "KiB";
    }

    /** A sixth of the heap beside it, in steps of 32 MiB: who gives the JVM more wants more of the database too. */
    static StoreLimits forHeap(long maxHeapBytes, int threads) {
        long share = maxHeapBytes / HEAP_SHARE / STEP_BYTES * STEP_BYTES;
        return new StoreLimits(Math.max(LEAST_BYTES, share), threads);
    }
}
