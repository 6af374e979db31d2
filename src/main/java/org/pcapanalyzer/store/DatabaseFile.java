package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * Opens a database file. The file is attached to an empty instance in memory: the driver's URLs cannot name a path with
 * a semicolon, and an instance of its own cannot clash with the settings of another connection to the same file.
 */
final class DatabaseFile {
    private static final String URL = "jdbc:duckdb:";
    private static final String CATALOG = "analysis";
    /** While rows come each of their columns holds a block in memory: larger ones do not fit the least bound. */
    private static final int BLOCK_BYTES = 64 << 10;
    /**
     * Rows that are compressed together: with the usual 122,880 most captures would be compressed only behind the last frame,
     * and their tables scanned by one thread.
     */
    static final int ROW_GROUP_ROWS = 40 << 10;
    /** No log: what is not complete is thrown away, and each table's rows would wait for the disk. */
    private static final String NO_LOG = "RECOVERY_MODE no_wal_writes";

    /** Memory that is free goes back to the system, above this: the bound on memory does not count it. */
    private static final String KEPT_AT_MOST = "32MB";

    private static final String WHOLE_RESULTS = "false";
    private static final String STREAMED_RESULTS = "true";

    private DatabaseFile() {}

    /** Loads the native library; whoever needs it next hears of a failure. */
    static void loadEngine() {
        try {
            connect(new Properties()).close();
        } catch (SQLException e) {
            // The next connection fails likewise, where the failure can be told.
            return;
        }
    }

    /** Opens a file to write to it, and makes it if it does not exist. Closing the connection is not enough: {@link #close}. */
    static DuckDBConnection openForWriting(Path file, StoreLimits limits) throws SQLException {
        return open(
                file,
                limits,
                "READ_WRITE, " + NO_LOG + ", BLOCK_SIZE " + BLOCK_BYTES + ", ROW_GROUP_SIZE " + ROW_GROUP_ROWS,
                WHOLE_RESULTS);
    }

    /**
     * Opens a file to read it; the caller locks it. Rows come as they are made, so that a result may be larger than memory,
     * but one at a time.
     */
    static DuckDBConnection openStreaming(Path file, StoreLimits limits) throws SQLException {
        return open(file, limits, "READ_ONLY", STREAMED_RESULTS);
    }

    /** As {@link #openStreaming}, without any file but the temporary ones of large queries. */
    static DuckDBConnection openEmpty(StoreLimits limits) throws SQLException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "analyze-sql-" + UUID.randomUUID());
        return connect(limits, temporary, STREAMED_RESULTS);
    }

    /**
     * Makes a connection safe for SQL that is not ours: it reaches no files but the open one, no network, and cannot change
     * any setting. Closes it where that fails.
     */
    static DuckDBConnection lock(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Gives an open database another bound on memory; fails where more than that is in use. */
    static void limitMemory(Statement statement, StoreLimits limits) throws SQLException {
        statement.execute("SET memory_limit = " + literal(limits.memory()));
    }

    /** One more connection to the same instance, for another thread or another user. */
    static DuckDBConnection another(DuckDBConnection connection) throws SQLException {
        DuckDBConnection other = connection.duplicate();
        try (Statement statement = other.createStatement()) {
            statement.execute("USE " + CATALOG);
            return other;
        } catch (SQLException e) {
            other.close();
            throw e;
        }
    }

    /**
     * Writes everything into the one file. Queries on other connections that began before the last change are waited for: until
     * they end, the database keeps that change's hold of the file.
     */
    static void writeOut(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("FORCE CHECKPOINT " + CATALOG);
        }
    }

    /** Writes everything into the one file, leaves no log beside it, and closes the connection. */
    static void close(DuckDBConnection connection) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            writeOut(connection);
            statement.execute("USE memory");
            statement.execute("DETACH " + CATALOG);
        }
    }

    /** @param options of ATTACH */
    private static DuckDBConnection open(Path file, StoreLimits limits, String options, String streaming)
            throws SQLException {
        Path path = file.toAbsolutePath();
        DuckDBConnection connection = connect(limits, Path.of(path + ".tmp"), streaming);
        try (Statement statement = connection.createStatement()) {
            statement.execute("ATTACH " + literal(path.toString()) + " AS " + CATALOG + " (" + options + ")");
            statement.execute("USE " + CATALOG);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static DuckDBConnection connect(StoreLimits limits, Path temporary, String streaming) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", limits.memory());
        settings.setProperty("threads", Integer.toString(limits.threads()));
        settings.setProperty("temp_directory", temporary.toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("allow_community_extensions", "false");
        settings.setProperty("jdbc_stream_results", streaming);
        settings.setProperty("allocator_flush_threshold", KEPT_AT_MOST);
        settings.setProperty("allocator_bulk_deallocation_flush_threshold", KEPT_AT_MOST);
        return connect(settings);
    }

    /** Without a search for drivers, which looks into every jar. */
    private static DuckDBConnection connect(Properties settings) throws SQLException {
        return new DuckDBDriver().connect(URL, settings).unwrap(DuckDBConnection.class);
    }

    /** A text as SQL writes it. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
