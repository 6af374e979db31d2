package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.benchmark.LargeCapture;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;

class PacketColumnTest {
    private static final int FRAMES = 400_000;
    private static final int WARM_AFTER = 200_000;
    private static final long ALLOWED_BYTES = 65_536;

    /** Columns whose values are new texts; those of the others are known beforehand. */
    private static final EnumSet<PacketColumn> TEXTS = EnumSet.of(
            PacketColumn.SRC_MAC,
            PacketColumn.DST_MAC,
            PacketColumn.SRC_IP,
            PacketColumn.DST_IP,
            PacketColumn.OUTER_SRC_IP,
            PacketColumn.OUTER_DST_IP,
            PacketColumn.PAYLOAD);

    @TempDir
    Path folder;

    @Test
    void shouldAllocateNothingPerFrameButTexts() throws IOException {
        Path capture = folder.resolve("long-flows.pcap");
        LargeCapture.main(new String[] {capture.toString(), "" + FRAMES, "512", "96"});
        PacketColumn[] columns = EnumSet.complementOf(TEXTS).toArray(PacketColumn[]::new);
        ColumnBatch batch = new ColumnBatch();
        long allocatedBytes = 0;
        long frames = 0;
        try (FrameReader reader = CaptureFiles.open(capture.toString())) {
            PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
            FlowTracker untold = new FlowTracker(FlowSink.NONE, FlowLimits.forHeap(1L << 30));
            Frame frame = new Frame();
            Packet packet = untold.packet();
            PacketRow row = new PacketRow(reader, frame, untold);
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                for (PacketColumn column : columns) {
                    column.copy(row, batch);
                }
                batch.endRow();
                if (batch.isFull()) {
                    batch.clear();
                }
                if (++frames == WARM_AFTER) {
                    allocatedBytes = -allocatedBytes();
                }
            }
            allocatedBytes += allocatedBytes();
        }
        assertEquals(FRAMES, frames);
        assertTrue(allocatedBytes < ALLOWED_BYTES, allocatedBytes + " bytes for " + (FRAMES - WARM_AFTER) + " frames");
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
