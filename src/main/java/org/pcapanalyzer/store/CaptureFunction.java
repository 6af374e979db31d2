package org.pcapanalyzer.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBValue;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.CaptureNames;
import org.pcapanalyzer.store.PacketColumn.Depth;

/**
 * {@code read_capture(files, payload := false, filter := NULL)}: the frames of captures as rows with the columns of {@code packets}. DuckDB
 * tells which columns a query uses, and nothing else is computed; conditions on rows it checks itself.
 *
 * <p>DuckDB makes a text of what goes wrong here; {@link #failure} and {@link #remarks} keep what the user is to be told.
 */
final class CaptureFunction implements DuckDBTableFunction<CaptureFunction.Call, CaptureScan, Object> {
    private static final String ROWS = "capture_rows";
    private static final Object NOTHING = new Object();
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What is asked for.
     *
     * @param files  names for {@link org.pcapanalyzer.capture.CaptureSet}
     * @param filter expression as in tcpdump
     */
    record Call(List<String> files, Optional<String> filter) {}

    private final List<TableColumn> columns;
    private final Set<String> notes = new LinkedHashSet<>();
    private boolean isWhole = true;
    private Optional<Throwable> failure = Optional.empty();
    private final long[] frameCounts = new long[Depth.values().length];
    private boolean isStandardInputRead;

    private CaptureFunction(List<TableColumn> columns) {
        this.columns = columns;
    }

    /**
     * Makes {@code read_capture} known to a connection. What the driver cannot pass is done by a macro around the function:
     * lists of names go in as JSON, times come out as nanoseconds.
     *
     * @param columns those of {@code packets}
     */
    static CaptureFunction register(DuckDBConnection connection, List<TableColumn> columns) throws SQLException {
        CaptureFunction function = new CaptureFunction(columns);
        try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction();
                Statement statement = connection.createStatement()) {
            builder.withName(ROWS)
                    .withParameters(DuckDBColumnType.VARCHAR, DuckDBColumnType.BOOLEAN, DuckDBColumnType.VARCHAR)
                    .withProjectionPushdown()
                    .withFunction(function)
                    .register(connection);
            String times = columns.stream()
                    .filter(TableColumn::isTime)
                    .map(column -> column.expression() + " AS " + column.name())
                    .collect(Collectors.joining(", "));
            statement.execute(
                    "CREATE TEMP MACRO read_capture(files, payload := false, filter := NULL) AS TABLE SELECT * REPLACE ("
                            + times + ") FROM " + ROWS
                            + "(CAST(to_json(files) AS VARCHAR), payload, CAST(filter AS VARCHAR))");
        }
        return function;
    }

    @Override
    public Call bind(DuckDBTableFunctionBindInfo info) throws IOException {
        try {
            List<String> files = CaptureNames.expand(names(info));
            for (TableColumn column : columns) {
                info.addResultColumn(column.name(), column.transport());
            }
            if (isWithPayload(info)) {
                info.addResultColumn(PacketColumn.PAYLOAD.columnName(), DuckDBColumnType.VARCHAR);
            }
            return new Call(files, filter(info));
        } catch (IOException | RuntimeException e) {
            keep(e);
            throw e;
        }
    }

    private static List<String> names(DuckDBTableFunctionBindInfo info) throws IOException {
        try (DuckDBValue files = info.getParameter(0)) {
            List<String> names = files.isNull() ? List.of() : names(JSON.readTree(files.getString()));
            if (names.isEmpty()) {
                throw new CaptureException(
                        "read_capture: names of captures are wanted, as in read_capture('a.pcap') or "
                                + "read_capture(['a.pcap', 'ring/*.pcapng'])");
            }
            return names;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB's JSON cannot be read", e);
        }
    }

    /** No names if any of them is no text. */
    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : json.isArray() ? json : List.of(json)) {
            if (!name.isTextual()) {
                return List.of();
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static boolean isWithPayload(DuckDBTableFunctionBindInfo info) {
        try (DuckDBValue payload = info.getParameter(1)) {
            return !payload.isNull() && payload.getBoolean();
        }
    }

    private static Optional<String> filter(DuckDBTableFunctionBindInfo info) {
        try (DuckDBValue filter = info.getParameter(2)) {
            return filter.isNull() ? Optional.empty() : Optional.of(filter.getString());
        }
    }

    @Override
    public CaptureScan init(DuckDBTableFunctionInitInfo info) throws IOException {
        info.setMaxThreads(1);
        try {
            Call call = info.getBindData();
            takeStandardInput(call.files());
            return CaptureScan.open(call, wanted(info), this);
        } catch (IOException | RuntimeException e) {
            keep(e);
            throw e;
        }
    }

    private List<PacketColumn> wanted(DuckDBTableFunctionInitInfo info) {
        List<PacketColumn> wanted = new ArrayList<>();
        for (long i = 0; i < info.getColumnCount(); i++) {
            int index = (int) info.getColumnIndex(i);
            wanted.add(
                    index < columns.size()
                            ? PacketColumn.valueOf(columns.get(index).name().toUpperCase(Locale.ROOT))
                            : PacketColumn.PAYLOAD);
        }
        return wanted;
    }

    private synchronized void takeStandardInput(List<String> files) throws CaptureException {
        if (files.contains(CaptureFiles.STANDARD_INPUT)) {
            if (isStandardInputRead) {
                throw new CaptureException("standard input (-) can be read once; save it to a file to use it twice");
            }
            isStandardInputRead = true;
        }
    }

    @Override
    public Object localInit(DuckDBTableFunctionInitInfo info) {
        return NOTHING;
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter target) throws IOException {
        try {
            CaptureScan scan = info.getInitData();
            return scan.fill(target);
        } catch (IOException | RuntimeException e) {
            keep(e);
            throw e;
        }
    }

    /** What is to be told of the captures whose reading has ended. */
    synchronized CaptureRemarks remarks() {
        return new CaptureRemarks(List.copyOf(notes), isWhole);
    }

    /** What first went wrong here, be it the user's fault ({@link IOException}) or ours. */
    synchronized Optional<Throwable> failure() {
        return failure;
    }

    /** Frames that were looked into so far, by readings that have ended. */
    synchronized long frameCount(Depth depth) {
        return frameCounts[depth.ordinal()];
    }

    /** Takes a remark on a capture. */
    synchronized void note(String remark) {
        notes.add(remark);
    }

    /** Notes that a capture was damaged or could not be read. */
    synchronized void noteDamage() {
        isWhole = false;
    }

    /** @param counts by ordinal of {@link Depth} */
    synchronized void count(long[] counts) {
        for (int depth = 0; depth < counts.length; depth++) {
            frameCounts[depth] += counts[depth];
        }
    }

    private synchronized void keep(Throwable e) {
        if (failure.isEmpty()) {
            failure = Optional.of(e);
        }
    }
}
