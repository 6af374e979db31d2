package org.duckdb;

/**
 * Stands before the driver's class of this name on the class path, and does nothing. The driver's own sets up Java Flight
 * Recorder in every process to offer its memory counters there, which takes as long as starting the JVM. To watch the
 * database with Flight Recorder, remove this class.
 */
final class JfrMemoryMonitor {
    private JfrMemoryMonitor() {}

    static void init() {
        // Nothing to set up.
    }

    static void connectionOpened(DuckDBConnection connection) {
        // Nobody watches it.
    }

    static void connectionClosed(long databaseAddress) {
        // Nobody watched it.
    }
}
