package org.pcapanalyzer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pcapanalyzer.decode.Packet;
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
import org.pcapanalyzer.store.AnalysisDatabase;
import org.pcapanalyzer.store.AnalysisDatabase.Detail;
import org.pcapanalyzer.store.StoreLimits;

/**
 * Rows to DuckDB: flows written to a new database of all tables, which is then finished. The difference between the two
 * numbers of rows is what the rows cost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1200m"})
public class StoringBenchmark {
    @Param({"0", "100000"})
    private int rows;

    private final List<Flow> flows = new ArrayList<>();
    private Path folder;
    private Path file;
    private AnalysisDatabase database;

    @Setup
    public void makeFlows() throws IOException {
        folder = Files.createTempDirectory("benchmark");
        file = folder.resolve("flows.duckdb");
        FlowTracker tracker = new FlowTracker(new KeptFlows(flows), FlowLimits.forHeap(1L << 30));
        for (Packet packet : MemoryCapture.of("short-flows", "packets=200000").packets()) {
            tracker.track(packet);
        }
        tracker.finish();
    }

    @Setup(Level.Invocation)
    public void makeTables() {
        database = AnalysisDatabase.create(file, StoreLimits.DEFAULT, Detail.FLOWS);
        // Waits until it is open.
        database.emptyTables();
    }

    @Benchmark
    public void write() {
        for (int row = 0; row < rows; row++) {
            database.sink().flow(flows.get(row % flows.size()));
        }
        database.finish();
    }

    @TearDown(Level.Invocation)
    public void removeTables() throws IOException {
        database.close();
        Files.delete(file);
    }

    @TearDown
    public void removeFolder() throws IOException {
        Program.delete(folder);
    }

    private record KeptFlows(List<Flow> flows) implements FlowSink {
        @Override
        public void flow(Flow flow) {
            flows.add(flow);
        }

        @Override
        public void tcpDirection(Flow flow, TcpDirection direction) {}

        @Override
        public void tcpEvent(TcpEvent event) {}

        @Override
        public void stall(Stall stall) {}

        @Override
        public void icmp(IcmpMessage message) {}

        @Override
        public void neighbor(NeighborRow row) {}

        @Override
        public void interval(Interval interval) {}
    }
}
