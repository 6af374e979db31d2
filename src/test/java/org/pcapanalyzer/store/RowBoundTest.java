package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowBoundTest {
    private static final StoreLimits LIMITS = new StoreLimits(192L << 20, 1);
    private static final int MANY_ROWS = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void shouldLeaveRoomForWhatTheDatabaseKnowsOfManyRows() throws SQLException {
        try (DuckDBConnection database = DatabaseFile.openForWriting(folder.resolve("a.duckdb"), LIMITS)) {
            RowBound bound = new RowBound(() -> database, LIMITS);
            bound.add(MANY_ROWS, 10);
            bound.giveWay();
            assertEquals("192.0 MiB", memoryLimit(database), "half a megabyte is too little to do anything about");

            bound.add(16 * MANY_ROWS, 40);
            bound.giveWay();
            assertEquals("159.5 MiB", memoryLimit(database));

            bound.add(Integer.MAX_VALUE, 70);
            bound.giveWay();
            assertEquals("64.0 MiB", memoryLimit(database), "never less than queries need");
        }
    }

    @Test
    void shouldLetRowsComeWhereAllMemoryIsInUse() throws SQLException {
        try (DuckDBConnection database = DatabaseFile.openForWriting(folder.resolve("a.duckdb"), LIMITS);
                Statement statement = database.createStatement()) {
            statement.execute("SET temp_directory = ''");
            statement.execute("CREATE TABLE memory.held AS SELECT random() AS number FROM range(15000000)");
            RowBound bound = new RowBound(() -> database, LIMITS);
            bound.add(Integer.MAX_VALUE, 70);
            bound.giveWay();
            assertEquals(
                    1_000_000,
                    statement.executeLargeUpdate("INSERT INTO memory.held SELECT random() FROM range(1000000)"));
        }
    }

    private static String memoryLimit(DuckDBConnection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('memory_limit')")) {
            row.next();
            return row.getString(1);
        }
    }
}
