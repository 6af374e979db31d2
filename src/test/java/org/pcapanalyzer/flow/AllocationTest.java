package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.decode.TcpHeader;

class AllocationTest {
    private static final int FLOWS = 50;
    private static final int ROUNDS = 400;

    /** Data with losses, resends, SACK and ACKs in 50 connections, and UDP, from {@code first} round to {@code last}. */
    private static List<Packet> traffic(int first, int last) {
        List<Packet> packets = new ArrayList<>();
        for (int round = first; round < last; round++) {
            for (int flow = 0; flow < FLOWS; flow++) {
                long ns = (round * FLOWS + flow) * 1_000_000L;
                int seq = round * 1000;
                boolean lost = round % 7 == 3;
                boolean repaired = round % 7 == 5;
                packets.add(segment(flow, true, lost ? seq + 1000 : seq, 1, 1000, ns));
                packets.add(segment(flow, false, 1, seq - 2000, 0, ns + 1000));
                if (repaired) {
                    packets.add(segment(flow, true, seq - 2000, 1, 1000, ns + 2000));
                    packets.add(segment(flow, true, seq - 2000, 1, 1000, ns + 300_000));
                }
                packets.add(Packets.udp("10.0.0.1", 5000 + flow, "10.0.0.2", 53)
                        .at(ns)
                        .packet());
            }
        }
        return packets;
    }

    private static Packet segment(int flow, boolean fromClient, int seq, int ack, int payload, long ns) {
        Packets packet = fromClient
                ? Packets.tcp("10.0.0.1", 40_000 + flow, "10.0.0.2", 443)
                : Packets.tcp("10.0.0.2", 443, "10.0.0.1", 40_000 + flow).sack(ack + 2000, ack + 3000);
        return packet.flags(TcpHeader.ACK)
                .seq(seq)
                .ack(ack)
                .payload(payload)
                .ipId((int) (ns / 1000) & 0xFFFF)
                .at(ns)
                .packet();
    }

    @Test
    void shouldNotAllocatePerPacketOnceWarm() {
        assertAllocatesNothing(new FlowTracker(FlowSink.NONE, FlowLimits.forHeap(1L << 30)));
    }

    @Test
    void shouldNotAllocatePerPacketOfStreamsThatAreWanted() {
        long[] bytes = new long[1];
        StreamReader all = new StreamReader() {
            @Override
            public boolean data(Side sender, StreamBytes data) {
                bytes[0] += data.length();
                return true;
            }

            @Override
            public boolean gap(Side sender, long lengthBytes, GapReason reason) {
                return true;
            }

            @Override
            public void end(Side sender, StreamEnd reason, StreamTotals totals) {}
        };
        StreamOptions options = StreamOptions.forHeap(1L << 30, OverlapPolicy.FIRST);
        assertAllocatesNothing(
                new FlowTracker(FlowSink.NONE, FlowLimits.forHeap(1L << 30), flow -> Optional.of(all), options));
        assertTrue(bytes[0] > 1000L * FLOWS * ROUNDS, "handed over: " + bytes[0]);
    }

    private static void assertAllocatesNothing(FlowTracker tracker) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported());
        traffic(0, ROUNDS).forEach(tracker::track);
        Packet[] packets = traffic(ROUNDS, 2 * ROUNDS).toArray(Packet[]::new);
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (Packet packet : packets) {
            tracker.track(packet);
        }
        long bytes = threads.getThreadAllocatedBytes(thread) - before;
        assertTrue(bytes < packets.length, bytes + " bytes for " + packets.length + " packets");
    }
}
