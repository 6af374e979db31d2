package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.duckdb.DuckDBConnection;

/**
 * Writes a diagnosis and with it all that is not in the file yet, in a thread and on a connection of its own: meanwhile the
 * reports can be written, which ask for facts alone.
 */
final class DiagnosisWriter {
    private final Path file;
    private final FutureTask<Void> writing;

    private DiagnosisWriter(Path file, FutureTask<Void> writing) {
        this.file = file;
        this.writing = writing;
    }

    /** Begins to write; {@link #await} tells how that ended. */
    static DiagnosisWriter start(DuckDBConnection database, Path file, DiagnosisRecord rows) {
        FutureTask<Void> writing = new FutureTask<>(() -> {
            write(database, rows);
            return null;
        });
        Thread thread = new Thread(writing, "store-diagnosis");
        thread.setDaemon(true);
        thread.start();
        return new DiagnosisWriter(file, writing);
    }

    /** Waits until all is in the file. */
    void await() {
        try {
            writing.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw StoreException.writing(file, cause);
            }
            throw new IllegalStateException("writing the diagnosis failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while writing " + file, e);
        }
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
