package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreExceptionTest {
    @Test
    void shouldSayWhatHelpsWhereMemoryIsShort() throws SQLException {
        SQLException failure = failure("''", "SELECT list(range) FROM range(10000000)");
        assertTrue(StoreException.isOutOfRoom(failure), failure.getMessage());
        assertEquals(
                "Cannot write a.duckdb: the database needs more memory; give more with --memory",
                StoreException.writing(Path.of("a.duckdb"), failure).getMessage());
        assertEquals(
                "Cannot read a.duckdb: the database needs more memory; give more with --memory",
                StoreException.reading(Path.of("a.duckdb"), failure).getMessage());
        assertEquals(
                "The tables cannot be asked: the database needs more memory; give more with --memory",
                assertInstanceOf(StoreException.class, StoreException.asking(failure))
                        .getMessage());
    }

    @Test
    void shouldTellAFullDiskFromTooLittleMemory(@TempDir Path folder) throws SQLException {
        SQLException failure = failure(
                DatabaseFile.literal(folder.toString()),
                "CREATE TABLE t AS SELECT range, hash(range), hash(range + 1) FROM range(5000000)");
        assertEquals(
                "The tables cannot be asked: the disk is full; free space or choose another folder",
                StoreException.asking(failure).getMessage());
    }

    @Test
    void shouldTakeAnyOtherFailureOfOurQueriesForAFault() throws SQLException {
        SQLException failure = failure("''", "SELECT nothing");
        assertFalse(StoreException.isOutOfRoom(failure), failure.getMessage());
        assertInstanceOf(IllegalStateException.class, StoreException.asking(failure));
    }

    /** How a query fails that may take 10 MB, and 1 MB of a folder if one is given. */
    private static SQLException failure(String folder, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '10MB'; SET threads = 1; SET temp_directory = " + folder);
            statement.execute("SET max_temp_directory_size = '1MB'");
            return assertThrows(SQLException.class, () -> statement.execute(sql));
        }
    }
}
