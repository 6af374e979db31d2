package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.ShardSinks.Outbox.DIRECT;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.benchmark.LargeCapture;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.CaptureSet;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.flow.DatagramSink;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.FlowTracker.Mode;
import org.pcapanalyzer.flow.ShardSinks;
import org.pcapanalyzer.flow.StreamOptions;
import org.pcapanalyzer.flow.StreamSink;
import org.pcapanalyzer.protocol.Protocols;

/**
 * Neither batches nor threads change anything: the same facts come in the same order, and the number of shards only changes
 * the order.
 */
class ThreadsAgreementTest {
    private static final int SHARDS = 4;
    private static final StreamOptions STREAMS = Protocols.streamOptions(1L << 30);

    @TempDir
    private Path scratch;

    /** What came of a capture: facts of the capture as a whole, those of its flows, bounds that bit. */
    private record Told(List<String> ofCapture, List<String> ofFlows, Map<String, Long> limits) {}

    @Test
    void shouldTellTheSameOfSamples() throws IOException {
        CaptureFolder.SAMPLES.forEach(ThreadsAgreementTest::compare);
    }

    @Test
    void shouldTellTheSameOfCapturesFromTheField() throws IOException {
        CaptureFolder.field().forEach((name, capture) -> {
            try {
                compare(name, capture);
            } catch (CaptureException e) {
                // Of a file that cannot be read at all nothing is told.
            }
        });
    }

    /** Long enough for several stretches, and for blocks to be filled again while they could still be in use. */
    @ParameterizedTest
    @ValueSource(strings = {"headers", "full", "fragments", "loss", "flood"})
    void shouldTellTheSameOfLongCaptures(String mix) throws IOException {
        compare(mix, capture(mix));
    }

    /** Now with fewer flows than make batches worth while, now with more. */
    @Test
    void shouldTellTheSameOfAsManyFlowsAsAreTrackedInBatches() throws IOException {
        Path capture = capture("headers", "packets=100000", "live=8192");

        Told inStep = told(SHARDS, Mode.IN_STEP, capture);
        Told whenMany = told(SHARDS, Mode.IN_BATCHES_WHEN_MANY, capture);

        assertEquals(inStep, whenMany);
        // The threads of the shards make batches too.
        compare("many flows", capture);
    }

    private Path capture(String mix) throws IOException {
        return capture(mix, "packets=60000");
    }

    private Path capture(String mix, String... settings) throws IOException {
        Path capture = scratch.resolve(mix + ".pcap");
        LargeCapture.main(Stream.concat(Stream.of(capture.toString(), mix), Stream.of(settings))
                .toArray(String[]::new));
        return capture;
    }

    @Test
    void shouldTellTheSameOfACompressedCapture() throws IOException {
        Path compressed = scratch.resolve("full.pcap.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(capture("full"), out);
        }

        compare("compressed", compressed);
    }

    /** The threads take over in the middle of the capture. */
    @Test
    void shouldTellTheSameWithThreadsWhenWarm() throws IOException {
        Path capture = capture("headers", "packets=500000");

        Told inStep = told(SHARDS, Mode.IN_STEP, capture);
        Told later = told(SHARDS, Mode.IN_THREADS_WHEN_WARM, capture);

        assertEquals(byTable(inStep.ofCapture()), byTable(later.ofCapture()));
        assertEquals(inStep.ofFlows(), later.ofFlows());
    }

    /** Frames of two files in turn: each file has blocks of its own. */
    @Test
    void shouldTellTheSameOfFilesThatOverlap() throws IOException {
        Path one = capture("full");
        Path other = scratch.resolve("other.pcap");
        LargeCapture.main(new String[] {other.toString(), "full", "packets=60000", "seed=2"});

        compare("two files", one, other);
    }

    private static void compare(String name, Path... files) throws IOException {
        Told inStep = told(SHARDS, Mode.IN_STEP, files);
        for (Mode mode : List.of(Mode.IN_BATCHES, Mode.IN_THREADS)) {
            Told later = told(SHARDS, mode, files);
            assertEquals(byTable(inStep.ofCapture()), byTable(later.ofCapture()), name);
            assertEquals(inStep.ofFlows(), later.ofFlows(), name);
            assertEquals(inStep.limits(), later.limits(), name);
        }
    }

