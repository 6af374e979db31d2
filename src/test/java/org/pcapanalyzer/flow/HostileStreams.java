package org.pcapanalyzer.flow;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.decode.TcpHeader;

/**
 * One connection whose client sends as badly as it can, for ever. As a program it measures the speed and memory of
 * decoder, tracker and reassembler on each pattern, or on those named:
 *
 * <pre>
 * java -Xmx1200m -cp target/classes:target/test-classes org.pcapanalyzer.flow.HostileStreams 10000000 [PATTERN...]
 * </pre>
 */
final class HostileStreams {
    private static final int PAYLOAD_BYTES = 32;
    private static final int SNAPLEN = 14 + 20 + 20 + PAYLOAD_BYTES;
    private static final long STEP_NS = 1000;
    private static final double MEBIBYTE = 1 << 20;
    private static final int ETHERNET = 1;
    private static final int SEQ_OFFSET = 14 + 20 + 4;
    private static final int IP_LENGTH_OFFSET = 14 + 2;

    /** The order of the client's segments. */
    enum Pattern {
        /** Every other segment is missing, nothing is acknowledged, there is no FIN. */
        GAPS {
            @Override
            int seq(int i) {
                return i * 2 * PAYLOAD_BYTES;
            }
        },
        /** Every segment overlaps half of the one before, with other bytes. */
        OVERLAPS {
            @Override
            int seq(int i) {
                return i * PAYLOAD_BYTES / 2;
            }
        },
        /** The same stretch again and again behind a hole, with other bytes. */
        SAME_AGAIN {
            @Override
            int seq(int i) {
                return 100 + i % 5000 * 7;
            }
        },
        /** Each segment lies before the one before. */
        DESCENDING {
            @Override
            int seq(int i) {
                return (1 << 30) - i * 2 * PAYLOAD_BYTES;
            }
        },
        /** Gaps so large that the sequence numbers wrap every few segments. */
        WRAPS {
            @Override
            int seq(int i) {
                return i * 700_000_001;
            }
        },
        /** Anywhere in a window that moves on, so that what waits is inserted in the middle. */
        SHUFFLED {
            @Override
            int seq(int i) {
                return i * 4 + (int) (mix(i) % 4_000_000);
            }
        },
        /** Headers claim 60,000 bytes that the snaplen cut off, over small pieces that wait. */
        CLAIMS {
            @Override
            int seq(int i) {
                return 100 + i % 4000 * 2 * PAYLOAD_BYTES;
            }

            @Override
            int payloadLength(int i) {
                return i < 4000 ? PAYLOAD_BYTES : 60_000;
            }
        },
        /** What a friendly connection sends, to compare with. */
        IN_ORDER {
            @Override
            int seq(int i) {
                return i * PAYLOAD_BYTES;
            }
        };

        abstract int seq(int i);

        int payloadLength(int i) {
            return PAYLOAD_BYTES;
        }

        /** Whether the first bytes of the stream never come. */
        boolean isBehindHole() {
            return this == DESCENDING || this == SAME_AGAIN || this == CLAIMS;
        }
    }

    private final PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
    private final ByteBuffer bytes = ByteBuffer.wrap(Packets.tcp("10.0.0.1", 40_000, "10.0.0.2", 80)
            .flags(TcpHeader.ACK)
            .seq(0)
            .ack(5000)
            .payload(PAYLOAD_BYTES)
            .bytes());
    private final Frame frame = new Frame();
    private final Packet packet = new Packet();
    private final Random content = new Random(1);
    private final FlowTracker tracker;
    private final CountingStreams streams = new CountingStreams();
    private long frames;
    private long mostHeldBytes;

    HostileStreams(StreamOptions options, boolean isWanted) {
        streams.isWanted = isWanted;
        tracker = new FlowTracker(FlowSink.NONE, FlowLimits.forHeap(1L << 30), streams, options);
    }

    private static long mix(long i) {
        long x = i * 0x9E3779B97F4A7C15L;
        return (x ^ x >>> 29) >>> 1;
    }

    /** Puts segments {@code from} to before {@code to} of a pattern on the wire; the first one is preceded by a SYN. */
    void send(Pattern pattern, int from, int to) {
        if (from == 0) {
            send(TcpHeader.SYN, pattern.isBehindHole() ? -1 : pattern.seq(0) - 1, 0);
        }
        for (int i = from; i < to; i++) {
            bytes.put(bytes.capacity() - 1 - i % PAYLOAD_BYTES, (byte) content.nextInt());
            send(TcpHeader.ACK, pattern.seq(i), pattern.payloadLength(i));
            mostHeldBytes = Math.max(mostHeldBytes, tracker.heldBytes());
        }
    }

    private void send(int flags, int seq, int payloadLength) {
        bytes.putShort(IP_LENGTH_OFFSET, (short) (40 + payloadLength));
        bytes.putInt(SEQ_OFFSET, seq).put(SEQ_OFFSET + 9, (byte) flags);
        frame.wrap(bytes, 0, SNAPLEN, 54 + payloadLength);
        frame.locate(++frames, frames * STEP_NS, ETHERNET, 0);
        decoder.decode(frame, packet);
        tracker.track(packet);
    }

    StreamTotals finish() {
        tracker.finish();
        return streams.totals;
    }

    long mostHeldBytes() {
        return mostHeldBytes;
    }

    FlowTracker tracker() {
        return tracker;
    }

    /** Wants all, keeps nothing. */
    private static final class CountingStreams implements StreamSink, StreamReader {
        private boolean isWanted;
        private StreamTotals totals;

        @Override
        public Optional<StreamReader> open(Flow flow) {
            return isWanted ? Optional.of(this) : Optional.empty();
        }

        @Override
        public boolean wants(Side sender) {
            return sender == Side.ORIG;
        }

        @Override
        public boolean data(Side sender, StreamBytes bytes) {
            return true;
        }

        @Override
        public boolean gap(Side sender, long lengthBytes, GapReason reason) {
            return true;
        }

        @Override
        public void end(Side sender, StreamEnd reason, StreamTotals ended) {
            totals = ended;
        }
    }

    public static void main(String[] args) {
        int segments = Integer.parseInt(args[0]);
        List<String> names = List.of(args).subList(1, args.length);
        System.out.printf("%-11s %12s %12s %9s %9s%n", "pattern", "segments/s", "unwanted", "held MiB", "heap MiB");
        for (Pattern pattern : Pattern.values()) {
            if (names.isEmpty() || names.contains(pattern.name())) {
                measure(pattern, segments);
            }
        }
    }

    /** Prints segments per second with the stream wanted and not wanted, and the peak memory of the first. */
    private static void measure(Pattern pattern, int segments) {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        StreamOptions options = StreamOptions.forHeap(Runtime.getRuntime().maxMemory(), OverlapPolicy.FIRST);
        HostileStreams wanted = new HostileStreams(options, true);
        double rate = rate(wanted, pattern, segments);
        long heapBytes = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        double unwantedRate = rate(new HostileStreams(options, false), pattern, segments);
        System.out.printf(
                "%-11s %,12.0f %,12.0f %9.1f %9.1f  %s %s%n",
                pattern,
                rate,
                unwantedRate,
                wanted.mostHeldBytes() / MEBIBYTE,
                heapBytes / MEBIBYTE,
                wanted.streams.totals,
                wanted.tracker().limitCounts());
    }

    private static double rate(HostileStreams hostile, Pattern pattern, int segments) {
        long start = System.nanoTime();
        hostile.send(pattern, 0, segments);
        hostile.finish();
        return segments * 1e9 / (System.nanoTime() - start);
    }
}
