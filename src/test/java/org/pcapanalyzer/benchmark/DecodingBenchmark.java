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
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;

/** Headers to fields: time per frame. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1200m"})
public class DecodingBenchmark {
    private static final int FRAMES = 100_000;

    @Param({"headers", "ipv6", "fragments"})
    private String mix;

    private final Packet packet = new Packet();
    private Frame[] frames;

    @Setup
    public void generate() throws IOException {
        frames = MemoryCapture.of(mix, "packets=" + FRAMES).frames();
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long decode() {
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        long sum = 0;
        for (Frame frame : frames) {
            decoder.decode(frame, packet);
            sum += packet.sourcePort();
        }
        return sum;
    }
}
