package org.pcapanalyzer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamSink;
import org.pcapanalyzer.flow.StreamTotals;
import org.pcapanalyzer.rule.Wording;

/** Prints the streams of one flow and keeps what is to be said about them. */
final class FollowedFlow implements StreamSink, StreamReader {
    private final long flowId;
    private final Set<Side> sides;
    private final StreamPrinter printer;
    private final Set<Side> open = EnumSet.noneOf(Side.class);
    private final Map<Side, StreamTotals> totals = new EnumMap<>(Side.class);
    private boolean isFound;

    FollowedFlow(long flowId, Set<Side> sides, StreamPrinter printer) {
        this.flowId = flowId;
        this.sides = sides;
        this.printer = printer;
    }

    /** True if the capture has, up to here, a TCP flow of that number. */
    boolean isFound() {
        return isFound;
    }

    /** True if nothing more can come. */
    boolean isOver() {
        return isFound && open.isEmpty();
    }

    /** True if nothing is missing between the first and the last byte. */
    boolean isComplete() {
        return totals.values().stream().allMatch(total -> total.missingBytes() == 0);
    }

    @Override
    public Optional<StreamReader> open(Flow flow) {
        if (flow.flowId() != flowId) {
            return Optional.empty();
        }
        isFound = true;
        open.addAll(sides);
        run(() -> printer.begin(flow));
        return Optional.of(this);
    }

    @Override
    public boolean wants(Side sender) {
        return sides.contains(sender);
    }

    @Override
    public boolean data(Side sender, StreamBytes bytes) {
        run(() -> printer.data(sender, bytes));
        return true;
    }

    @Override
    public boolean gap(Side sender, long lengthBytes, GapReason reason) {
        run(() -> printer.gap(sender, lengthBytes, reason));
        return true;
    }

    @Override
    public void end(Side sender, StreamEnd reason, StreamTotals ended) {
        totals.put(sender, ended);
        open.remove(sender);
        run(() -> printer.end(sender, reason));
    }

    /** One sentence per side of which bytes are missing. */
    List<String> gapNotes() {
        List<String> notes = new ArrayList<>();
        totals.forEach((side, total) -> {
            if (total.missingBytes() > 0) {
                notes.add("%s: %s missing in %s; what lies on both sides of one is joined"
                        .formatted(
                                side.label(),
                                Wording.count(total.missingBytes(), "byte is", "bytes are"),
                                Wording.count(total.gapCount(), "gap", "gaps")));
            }
        });
        return notes;
    }

    /** One sentence per side that sent different bytes in the same place. */
    List<String> conflictNotes() {
        List<String> notes = new ArrayList<>();
        totals.forEach((side, total) -> {
            if (total.conflictingBytes() > 0) {
                notes.add("%s: %s in %s with what was sent before; compare --overlap first and last"
                        .formatted(
                                side.label(),
                                Wording.count(total.conflictingSegments(), "segment disagrees", "segments disagree"),
                                Wording.count(total.conflictingBytes(), "byte", "bytes")));
            }
        });
        return notes;
    }

    private interface Print {
        void run() throws IOException;
    }

    private static void run(Print print) {
        try {
            print.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
