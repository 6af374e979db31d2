package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.benchmark.LargeCapture;

/** The tables of a larger capture, with as much memory for the database as 400m grant. */
class SmallMemoryTest {
    private static final StoreLimits LEAST = new StoreLimits(64L << 20, 2);

    @TempDir
    private Path folder;

    /** The mix is seeded: its flows, and those in which something was answered. */
    @Test
    void shouldFillManyTablesWithTheLeastMemory() throws Exception {
        Path capture = folder.resolve("capture.pcap");
        LargeCapture.main(new String[] {capture.toString(), "loss", "packets=1000000", "per-flow=30", "snaplen=96"});
        Path file = folder.resolve("flows.duckdb");
        try (AnalysisDatabase database = AnalysisDatabase.create(file, LEAST, AnalysisDatabase.Detail.FLOWS)) {
            Samples.replay(capture, database.sink());
            database.finish();
        }
        assertEquals(
                List.of("42716", "42656"),
                Databases.column(
                        file, "SELECT count(*) FROM flows UNION ALL SELECT count(*) FROM requests ORDER BY 1 DESC"));
    }
}
