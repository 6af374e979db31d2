package org.pcapanalyzer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.diagnosis.DiagnosisRows;
import org.pcapanalyzer.diagnosis.Diagnostician;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.FlowTracker.Mode;
import org.pcapanalyzer.flow.ShardSinks;
import org.pcapanalyzer.flow.StreamOptions;
import org.pcapanalyzer.protocol.Protocols;
import org.pcapanalyzer.rule.RuleException;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleRun;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.select.SelectionException;
import org.pcapanalyzer.store.AnalysisDatabase;
import org.pcapanalyzer.store.AnalysisDatabase.Detail;
import org.pcapanalyzer.store.CaptureTotals;
import org.pcapanalyzer.store.FactSink;
import org.pcapanalyzer.store.PacketRow;
import org.pcapanalyzer.store.StoreException;
import org.pcapanalyzer.store.StoreLimits;

/** From the frames of a capture to a database with a diagnosis: the product in one loop. */
final class Analysis {
    /** Frames between two looks at the progress. */
    static final int PROGRESS_MASK = (1 << 14) - 1;

    /** Enough for the thread that reads to be as busy as each of them. */
    private static final int SHARDS = 2;
    /** With two, reading, digest, compiler and database leave little room for threads of shards: they gain nothing. */
    private static final int FEWEST_PROCESSORS = 3;

    private static final double FULL_HEAP = 0.75;
    /** A heap that has not grown beyond this has nothing to give back. */
    private static final long FIRST_HEAP_BYTES = Runtime.getRuntime().totalMemory();
    /** Behind so many frames nobody notices the tenth of a second that a collection takes. */
    private static final long MANY_FRAMES = 10_000_000;

    static final DecodeLimits DECODE_LIMITS = DecodeLimits.defaults();
    private static final StreamOptions STREAM_OPTIONS =
            Protocols.streamOptions(Runtime.getRuntime().maxMemory());
    static final FlowLimits FLOW_LIMITS =
            FlowLimits.forHeap(Runtime.getRuntime().maxMemory());
    static final StoreLimits STORE_LIMITS = StoreLimits.DEFAULT;

    private final RuleLoading rules;
    private final Detail detail;
    private final Timings timings;

    Analysis(RuleLoading rules, Detail detail, Timings timings) {
        this.rules = rules;
        this.detail = detail;
        this.timings = timings;
    }

    /** Takes the database, still open, what was concluded, and by which rules; ends with its return. */
    interface Use<R> {
        /** Begins what needs only the finished tables, while the rules run. */
        default void begin(AnalysisDatabase database) {}

        R of(Diagnosis diagnosis, RuleLibrary rules, List<CaptureSummary> captures, Connection database)
                throws IOException, SQLException;
    }

    /**
     * Reads all frames, fills the tables of a new database, runs the rules and concludes. Before a long capture is
     * read the rules are tried on the empty tables, so that a broken one does not cost the wait.
     *
     * @param selection the frames that the analysis is about
     * @param file      the database; must not exist
     * @throws RuleException      if a rule cannot be used
     * @throws SelectionException if the filter has no meaning for any link type of the capture
     */
    <R> R run(FrameReader reader, Selection selection, Path file, Progress progress, Use<R> use)
            throws IOException, RuleException {
        try (AnalysisDatabase database = AnalysisDatabase.create(file, STORE_LIMITS, detail)) {
            if (progress.isLongWork()) {
                rules.await().runner().bind(database::emptyTables);
            } else {
                rules.goOn();
            }
            timings.ended("tables made");
            List<CaptureTotals> totals = readFrames(reader, selection, database.sink(), mode(progress), progress);
            List<CaptureSummary> captures = reader.summaries();
            giveBackHeap(captures);
            if (progress.isLongWork()) {
                // Not before: while frames are read the compiler has enough to do.
                rules.goOn();
            }
            timings.ended("frames read");
            selection.requireMeaning();
            if (!selection.isWhole()) {
                database.writeSelection(selection.scope());
            }
            for (int i = 0; i < captures.size(); i++) {
                database.writeCapture(i + 1, captures.get(i), totals.get(i));
            }
            database.finish();
            timings.ended("tables finished");
            use.begin(database);
            RuleLoading.Loaded loaded = rules.await();
            timings.ended("rules loaded");
            RuleRun run = loaded.runner().run(database.connections(), (rule, ns) -> timings.ran(rule.id(), ns));
            timings.ended("rules run");
            Diagnosis diagnosis = new Diagnostician(loaded.library()).diagnose(database.connection(), run);
            database.writeDiagnosis(DiagnosisRows.of(diagnosis));
            timings.ended("diagnosis");
            return use.of(diagnosis, loaded.library(), captures, database.connection());
        } catch (SQLException e) {
            throw StoreException.asking(e);
        }
    }

