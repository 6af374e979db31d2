package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/**
 * Writes a diagnosis and with it all that is not in the file yet, in a thread and on a connection of its own: meanwhile the
 * reports can be written, which ask for facts alone.
 */
final class DiagnosisWriter {
    private DiagnosisWriter() {}

    /** Begins to write. */
    static StoreTask<Void> start(DuckDBConnection database, Path file, DiagnosisRecord rows) {
        return StoreTask.start("diagnosis", file, () -> {
            write(database, rows);
            return null;
        });
    }

    /** All rows or none. */
    private static void write(DuckDBConnection database, DiagnosisRecord rows) throws SQLException {
        try (DuckDBConnection connection = DatabaseFile.another(database)) {
            connection.setAutoCommit(false);
            insert(connection, rows);
            connection.commit();
            connection.setAutoCommit(true);
            DatabaseFile.writeOut(connection);
        }
    }

    private static void insert(DuckDBConnection connection, DiagnosisRecord rows) throws SQLException {
        try (RowInsert row = new RowInsert(connection, DiagnosisTables.FINDINGS)) {
            for (FindingRow finding : rows.findings()) {
                DiagnosisTables.insert(row, finding);
            }
        }
        try (RowInsert row = new RowInsert(connection, DiagnosisTables.INCIDENTS)) {
            for (IncidentRow incident : rows.incidents()) {
                DiagnosisTables.insert(row, incident);
            }
        }
        DiagnosisTables.insertServices(connection, rows.services());
        DiagnosisTables.insertHosts(connection, rows.hosts());
        if (rows.unfinished() > 0) {
            CaptureTable.addLimit(connection, "unfinished", rows.unfinished());
        }
    }
}