    /** Rows of one table keep their order, however late those of another come. */
    private static Map<String, List<String>> byTable(List<String> facts) {
        return facts.stream().collect(Collectors.groupingBy(fact -> fact.substring(0, fact.indexOf(' '))));
    }

    private static Told told(int shardCount, Mode mode, Path... files) throws IOException {
        List<String> ofCapture = new ArrayList<>();
        List<String> ofFlows = new ArrayList<>();
        ToldFacts whole = new ToldFacts(ofCapture);
        List<ShardSinks> shards =
                Stream.generate(() -> shard(ofFlows)).limit(shardCount).toList();
        try (CaptureSet set = CaptureSet.of(Stream.of(files).map(Path::toString).toList());
                FrameReader reader = set.open();
                FlowTracker tracker = new FlowTracker(whole.sink(), shards, Pipeline.LIMITS, STREAMS, mode)) {
            track(reader, tracker);
            whole.take().run();
            return new Told(ofCapture, ofFlows, tracker.limitCounts());
        }
    }

    private static ShardSinks shard(List<String> facts) {
        ToldFacts told = new ToldFacts(facts);
        ToldFacts.Sink sink = told.sink();
        Protocols protocols = new Protocols(sink);
        return new ShardSinks(sink, protocols, protocols, told);
    }

    private static void track(FrameReader reader, FlowTracker tracker) throws IOException {
        reader.lendTo(tracker.frameUser());
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Frame frame = new Frame();
        while (reader.next(frame)) {
            Packet packet = tracker.packet();
            decoder.decode(frame, packet);
            tracker.track(packet);
        }
        decoder.finish();
        tracker.finish();
    }

    @Test
    void shouldTellTheSameFactsInOneShard() throws IOException {
        Path capture = capture("headers");

        Told alone = told(1, Mode.IN_BATCHES, capture);
        Told shared = told(SHARDS, Mode.IN_THREADS, capture);

        assertEquals(sorted(alone.ofCapture()), sorted(shared.ofCapture()));
        assertEquals(sorted(alone.ofFlows()), sorted(shared.ofFlows()));
    }

    private static List<String> sorted(List<String> facts) {
        return facts.stream().sorted().toList();
    }

    @Test
    void shouldKeepEachShardToAThreadOfItsOwn() throws IOException {
        Set<String> openers = ConcurrentHashMap.newKeySet();

        readWith(shard -> openers.add(Thread.currentThread().getName() + " opens in shard " + shard));

        assertEquals(
                Set.of(
                        "flows-1 opens in shard 1",
                        "flows-2 opens in shard 2",
                        "flows-3 opens in shard 3",
                        "flows-4 opens in shard 4"),
                openers);
    }

    @Test
    void shouldFailOfWhatAShardFailsOf() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> readWith(shard -> {
                    throw new IllegalStateException("shard " + shard + " is full");
                }));

        assertTrue(thrown.getMessage().endsWith("is full"));
    }

    /** @param onOpen called with the number of the shard for each TCP flow */
    private void readWith(IntConsumer onOpen) throws IOException {
        List<ShardSinks> shards = IntStream.rangeClosed(1, SHARDS)
                .mapToObj(shard -> new ShardSinks(FlowSink.NONE, opened(shard, onOpen), DatagramSink.NONE, DIRECT))
                .toList();
        try (FrameReader reader = CaptureFiles.open(capture("headers").toString());
                FlowTracker tracker =
                        new FlowTracker(FlowSink.NONE, shards, Pipeline.LIMITS, STREAMS, Mode.IN_THREADS)) {
            track(reader, tracker);
        }
    }

    private static StreamSink opened(int shard, IntConsumer onOpen) {
        return flow -> {
            onOpen.accept(shard);
            return Optional.empty();
        };
    }
}
