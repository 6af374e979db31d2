package org.pcapanalyzer.benchmark;

import java.io.IOException;
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
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;

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

    /** With 200,000 packets {@code live-flows} is little more than its handshakes, in as many flows as the mix allows. */
    @Param({"headers", "short-flows", "live-flows", "flood"})
    private String mix;

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
        FlowTracker tracker = new FlowTracker(FlowSink.NONE, FlowLimits.forHeap(1L << 30));
        for (Packet packet : packets) {
            tracker.track(packet);
        }
        tracker.finish();
    }
}
