package org.pcapanalyzer.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.pcapanalyzer.select.SelectionException;

/**
 * A connection for one question of the user: to the database of an analysis, or to none. {@code read_capture} is known in
 * both; captures named beforehand are the view {@code packets}. Nothing can be written, and of files only captures read.
 */
final class SqlSession implements AutoCloseable {
    private static final String NOT_A_DATABASE = " is not a DuckDB database";
    private static final String DATABASE = "flows.duckdb";
    private static final String DATABASE_SUFFIX = ".duckdb";
    private static final int MAGIC_OFFSET = 8;
    private static final byte[] MAGIC = "DUCK".getBytes(StandardCharsets.US_ASCII);
    private static final StoreLimits LIMITS = new StoreLimits(1L << 30, StoreLimits.DEFAULT.threads());

    private final DuckDBConnection connection;
    private CaptureFunction captures;

    private SqlSession(DuckDBConnection connection) {
        this.connection = connection;
    }

    /**
     * Opens what the question is about.
     *
     * @param sources one database, or captures, or nothing
     * @throws StoreException if there is no such database or capture
     */
    static SqlSession open(List<String> sources) throws IOException {
        Optional<Path> database = database(sources);
        SqlSession session = new SqlSession(connect(database));
        try {
            session.prepare(database.isPresent() ? List.of() : sources);
            return session;
        } catch (SQLException e) {
            StoreException fault = session.explain(e);
            session.close();
            throw fault;
        }
    }

    Connection connection() {
        return connection;
    }

    /** What is to be told of the captures read so far. */
    CaptureRemarks remarks() {
        return captures.remarks();
    }

    /** The user's fault behind a failure of DuckDB, in one line; a fault of ours is thrown. */
    StoreException explain(SQLException e) {
        Optional<Throwable> failure = captures == null ? Optional.empty() : captures.failure();
        if (failure.isEmpty()) {
            return new StoreException(StoreException.reason(e), e);
        }
        Throwable cause = failure.get();
        if (cause instanceof IOException || cause instanceof SelectionException) {
            return new StoreException(cause.getMessage(), cause);
        }
        throw new IllegalStateException("reading a capture failed", cause);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException("The database cannot be closed: " + StoreException.reason(e), e);
        }
    }

    /** Packets are laid down once, to learn their columns, and taken away again. */
    private void prepare(List<String> names) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String catalog = connection.getCatalog();
            statement.execute("USE memory");
            statement.execute(Schema.packets());
            captures = CaptureFunction.register(connection, TableColumn.of(connection, PacketTable.NAME));
            List<String> comments = comments(statement);
            statement.execute("DROP TABLE " + PacketTable.NAME);
            if (!names.isEmpty()) {
                String files = names.stream().map(DatabaseFile::literal).collect(Collectors.joining(", "));
                statement.execute(
                        "CREATE VIEW " + PacketTable.NAME + " AS SELECT * FROM read_capture([" + files + "])");
                for (String comment : comments) {
                    statement.execute(comment);
                }
            }
            statement.execute("USE " + catalog);
        }
        DatabaseFile.lock(connection);
    }

    /** Statements that give a view the comments of the table. */
    private static List<String> comments(Statement statement) throws SQLException {
        List<String> comments = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = '"
                        + PacketTable.NAME + "' AND database_name = current_database()")) {
            while (rows.next()) {
                comments.add("COMMENT ON COLUMN %s.%s IS %s"
                        .formatted(PacketTable.NAME, rows.getString(1), DatabaseFile.literal(rows.getString(2))));
            }
        }
        return comments;
    }

    /** The database among the sources; empty if they are captures. */
    private static Optional<Path> database(List<String> sources) throws IOException {
        for (String source : sources) {
            Optional<Path> database = database(source);
            if (database.isPresent() && sources.size() > 1) {
                throw new StoreException(source + " is a database; ask one database, or captures alone");
            }
            if (database.isPresent()) {
                return database;
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> database(String source) throws IOException {
        try {
            Path file = Path.of(source);
            if (Files.isDirectory(file) && Files.exists(file.resolve(DATABASE))) {
                throw new StoreException(source + " is a folder; name the database in it: " + file.resolve(DATABASE));
            }
            boolean isMeant = source.endsWith(DATABASE_SUFFIX) && !Files.isDirectory(file);
            if (isMeant && !Files.exists(file)) {
                throw new StoreException(source + " does not exist");
            }
            if (isMeant && !Files.isReadable(file)) {
                throw new StoreException(source + " cannot be read: permission denied");
            }
            if (Files.isRegularFile(file) && Files.isReadable(file) && hasMagic(file)) {
                return Optional.of(file);
            }
            if (isMeant) {
                throw new StoreException(source + NOT_A_DATABASE);
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean hasMagic(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] head = content.readNBytes(MAGIC_OFFSET + MAGIC.length);
            return Arrays.equals(head, Math.min(MAGIC_OFFSET, head.length), head.length, MAGIC, 0, MAGIC.length);
        }
    }

    private static DuckDBConnection connect(Optional<Path> database) {
        try {
            return database.isPresent()
                    ? DatabaseFile.openStreaming(database.get(), LIMITS)
                    : DatabaseFile.openEmpty(LIMITS);
        } catch (SQLException e) {
            String reason = StoreException.reason(e);
            boolean isOther = reason.contains("not a valid DuckDB database");
            throw new StoreException(isOther ? database.orElseThrow() + NOT_A_DATABASE : reason, e);
        }
    }
}
