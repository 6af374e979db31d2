package org.pcapanalyzer.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** Database files for tests. */
final class Databases {
    private Databases() {}

    /** Opens a new file with the tables of the product. */
    static DuckDBConnection empty(Path file) throws SQLException {
        return with(file, schema());
    }

    /** Opens a new file after {@code sql}. */
    static DuckDBConnection with(Path file, String sql) throws SQLException {
        DuckDBConnection connection = DatabaseFile.openForWriting(file, StoreLimits.DEFAULT);
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN;" + sql + ";COMMIT");
        }
        return connection;
    }

    /** First column of all rows, as text. */
    static List<String> column(Path file, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (DuckDBConnection connection = DatabaseFile.openStreaming(file, StoreLimits.DEFAULT);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static String schema() {
        try (var resource = AnalysisDatabase.class.getResourceAsStream("schema.sql")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
