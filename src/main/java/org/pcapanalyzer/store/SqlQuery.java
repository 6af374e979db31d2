package org.pcapanalyzer.store;

import java.io.Flushable;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Asks one question, as {@code analyze sql} does. The SQL can read the tables of the database, and captures through
 * {@code read_capture}, since whoever types it may; it can read nothing else and write nothing. Faults are {@link StoreException}s, whose message is one line for the user.
 */
public final class SqlQuery {
    private static final String READING = "SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE";
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
     * @param sources the database of an analysis; or captures, which are then the view {@code packets}; or nothing
     * @param width columns of the terminal for {@link SqlFormat#TABLE}, 0 for any width
     * @return what is to be told of captures that were read
     * @throws IOException if {@code out} cannot be written
     */
    public static CaptureRemarks run(List<String> sources, String sql, SqlFormat format, int width, Appendable out)
            throws IOException {
        try (SqlSession session = SqlSession.open(sources)) {
            try {
                checkReadsOnly(session.connection(), sql);
                print(session.connection(), sql, format.printer(out, width), out);
            } catch (SQLException e) {
                throw session.explain(e);
            }
            if (out instanceof Flushable buffered) {
                buffered.flush();
            }
            return session.remarks();
        } catch (IOException e) {
            if (!isClosedPipe(e)) {
                throw e;
            }
            return CaptureRemarks.NONE;
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
