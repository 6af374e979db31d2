package org.pcapanalyzer.flow;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.util.List;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.decode.TcpHeader;

/**
 * One connection whose sides resend and acknowledge as badly as they can, for ever; what {@link HostileStreams} does to the
 * bytes of a stream this does to the recovery of losses. As a program it measures decoder and tracker on each pattern, or
 * on those named:
 *
 * <pre>
 * java -Xmx1200m -cp target/classes:target/test-classes org.pcapanalyzer.flow.HostilePeers 10000000 [PATTERN...]
 * </pre>
 */
final class HostilePeers {
    private static final int PAYLOAD = 32;
    private static final int SEQ_OFFSET = 14 + 20 + 4;
    private static final int SACK_OFFSET = 14 + 20 + 20 + 2;
    private static final int ETHERNET = 1;
    private static final long STEP_NS = 10_000;
    private static final double MEBIBYTE = 1 << 20;

    /** What the client sends as segment {@code i}, and what the server says of it. */
    enum Pattern {
        /** One segment again and again, never acknowledged. */
        SAME_FOR_EVER {
            @Override
            void exchange(HostilePeers peers, int i) {
                peers.data(0);
                peers.ack(0, 64, 96, 64, 96);
            }
        },
        /** New data without end, of which every other segment is acknowledged selectively, far apart in turn. */
        SACK_STORM {
            @Override
            void exchange(HostilePeers peers, int i) {
                peers.data(i * PAYLOAD);
                int low = (i >>> 1) * PAYLOAD | 2 * PAYLOAD;
                int high = i * PAYLOAD;
                peers.ack(0, i % 2 == 0 ? low : high, (i % 2 == 0 ? low : high) + PAYLOAD, high, high + 1);
            }
        },
        /** A window of 3000 segments over and over; each ACK reports a duplicate somewhere in it. */
        DUPLICATES_REPORTED {
            @Override
            void exchange(HostilePeers peers, int i) {
                int place = (int) (i * 2_654_435_761L >>> 8) % 3000 * PAYLOAD;
                peers.data(i % 3000 * PAYLOAD);
                peers.ack(i % 2 * PAYLOAD, place, place + PAYLOAD, 3000 * PAYLOAD - 1, 3000 * PAYLOAD);
            }
        },
        /** Each segment is sent twice, acknowledged, and sent again. */
        RESENT_AND_ACKED {
            @Override
            void exchange(HostilePeers peers, int i) {
                peers.data(i / 3 * PAYLOAD);
                peers.ack(i / 3 * PAYLOAD, i / 3 * PAYLOAD - PAYLOAD, i / 3 * PAYLOAD, 0, 0);
            }
        },
        /** Holes that are filled from the top down, block by block. */
        FILLED_BACKWARDS {
            @Override
            void exchange(HostilePeers peers, int i) {
                int block = i / 2000 * 2000;
                int inBlock = i % 2000;
                int place = inBlock < 1000 ? 2 * inBlock + 1 : 2 * (1999 - inBlock);
                peers.data((block + place) * PAYLOAD);
                peers.ack(block * PAYLOAD, (block + place) * PAYLOAD, (block + place + 1) * PAYLOAD, 0, 0);
            }
        },
        /** What a friendly connection does, to compare with. */
        IN_ORDER {
            @Override
            void exchange(HostilePeers peers, int i) {
                peers.data(i * PAYLOAD);
                peers.ack((i + 1) * PAYLOAD, 0, 0, 0, 0);
            }
        };

        abstract void exchange(HostilePeers peers, int i);
    }

    private final PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
    private final ByteBuffer client = ByteBuffer.wrap(Packets.tcp("10.0.0.1", 40_000, "10.0.0.2", 80)
            .flags(TcpHeader.ACK)
            .ack(5000)
            .payload(PAYLOAD)
            .bytes());
    private final ByteBuffer server = ByteBuffer.wrap(Packets.tcp("10.0.0.2", 80, "10.0.0.1", 40_000)
            .flags(TcpHeader.ACK)
            .seq(5000)
            .sack(0, 0, 0, 0)
            .bytes());
    private final Frame frame = new Frame();
    private final Packet packet = new Packet();
    private final FlowTracker tracker;
    private long frames;
    private long mostStateBytes;

    HostilePeers(FlowLimits limits) {
        tracker = new FlowTracker(FlowSink.NONE, limits);
    }

    /** Plays exchanges {@code from} to before {@code to} of a pattern. */
    void play(Pattern pattern, int from, int to) {
        for (int i = from; i < to; i++) {
            pattern.exchange(this, i);
            mostStateBytes = Math.max(mostStateBytes, tracker.stateBytes());
        }
    }

    private void data(int seq) {
        client.putInt(SEQ_OFFSET, seq);
        // The IP ID counts on, so that no segment is taken for a copy of the capture.
        client.putShort(14 + 4, (short) frames);
        put(client);
    }

    private void ack(int ack, int left, int right, int secondLeft, int secondRight) {
        server.putInt(SEQ_OFFSET + 4, ack);
        server.putShort(14 + 4, (short) frames);
        server.putInt(SACK_OFFSET, left).putInt(SACK_OFFSET + 4, right);
        server.putInt(SACK_OFFSET + 8, secondLeft).putInt(SACK_OFFSET + 12, secondRight);
        put(server);
    }

    private void put(ByteBuffer bytes) {
        frame.wrap(bytes, 0, bytes.capacity(), bytes.capacity());
        frame.locate(++frames, frames * STEP_NS, ETHERNET, 0);
        decoder.decode(frame, packet);
        tracker.track(packet);
    }

    long mostStateBytes() {
        return mostStateBytes;
    }

    FlowTracker tracker() {
        return tracker;
    }

    public static void main(String[] args) {
        int exchanges = Integer.parseInt(args[0]);
        List<String> names = List.of(args).subList(1, args.length);
        System.out.printf("%-20s %12s %10s %9s%n", "pattern", "exchanges/s", "state kB", "heap MiB");
        for (Pattern pattern : Pattern.values()) {
            if (names.isEmpty() || names.contains(pattern.name())) {
                measure(pattern, exchanges);
            }
        }
    }

    private static void measure(Pattern pattern, int exchanges) {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        HostilePeers peers =
                new HostilePeers(FlowLimits.forHeap(Runtime.getRuntime().maxMemory()));
        long start = System.nanoTime();
        peers.play(pattern, 0, exchanges);
        peers.tracker().finish();
        double rate = exchanges * 1e9 / (System.nanoTime() - start);
        long heapBytes = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(
                "%-20s %,12.0f %10d %9.1f  %s%n",
                pattern,
                rate,
                peers.mostStateBytes() / 1024,
                heapBytes / MEBIBYTE,
                peers.tracker().limitCounts());
    }
}
