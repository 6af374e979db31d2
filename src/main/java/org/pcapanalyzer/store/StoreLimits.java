package org.pcapanalyzer.store;

/**
 * Bounds of the database engine.
 *
 * @param memoryBytes native memory for buffers and queries, outside the Java heap; what does not fit goes to a temporary
 *     folder beside the database
 * @param threads threads that one query may use
 */
public record StoreLimits(long memoryBytes, int threads) {
    /** 384 MiB, and all processors. */
    public static final StoreLimits DEFAULT =
            new StoreLimits(384L << 20, Runtime.getRuntime().availableProcessors());

    public StoreLimits {
        if (memoryBytes <= 0 || threads <= 0) {
            throw new IllegalArgumentException("bounds of the database must be positive");
        }
    }

    /** The same bounds with another number of threads. */
    StoreLimits withThreads(int count) {
        return new StoreLimits(memoryBytes, count);
    }
}
