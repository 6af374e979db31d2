package org.pcapanalyzer.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.select.Selection;

/**
 * The database of one analysis, from the first row to the last, in this order: {@link #create}, rows through
 * {@link #sink} and {@link #writeCapture}, {@link #finish}, SQL on {@link #connection}, {@link #writeDiagnosis},
 * {@link #close}, behind which the file holds all that was written, without another file beside it. Used by one thread.
 * Failures are {@link StoreException}s, whose message is for the user.
 */
public final class AnalysisDatabase implements AutoCloseable {
    /** How much of a capture goes into the tables. */
    public enum Detail {
        /** Flows, and what is noteworthy of their packets. */
        FLOWS,
        /** A row per frame too, in table {@code packets}. */
        PACKETS
    }

    /** So many flows leave memory for several queries at once. */
    private static final long FEW_FLOWS = 500_000;
    /**
     * So many leave memory for one query at a time, and what the database knows of their rows is forgotten before.
     */
    private static final long MANY_FLOWS = 1_000_000;

    private final Path file;
    private final StoreLimits limits;
    private final FactSink sink;
    private final List<DuckDBConnection> others = new ArrayList<>();
    private final List<StoreTask<?>> readings = new ArrayList<>();
    private final StoreTask<DuckDBConnection> opening;
    private Optional<DuckDBConnection> finished = Optional.empty();
    private long flows;
    private Optional<StoreTask<Void>> diagnosis = Optional.empty();

    private AnalysisDatabase(Path file, StoreLimits limits, Detail detail) {
        this.file = file;
        this.limits = limits;
        this.opening = StoreTask.start("opening", file, () -> open(file, limits, detail));
        this.sink = new FactSink(opening::await, file, limits, detail);
    }

