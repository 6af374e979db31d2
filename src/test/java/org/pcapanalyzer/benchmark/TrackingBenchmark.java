package org.pcapanalyzer.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.DatagramSink;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.OverlapPolicy;
import org.pcapanalyzer.flow.ShardSinks;
import org.pcapanalyzer.flow.StreamOptions;
import org.pcapanalyzer.flow.StreamSink;

/** Packets to flows, from the first packet to the last row, which is thrown away: time per packet, without byte streams. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1200m"})
public class TrackingBenchmark {
    private static final int PACKETS = 200_000;
    private static final ShardSinks SINKS =
            new ShardSinks(FlowSink.NONE, StreamSink.NONE, DatagramSink.NONE, ShardSinks.Outbox.DIRECT);
    private static final StreamOptions STREAMS = new StreamOptions(OverlapPolicy.FIRST, 0, 0, 0);

    /** With 200,000 packets {@code live-flows} is little more than its handshakes, in as many flows as the mix allows. */
    @Param({"headers", "short-flows", "live-flows", "flood"})
    private String mix;

    @Param({"IN_STEP", "IN_BATCHES_WHEN_MANY"})
    private FlowTracker.Mode mode;

    private Packet[] packets;

    @Setup
    public void generate() throws IOException {
        packets = MemoryCapture.of(mix, "packets=" + PACKETS, "snaplen=96", "live=" + live())
                .packets();
    }

    private int live() {
        return mix.equals("live-flows") ? PACKETS / 5 : 512;
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void track() {
        FlowTracker tracker =
                new FlowTracker(FlowSink.NONE, List.of(SINKS), FlowLimits.forHeap(1L << 30), STREAMS, mode);
        for (Packet packet : packets) {
            tracker.track(packet);
        }
        tracker.finish();
    }
}
