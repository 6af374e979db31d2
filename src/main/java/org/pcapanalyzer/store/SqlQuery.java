package org.pcapanalyzer.store;

import java.io.Flushable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Asks a database one question, as {@code analyze sql} does. The SQL is not trusted: it can read the tables of the
 * database and nothing else. Faults are {@link StoreException}s, whose message is one line for the user.
 */
public final class SqlQuery {
    private static final String READING = "SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE";
    private static final String NOT_A_DATABASE = " is not a DuckDB database";
    private static final StoreLimits LIMITS = new StoreLimits(1L << 30, StoreLimits.DEFAULT.threads());
    private static final int ROWS_BETWEEN_CHECKS = 256;

    /** DuckDB's own parser, asked what a text holds: the kind of error, the message, the number of statements. */
    private static final String PARSE = """
            SELECT
                json_extract_string(parsed, '$.error_type'),
                json_extract_string(parsed, '$.error_message'),
                json_array_length(parsed, '$.statements')
            FROM (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS parsed)
            """;

    private SqlQuery() {}

    /**
     * Runs {@code sql} and writes its rows to {@code out} as they come. Ends quietly if the reader of {@code out} has
     * gone away (a closed pipe).
     *
     * @param width columns of the terminal for {@link SqlFormat#TABLE}, 0 for any width
     * @throws IOException if {@code out} cannot be written
     */
    public static void run(Path database, String sql, SqlFormat format, int width, Appendable out) throws IOException {
        checkFile(database);
        try (Connection connection = open(database)) {
            checkReadsOnly(connection, sql);
            print(connection, sql, format.printer(out, width), out);
            if (out instanceof Flushable buffered) {
                buffered.flush();
            }
        } catch (SQLException e) {
            throw new StoreException(StoreException.reason(e), e);
        } catch (IOException e) {
            if (!isClosedPipe(e)) {
                throw e;
            }
        }
    }

    private static void checkFile(Path database) throws IOException {
        if (Files.isDirectory(database)) {
            throw new StoreException(
                    database + " is a folder; name the database in it, such as " + database.resolve("flows.duckdb"));
        }
        if (!Files.exists(database)) {
            throw new StoreException(database + " does not exist");
        }
        if (!Files.isReadable(database)) {
            throw new StoreException(database + " cannot be read: permission denied");
        }
        if (Files.size(database) == 0) {
            throw new StoreException(database + NOT_A_DATABASE);
        }
    }

    private static Connection open(Path database) throws SQLException {
        try {
            return DatabaseFile.openStreaming(database, LIMITS);
        } catch (SQLException e) {
            if (StoreException.reason(e).contains("not a valid DuckDB database")) {
                throw new StoreException(database + NOT_A_DATABASE, e);
            }
            throw e;
        }
    }

    private static void checkReadsOnly(Connection connection, String sql) throws SQLException {
        try (PreparedStatement parse = connection.prepareStatement(PARSE)) {
            parse.setString(1, sql);
            try (ResultSet result = parse.executeQuery()) {
                result.next();
                String errorType = result.getString(1);
                if ("parser".equals(errorType)) {
                    throw new StoreException("Parser Error: " + result.getString(2));
                }
                if (errorType != null) {
                    throw new StoreException("Only a query that reads is allowed: " + READING);
                }
                int statements = result.getInt(3);
                if (statements != 1) {
                    throw new StoreException(
                            statements == 0 ? "The query is empty" : "One query at a time, not " + statements);
                }
            }
        }
    }

    private static void print(Connection connection, String sql, RowPrinter printer, Appendable out)
            throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            ResultRows rows = new ResultRows(result);
            printer.begin(rows.columns());
            for (long count = 1; rows.next(); count++) {
                printer.row(rows.values());
                if (count % ROWS_BETWEEN_CHECKS == 0 && isGone(out)) {
                    return;
                }
            }
            printer.end();
        }
    }

    /** A PrintStream keeps its failures to itself. */
    private static boolean isGone(Appendable out) {
        return out instanceof PrintStream stream && stream.checkError();
    }

    private static boolean isClosedPipe(IOException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
}
