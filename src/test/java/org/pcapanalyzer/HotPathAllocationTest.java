package org.pcapanalyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.benchmark.LargeCapture;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.IcmpMessage;
import org.pcapanalyzer.flow.Interval;
import org.pcapanalyzer.flow.NeighborRow;
import org.pcapanalyzer.flow.Stall;
import org.pcapanalyzer.flow.TcpDirection;
import org.pcapanalyzer.flow.TcpEvent;

/** Reading, decoding and tracking allocate per flow and per second of traffic, never per frame. */
final class HotPathAllocationTest {
    private static final int FRAMES = 600_000;
    private static final int WARM_AFTER = 300_000;

    @TempDir
    private Path scratch;

    @Test
    void shouldAllocateNothingPerFrameOnceWarm() throws IOException {
        Path capture = scratch.resolve("long-flows.pcap");
        LargeCapture.main(new String[] {capture.toString(), "" + FRAMES, "512", "96"});
        CountingSink sink = new CountingSink();
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        FlowTracker tracker = new FlowTracker(sink, FlowLimits.forHeap(1L << 30));

        long allocatedBytes = 0;
        long flowsBefore = 0;
        try (FrameReader reader = CaptureFiles.open(capture.toString())) {
            Frame frame = new Frame();
            Packet packet = new Packet();
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                tracker.track(packet);
                if (frame.number() == WARM_AFTER) {
                    flowsBefore = sink.newFlows;
                    allocatedBytes = -allocatedBytes();
                }
            }
            allocatedBytes += allocatedBytes();
        }
        tracker.finish();

        long newFlows = sink.newFlows - flowsBefore;
        assertEquals(FRAMES, sink.packets);
        assertTrue(sink.events > 1_000, "the capture has losses to track: " + sink.events);
        // Flows that were there before grow too: what each keeps of its segments and round-trip times.
        long perFlow = 12_288;
        long allowed = 65_536 + newFlows * perFlow;
        long allocated = allocatedBytes;
        assertTrue(
                allocated < allowed,
                () -> allocated + " bytes for " + (FRAMES - WARM_AFTER) + " frames and " + newFlows + " new flows");
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static final class CountingSink implements FlowSink {
        private long newFlows;
        private long packets;
        private long events;

        @Override
        public void flow(Flow flow) {}

        @Override
        public void tcpDirection(Flow flow, TcpDirection direction) {}

        @Override
        public void tcpEvent(TcpEvent event) {
            events++;
        }

        @Override
        public void stall(Stall stall) {
            events++;
        }

        @Override
        public void icmp(IcmpMessage message) {}

        @Override
        public void neighbor(NeighborRow row) {}

        @Override
        public void interval(Interval interval) {
            newFlows += interval.newFlows();
            packets += interval.pkts();
        }
    }
}