    /**
     * Threads pay for themselves in a long capture where there are processors for them; rows of single frames are made of
     * what the tracker says of each.
     */
    private Mode mode(Progress progress) {
        if (detail == Detail.PACKETS) {
            return Mode.IN_STEP;
        }
        boolean isThreaded = progress.isLongWork() && Runtime.getRuntime().availableProcessors() >= FEWEST_PROCESSORS;
        return isThreaded ? Mode.IN_THREADS_WHEN_WARM : Mode.IN_BATCHES_WHEN_MANY;
    }

    /** What flows have filled the system gets back, before queries need memory outside of the heap. */
    private static void giveBackHeap(List<CaptureSummary> captures) {
        Runtime runtime = Runtime.getRuntime();
        long frames = captures.stream().mapToLong(CaptureSummary::frameCount).sum();
        boolean hasGrown = runtime.totalMemory() > FIRST_HEAP_BYTES;
        if (hasGrown && frames > MANY_FRAMES || runtime.totalMemory() > FULL_HEAP * runtime.maxMemory()) {
            System.gc();
        }
    }

    /** What became of the frames, per file. */
    private static List<CaptureTotals> readFrames(
            FrameReader reader, Selection selection, FactSink sink, Mode mode, Progress progress) throws IOException {
        PacketDecoder decoder = new PacketDecoder(sink, DECODE_LIMITS);
        FrameAccounts accounts = new FrameAccounts(selection, decoder, sink);
        Frame frame = new Frame();
        List<ShardSinks> shards =
                Stream.generate(() -> shard(sink)).limit(SHARDS).toList();
        try (FlowTracker flows = new FlowTracker(sink, shards, FLOW_LIMITS, STREAM_OPTIONS, mode)) {
            reader.lendTo(flows.frameUser());
            PacketRow row = new PacketRow(reader, frame, flows);
            while (reader.next(frame)) {
                if (accounts.enter(frame)) {
                    if (!frame.isRepeated()) {
                        Packet packet = flows.packet();
                        decoder.decode(frame, packet);
                        flows.track(packet);
                    }
                    sink.packet(row);
                }
                if ((frame.number() & PROGRESS_MASK) == 0) {
                    progress.advanceTo(reader.sourceBytesRead());
                }
            }
            decoder.finish();
            flows.finish();
            accounts.finish();
            reader.summaries().forEach(capture -> capture.names().forEach(sink::name));
            return totals(reader.summaries().size(), accounts, limits(decoder, flows, accounts));
        }
    }

    private static ShardSinks shard(FactSink sink) {
        Outbox outbox = new Outbox();
        FactSink facts = sink.beside(outbox);
        Protocols protocols = new Protocols(facts);
        return new ShardSinks(facts, protocols, protocols, outbox);
    }

    /** Bounds hold for all files together; they are told with the first. */
    private static List<CaptureTotals> totals(int fileCount, FrameAccounts accounts, Map<String, Long> limits) {
        List<CaptureTotals> totals = new ArrayList<>();
        for (int captureId = 1; captureId <= fileCount; captureId++) {
            totals.add(accounts.totals(captureId, captureId == 1 ? limits : Map.of()));
        }
        return totals;
    }

    private static Map<String, Long> limits(PacketDecoder decoder, FlowTracker flows, FrameAccounts accounts) {
        Map<String, Long> limits = new TreeMap<>(flows.limitCounts());
        limits.putAll(accounts.limitCounts());
        if (decoder.fragmentLimitCount() > 0) {
            limits.put("fragments", decoder.fragmentLimitCount());
        }
        return limits;
    }
}
