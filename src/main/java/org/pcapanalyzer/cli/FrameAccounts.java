package org.pcapanalyzer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.decode.Anomaly;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.select.Verdict;
import org.pcapanalyzer.store.CaptureTotals;
import org.pcapanalyzer.store.CaptureTotals.Period;
import org.pcapanalyzer.store.FactSink;
import org.pcapanalyzer.store.FrameComment;
import org.pcapanalyzer.store.FrameRun;
import org.pcapanalyzer.store.PacketRow;

/** Says which frames the analysis is about, what became of those of each file of a set, and which frames came from which. */
final class FrameAccounts {
    static final int MAX_RUNS = 1 << 20;
    static final int MAX_COMMENTS = 100_000;

    private static final Anomaly[] ANOMALIES = Anomaly.values();
    private static final Verdict[] VERDICTS = Verdict.values();

    private final Selection selection;
    private final PacketDecoder decoder;
    private final FactSink sink;
    private final List<Account> accounts = new ArrayList<>();
    private final long[] countedBefore = new long[ANOMALIES.length];
    private Account current = new Account();
    private int currentId;
    private long runFirst;
    private long lastFrame;
    private long runCount;
    private long commentCount;

    /** Of one file. */
    private static final class Account {
        private final long[] anomalies = new long[ANOMALIES.length];
        private final long[] verdicts = new long[VERDICTS.length];
        private long firstNs = Long.MAX_VALUE;
        private long lastNs;
        private long frames;
        private long repeated;
        private long runFirst;

        private void count(Frame frame, Verdict verdict) {
            frames++;
            verdicts[verdict.ordinal()]++;
            if (verdict != Verdict.OUTSIDE_PERIOD) {
                firstNs = Math.min(firstNs, frame.timestampNs());
                lastNs = Math.max(lastNs, frame.timestampNs());
            }
        }

        private long count(Verdict verdict) {
            return verdicts[verdict.ordinal()];
        }

        private Optional<Period> period() {
            return frames == count(Verdict.OUTSIDE_PERIOD)
                    ? Optional.empty()
                    : Optional.of(new Period(firstNs, lastNs));
        }
    }

    FrameAccounts(Selection selection, PacketDecoder decoder, FactSink sink) {
        this.selection = selection;
        this.decoder = decoder;
        this.sink = sink;
    }

    /** Notes a frame before it is decoded; false if the analysis was not asked for it. */
    boolean enter(Frame frame) {
        if (frame.captureId() != currentId) {
            settle();
            open(frame);
        }
        lastFrame = frame.number();
        Verdict verdict = selection.judge(frame);
        current.count(frame, verdict);
        if (verdict != Verdict.SELECTED) {
            return false;
        }
        if (!frame.comment().isEmpty() && commentCount++ < MAX_COMMENTS) {
            sink.comment(new FrameComment(frame.number(), frame.timestampNs(), frame.comment()));
        }
        if (frame.isRepeated()) {
            current.repeated++;
        }
        return true;
    }

    private void open(Frame frame) {
        currentId = frame.captureId();
        while (accounts.size() < currentId) {
            accounts.add(new Account());
        }
        current = accounts.get(currentId - 1);
        current.runFirst = current.frames + 1;
        runFirst = frame.number();
    }

    /** Ends the run of the file at hand and books what was counted in it. */
    private void settle() {
        for (int i = 0; i < ANOMALIES.length; i++) {
            long counted = decoder.anomalyCount(ANOMALIES[i]);
            current.anomalies[i] += counted - countedBefore[i];
            countedBefore[i] = counted;
        }
        if (currentId > 0 && runCount++ < MAX_RUNS) {
            sink.frames(new FrameRun(currentId, runFirst, lastFrame, current.runFirst));
        }
    }

    /** Ends the accounts, once the decoder has finished. */
    void finish() {
        settle();
        currentId = 0;
    }

    /** Bounds of these accounts that bit, by name. */
    Map<String, Long> limitCounts() {
        Map<String, Long> limits = new TreeMap<>();
        if (runCount > MAX_RUNS) {
            limits.put("frame_runs", runCount - MAX_RUNS);
        }
        if (commentCount > MAX_COMMENTS) {
            limits.put("frame_comments", commentCount - MAX_COMMENTS);
        }
        return limits;
    }

    /**
     * Conservation: frames read are frames analysed and frames set aside, by name.
     *
     * @param captureId number of the file
     * @param limits    bounds on memory that bit
     */
    CaptureTotals totals(int captureId, Map<String, Long> limits) {
        Account account = captureId <= accounts.size() ? accounts.get(captureId - 1) : new Account();
        Map<String, Long> anomalies = new TreeMap<>();
        Map<String, Long> setAside = new TreeMap<>();
        for (Anomaly anomaly : ANOMALIES) {
            long count = account.anomalies[anomaly.ordinal()];
            if (count > 0) {
                anomalies.put(anomaly.label(), count);
                if (anomaly.setsAside()) {
                    setAside.put(anomaly.label(), count);
                }
            }
        }
        if (account.repeated > 0) {
            anomalies.put(PacketRow.REPEATED, account.repeated);
            setAside.put(PacketRow.REPEATED, account.repeated);
        }
        for (Verdict verdict : VERDICTS) {
            if (verdict != Verdict.SELECTED && account.count(verdict) > 0) {
                setAside.put(verdict.label(), account.count(verdict));
            }
        }
        long setAsideCount =
                setAside.values().stream().mapToLong(Long::longValue).sum();
        return new CaptureTotals(
                account.period(),
                account.count(Verdict.SELECTED),
                account.frames - setAsideCount,
                setAside,
                anomalies,
                limits,
                Version.get());
    }
}
