package org.pcapanalyzer.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.select.SelectionException;
import org.pcapanalyzer.select.Verdict;

/**
 * The frames of one capture that expressions select, for us and for the installed tcpdump, which writes its own into a
 * capture.
 */
final class FilterComparison {
    /** How the two went. */
    enum Outcome {
        /** Both selected the same frames, at least one and not all. */
        SAME,
        /** Both selected all frames, or none. */
        SAME_ALL_OR_NONE,
        /** Neither can make a filter of the expression for this capture. */
        BOTH_REFUSE,
        /** They differ. */
        DIFFERENT
    }

    /** @param detail what differs; empty if nothing does */
    record Result(Outcome outcome, String detail) {
        private static Result of(Outcome outcome) {
            return new Result(outcome, "");
        }

        private static Result different(String detail) {
            return new Result(Outcome.DIFFERENT, detail);
        }
    }

    /** How many frames, and which: times, lengths, bytes. */
    private record Frames(long count, long digest) {}

    private final Path capture;
    private final Path scratch;
    private final Frames all;

    private FilterComparison(Path capture, Path scratch, Frames all) {
        this.capture = capture;
        this.scratch = scratch;
        this.all = all;
    }

    /**
     * Empty where there is nothing to compare: captures without frames, formats and sets of link types that libpcap refuses,
     * damage and times beyond any clock that it treats in another way.
     */
    static Optional<FilterComparison> open(Path capture, Path scratch) throws IOException {
        Path file = Files.createTempFile(scratch, "copied", ".pcap");
        try {
            if (!tcpdump(capture, "", file).isEmpty()) {
                return Optional.empty();
            }
            Frames all = selected(capture, Selection.whole());
            boolean isReadAlike = all.count() > 0 && all.equals(selected(file, Selection.whole()));
            return isReadAlike ? Optional.of(new FilterComparison(capture, scratch, all)) : Optional.empty();
        } catch (CaptureException e) {
            return Optional.empty();
        } finally {
            Files.delete(file);
        }
    }

    Result compare(String expression) throws IOException {
        Path file = Files.createTempFile(scratch, "selected", ".pcap");
        try {
            String refusal = tcpdump(capture, expression, file);
            return refusal.isEmpty()
                    ? compare(expression, selected(file, Selection.whole()))
                    : compareRefusal(expression, refusal);
        } finally {
            Files.delete(file);
        }
    }

    private Result compare(String expression, Frames theirs) throws IOException {
        try {
            Frames ours = selected(capture, selection(expression));
            if (!ours.equals(theirs)) {
                return Result.different("we select %d frames, tcpdump %d".formatted(ours.count(), theirs.count()));
            }
            boolean isPart = ours.count() > 0 && ours.count() < all.count();
            return Result.of(isPart ? Outcome.SAME : Outcome.SAME_ALL_OR_NONE);
        } catch (SelectionException e) {
            return Result.different("we refuse: " + e.getMessage());
        }
    }

    private Result compareRefusal(String expression, String refusal) throws IOException {
        try {
            selected(capture, selection(expression));
            return Result.different("tcpdump refuses: " + refusal);
        } catch (SelectionException e) {
            return Result.of(Outcome.BOTH_REFUSE);
        }
    }

    private static Selection selection(String expression) {
        return Selection.of(Optional.of(expression), Optional.empty(), Optional.empty());
    }

    /** What tcpdump complains about; empty if it did its work. */
    private static String tcpdump(Path capture, String expression, Path file) throws IOException {
        Process process = new ProcessBuilder(
                        "tcpdump",
                        "-n",
                        "-r",
                        capture.toString(),
                        "--time-stamp-precision=nano",
                        "-w",
                        file.toString(),
                        expression)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() == 0) {
                return "";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String last = text.lines().reduce("no reason given", (first, second) -> second);
        return last.replaceFirst("^tcpdump: ", "");
    }

    private static Frames selected(Path capture, Selection selection) throws IOException {
        CRC32 digest = new CRC32();
        long count = 0;
        try (FrameReader reader = CaptureFiles.open(capture.toString())) {
            Frame frame = new Frame();
            while (reader.next(frame)) {
                if (selection.judge(frame) == Verdict.SELECTED) {
                    count++;
                    update(digest, frame);
                }
            }
        }
        selection.requireMeaning();
        return new Frames(count, digest.getValue());
    }

    private static void update(CRC32 digest, Frame frame) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            digest.update((int) (frame.timestampNs() >>> shift));
            digest.update((int) (frame.originalLength() >>> shift));
        }
        digest.update(frame.buffer().slice(frame.offset(), frame.capturedLength()));
    }
}