    /** Loads the database engine in the background; it takes about a tenth of a second, for which others can work. */
    public static void preload() {
        Thread thread = new Thread(DatabaseFile::loadEngine, "store-preload");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Makes a database with empty tables, in the background: who needs it first hears of a failure. The file must not exist,
     * its folder must.
     */
    public static AnalysisDatabase create(Path file, StoreLimits limits, Detail detail) {
        if (Files.exists(file)) {
            throw new StoreException("Cannot write " + file + ": it exists; remove it or choose another folder");
        }
        return new AnalysisDatabase(file, limits, detail);
    }

    private static DuckDBConnection open(Path file, StoreLimits limits, Detail detail) throws SQLException {
        EmptyTables tables = EmptyTables.ofProgram();
        boolean areThere = tables.copyTo(file);
        DuckDBConnection connection = DatabaseFile.openForWriting(file, limits.withThreads(1));
        try (Statement statement = connection.createStatement()) {
            if (!areThere) {
                layDown(connection);
                tables.keep(file);
            }
            if (detail == Detail.PACKETS) {
                statement.execute(Schema.packets());
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void layDown(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN;" + Schema.analysis() + "COMMIT");
        }
        DatabaseFile.writeOut(connection);
    }

    /** A connection to the empty tables, on which SQL can be prepared before rows come. */
    public Connection emptyTables() {
        return opening.await();
    }

    /** Where rows go until {@link #finish}. */
    public FactSink sink() {
        return sink;
    }

    /**
     * Writes what is known of a capture file, once all of it was read and before {@link #finish}.
     *
     * @param captureId number of the file in the order given, from 1
     */
    public void writeCapture(int captureId, CaptureSummary summary, CaptureTotals totals) {
        try (RowInsert row = new RowInsert(opening.await(), CaptureTable.NAME)) {
            CaptureTable.insert(row, captureId, summary, totals);
        } catch (SQLException e) {
            throw StoreException.writing(file, e);
        }
    }

    /** Writes what the analysis was asked for, if not for all of the capture, before {@link #finish}. */
    public void writeSelection(Selection.Scope scope) {
        try (RowInsert row = new RowInsert(opening.await(), SelectionTable.NAME)) {
            SelectionTable.insert(row, scope);
        } catch (SQLException e) {
            throw StoreException.writing(file, e);
        }
    }

    /** Waits until all rows are in their tables, checks that none is missing, and shuts the database off from all else. */
    public void finish() {
        sink.finish();
        DuckDBConnection connection = opening.await();
        try {
            StoreLimits forQueries = fillRequests(connection);
            DuckDBConnection tables = flows > MANY_FLOWS ? reopened(connection, forQueries) : connection;
            finished = Optional.of(DatabaseFile.lock(tables));
        } catch (SQLException e) {
            throw StoreException.writing(file, e);
        }
    }

    /** Fills the table that needs all others, and returns the bounds that hold from now on. */
    private StoreLimits fillRequests(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + limits.threads());
            flows = countFlows(statement);
            StoreLimits forQueries = limits.forQueries(flows);
            DatabaseFile.limitMemory(statement, forQueries);
            RequestTable.fill(connection, forQueries);
            return forQueries;
        }
    }

    /** The same tables in a new instance, which learns only of the columns that it is asked for. */
    private DuckDBConnection reopened(DuckDBConnection connection, StoreLimits forQueries) throws SQLException {
        DatabaseFile.close(connection);
        return DatabaseFile.openForWriting(file, forQueries);
    }

    /** A connection that cannot reach other files or the network, nor change settings. Valid until {@link #close}. */
    public Connection connection() {
        return finishedTables();
    }

    private DuckDBConnection finishedTables() {
        return finished.orElseThrow(() -> new IllegalStateException("the tables are not finished"));
    }

    /**
     * Connections for queries that run at once, {@link #connection} first: as many as there are threads; one where flows are many, and
     * a query takes all threads and all memory. Valid until {@link #close}.
     */
    public List<Connection> connections() {
        int most = flows > MANY_FLOWS ? 1 : limits.threads();
        List<Connection> all = new ArrayList<>(List.of(connection()));
        while (all.size() < most) {
            all.add(another());
        }
        return all;
    }

    /** Something to be read from the finished tables. */
    @FunctionalInterface
    public interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    /**
     * Begins to read the finished tables, in a thread and on a connection of its own; where flows are many, and the queries
     * beside it need the memory, when what it gives is asked for. Ask on the thread of this database, before {@link #close}.
     */
    public <T> Supplier<T> beside(Reading<T> reading) {
        Connection shared = connection();
        if (flows > FEW_FLOWS) {
            return () -> read(shared, reading);
        }
        DuckDBConnection own = another();
        StoreTask<T> task = StoreTask.start("reading", file, () -> read(own, reading));
        readings.add(task);
        return task::await;
    }

    private <T> T read(Connection connection, Reading<T> reading) {
        try {
            return reading.from(connection);
        } catch (SQLException e) {
            throw StoreException.reading(file, e);
        }
    }

    private static long countFlows(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM flows")) {
            row.next();
            return row.getLong(1);
        }
    }

    private DuckDBConnection another() {
        try {
            DuckDBConnection other = DatabaseFile.another(finishedTables());
            others.add(other);
            return other;
        } catch (SQLException e) {
            throw StoreException.reading(file, e);
        }
    }

    /**
     * Begins to write the findings and what they amount to, after {@link #finish}, all or nothing; {@link #close} waits for
     * it, and throws where it failed.
     */
    public void writeDiagnosis(DiagnosisRecord rows) {
        diagnosis = Optional.of(DiagnosisWriter.start(finishedTables(), file, rows));
    }

    /** Closes the file. Before {@link #finish} the rows that are still on their way are given up. */
    @Override
    public void close() {
        if (finished.isEmpty()) {
            sink.abandon();
        }
        DuckDBConnection connection;
        try {
            connection = finished.orElseGet(opening::await);
        } catch (StoreException e) {
            // Told to who needed it.
            return;
        }
        close(connection);
    }

    private void close(DuckDBConnection connection) {
        try (connection) {
            readings.forEach(StoreTask::join);
            diagnosis.ifPresent(StoreTask::await);
            for (DuckDBConnection other : others) {
                other.close();
            }
            if (finished.isPresent()) {
                DatabaseFile.close(connection);
            }
        } catch (SQLException e) {
            throw StoreException.writing(file, e);
        }
    }
}
