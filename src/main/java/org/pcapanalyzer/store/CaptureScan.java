package org.pcapanalyzer.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunctionState;
import org.pcapanalyzer.capture.CaptureSet;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.select.Verdict;
import org.pcapanalyzer.store.PacketColumn.Depth;

/**
 * One reading of captures for a query: frame by frame, as far into each as its columns need, never further ahead than
 * DuckDB asks. DuckDB calls from several threads, one at a time.
 */
final class CaptureScan implements DuckDBTableFunctionState {
    /** Payload after which a chunk ends before it is full, so that large packets do not pile up. */
    private static final long MAX_PAYLOAD_BYTES = 4L << 20;

    private final CaptureSet set;
    private final FrameReader reader;
    private final Selection selection;
    private final PacketColumn[] columns;
    private final Depth depth;
    private final boolean isWithPayload;
    private final CaptureFunction function;
    private final long[] frameCounts = new long[Depth.values().length];
    private final PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
    private final FlowTracker flows = new FlowTracker(
            FlowSink.NONE, FlowLimits.forHeap(Runtime.getRuntime().maxMemory()));
    private final Frame frame = new Frame();
    private final PacketRow row;
    private final ColumnBatch batch = new ColumnBatch();
    private boolean isClosed;

    private CaptureScan(
            CaptureSet set,
            FrameReader reader,
            Selection selection,
            List<PacketColumn> columns,
            CaptureFunction function) {
        this.set = set;
        this.reader = reader;
        this.selection = selection;
        this.columns = columns.toArray(PacketColumn[]::new);
        this.function = function;
        this.depth =
                columns.stream().map(PacketColumn::depth).max(Depth::compareTo).orElse(Depth.FRAME);
        this.isWithPayload = columns.contains(PacketColumn.PAYLOAD);
        this.row = new PacketRow(reader, frame, flows);
    }

    /**
     * Opens captures.
     *
     * @param columns  those that the query asks for, in its order
     * @param function is told of the captures when they are closed
     */
    static CaptureScan open(CaptureFunction.Call call, List<PacketColumn> columns, CaptureFunction function)
            throws IOException {
        Selection selection = Selection.of(call.filter(), Optional.empty(), Optional.empty());
        CaptureSet set = CaptureSet.of(call.files());
        try {
            FrameReader reader = set.isRereadable() ? set.reopen() : set.open();
            return new CaptureScan(set, reader, selection, columns, function);
        } catch (IOException | RuntimeException e) {
            set.close();
            throw e;
        }
    }

    /** Fills a chunk and returns the number of its rows; 0 at the end of the captures. */
    synchronized int fill(DuckDBDataChunkWriter target) throws IOException {
        batch.clear();
        long payloadBytes = 0;
        while (!batch.isFull() && payloadBytes < MAX_PAYLOAD_BYTES && next()) {
            look();
            for (PacketColumn column : columns) {
                column.copy(row, batch);
            }
            batch.endRow();
            payloadBytes += isWithPayload ? row.payloadBytes() : 0;
        }
        return batch.write(target);
    }

    /** Goes to the next frame that is selected. */
    private boolean next() throws IOException {
        while (reader.next(frame)) {
            if (selection.judge(frame) == Verdict.SELECTED) {
                return true;
            }
        }
        selection.requireMeaning();
        return false;
    }

    private void look() {
        frameCounts[Depth.FRAME.ordinal()]++;
        if (depth == Depth.FRAME || !row.isDecoded()) {
            return;
        }
        Packet packet = flows.packet();
        decoder.decode(frame, packet);
        frameCounts[Depth.PACKET.ordinal()]++;
        if (depth == Depth.FLOW) {
            flows.track(packet);
            frameCounts[Depth.FLOW.ordinal()]++;
        }
    }

    /** Ends the reading, be the captures at their end or not. */
    @Override
    public synchronized void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (set;
                reader) {
            tell();
            function.count(frameCounts);
        }
    }

    private void tell() {
        set.leftOut().forEach(reason -> function.note("left out: " + reason));
        for (CaptureSummary capture : reader.summaries()) {
            if (capture.truncated() || capture.damageCount() > 0) {
                function.noteDamage();
            }
            if (capture.isReadable()) {
                capture.damage().forEach(damage -> function.note(capture.name() + ": " + damage));
            }
        }
    }
}
