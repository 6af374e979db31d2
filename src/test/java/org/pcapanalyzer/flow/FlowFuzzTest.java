package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.decode.Anomaly;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.fuzz.Choices;

/**
 * Segments, datagrams and ICMP errors of few flows, as {@link HostileSender} makes them up, through decoder and tracker.
 * Input: choice of limits (1 byte), then packets.
 */
@Tag("fuzz")
final class FlowFuzzTest {
    private static final int MOST_PACKETS = 250;
    private static final FlowLimits AMPLE = FlowLimits.forHeap(1L << 30);
    private static final FlowLimits TIGHT = new FlowLimits(3, 4, 4, 2000, 2, 1_000_000_000L);
    private static final FlowLimits DROWSY =
            new FlowLimits(1000, 1 << 30, 0, 1024, 4096, 1 << 28, 1024, 120_000_000_000L);
    private static final StreamOptions AMPLE_STREAMS =
            new StreamOptions(OverlapPolicy.FIRST, 1 << 20, 1 << 18, 1 << 22);
    private static final StreamOptions TIGHT_STREAMS =
            new StreamOptions(OverlapPolicy.FIRST, 1 << 12, 1 << 11, 1 << 13);

    @FuzzTest
    void track(byte[] input) {
        Choices choices = new Choices(input);
        int bounds = choices.u8();
        FlowLimits limits = (bounds & 1) != 0 ? TIGHT : (bounds & 4) == 0 ? AMPLE : DROWSY;
        StreamOptions options = (bounds & 2) == 0 ? AMPLE_STREAMS : TIGHT_STREAMS;
        HostileSender sender = new HostileSender(choices);
        CheckedRows rows = new CheckedRows();
        CheckedStreams streams = new CheckedStreams(sender, (bounds & 3) == 0);
        FlowTracker tracker = new FlowTracker(rows, limits, streams, options);
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Packet packet = new Packet();
        while (choices.hasMore() && sender.frameCount() < MOST_PACKETS) {
            Packets next = sender.next();
            decoder.decode(next.frame(), packet);
            assertTrue(!packet.anomaly().setsAside() || packet.anomaly() == Anomaly.TRUNCATED_TRANSPORT_HEADER);
            rows.note(packet);
            tracker.track(packet);
            assertBounded(tracker, limits, options);
        }
        tracker.finish();
        rows.assertAddUp();
        streams.assertEnded();
        assertEquals(0, tracker.heldBytes(), "bytes held when all is over");
        assertEquals(0, tracker.stateBytes(), "state kept when all is over");
    }

    private static void assertBounded(FlowTracker tracker, FlowLimits limits, StreamOptions options) {
        assertTrue(tracker.stateBytes() >= 0 && tracker.stateBytes() <= limits.stateBytes(), "state of streams");
        assertTrue(tracker.heldBytes() >= 0 && tracker.heldBytes() <= options.heldBytes(), "bytes held");
    }
}
