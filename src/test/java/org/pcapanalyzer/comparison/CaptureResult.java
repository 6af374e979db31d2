package org.pcapanalyzer.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Outcome of the comparison of one capture. */
final class CaptureResult {
    /** Differences kept to be told one by one; all of them are counted. */
    private static final int MOST_DIFFERENCES = 100_000;

    private final Path capture;
    private final Map<String, Tally> tallies = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private List<Difference> differences = new ArrayList<>();
    private long frameCount;
    private long untoldCount;

    CaptureResult(Path capture) {
        this.capture = capture;
    }

    Path capture() {
        return capture;
    }

    Tally tally(String subject) {
        return tallies.computeIfAbsent(subject, name -> new Tally());
    }

    Map<String, Tally> tallies() {
        return tallies;
    }

    /** Something about the file that a reader of the figures must know; nothing if the text is empty. */
    void remark(String who, String text) {
        if (!text.isEmpty()) {
            remarks.add(who + ": " + text);
        }
    }

    List<String> remarks() {
        return remarks;
    }

    void same(String subject) {
        tally(subject).same();
    }

    void differs(String subject, long frame, int stream, String theirs, String ours) {
        differs(new Difference(subject, frame, stream, theirs, ours, DifferenceClass.UNEXPLAINED));
    }

    void differs(Difference difference) {
        if (!difference.theirs().isEmpty()) {
            tally(difference.subject()).onlyTshark();
        }
        if (!difference.ours().isEmpty()) {
            tally(difference.subject()).onlyWe();
        }
        if (differences.size() < MOST_DIFFERENCES) {
            differences.add(difference);
        } else {
            untoldCount++;
        }
    }

    /** Gives each difference that has none its class, when the whole capture is known. */
    void explain(Function<Difference, DifferenceClass> reasons) {
        differences = differences.stream()
                .map(difference -> difference.because(reasons.apply(difference)))
                .toList();
    }

    List<Difference> differences() {
        return differences;
    }

    /** Differences beyond those kept: of no known class. */
    long untoldCount() {
        return untoldCount;
    }

    void countFrame() {
        frameCount++;
    }

    long frameCount() {
        return frameCount;
    }
}
