package org.pcapanalyzer.comparison;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pcapanalyzer.flow.WiresharkLabel;

/** Prints what differs capture by capture, and at the end the tables over all of them. */
final class ComparisonReport {
    /** Differences told per capture unless all are asked for. */
    private static final int FEW = 5;

    private static final String ALL_LABELS = "all labels";
    private static final String ROW = "%-26s %10s %12s %9s %10s%n";

    private static final Set<String> LABELS = Stream.of(WiresharkLabel.values())
            .map(WiresharkLabel::label)
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private final PrintStream out;
    private final boolean tellsAll;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final Map<DifferenceClass, Long> classes = new EnumMap<>(DifferenceClass.class);
    private final Map<DifferenceClass, String> examples = new EnumMap<>(DifferenceClass.class);
    private long captureCount;
    private long frameCount;
    private boolean isExplained = true;

    ComparisonReport(PrintStream out, boolean tellsAll) {
        this.out = out;
        this.tellsAll = tellsAll;
        LABELS.forEach(label -> tallies.put(label, new Tally()));
        tallies.put(ALL_LABELS, new Tally());
    }

    void add(CaptureResult result) {
        captureCount++;
        frameCount += result.frameCount();
        result.tallies().forEach((subject, tally) -> {
            if (LABELS.contains(subject)) {
                tallies.get(ALL_LABELS).add(tally);
            }
            tallies.computeIfAbsent(subject, name -> new Tally()).add(tally);
        });
        isExplained &= result.untoldCount() == 0;
        for (Difference difference : result.differences()) {
            classes.merge(difference.differenceClass(), 1L, Long::sum);
            examples.putIfAbsent(difference.differenceClass(), result.capture() + " " + difference);
            isExplained &= difference.differenceClass() != DifferenceClass.UNEXPLAINED;
        }
        tell(result);
    }

    private void tell(CaptureResult result) {
        if (result.remarks().isEmpty() && result.differences().isEmpty()) {
            return;
        }
        out.println(result.capture());
        result.remarks().forEach(remark -> out.println("    " + remark));
        long most = tellsAll ? Long.MAX_VALUE : FEW;
        result.differences().stream().limit(most).forEach(difference -> out.println("    " + difference));
        long rest = result.differences().size() - most + result.untoldCount();
        if (rest > 0) {
            out.println("    and " + rest + " more");
        }
    }

    /** Prints the tables. */
    void finish() {
        out.printf("%n%,d captures, %,d frames%n%n", captureCount, frameCount);
        out.printf(ROW, "", "both", "only tshark", "only we", "share");
        tallies.forEach((subject, tally) -> out.printf(
                Locale.ROOT,
                ROW,
                subject,
                tally.both(),
                tally.onlyTsharkCount(),
                tally.onlyWeCount(),
                String.format(Locale.ROOT, "%.2f %%", 100 * tally.share())));
        if (!classes.isEmpty()) {
            out.printf("%nClasses of difference%n");
        }
        classes.forEach((reason, count) ->
                out.printf("%n%s (%,d): %s%n    %s%n", reason, count, reason.reason(), examples.get(reason)));
    }

    /** Whether every difference has a known reason. */
    boolean isExplained() {
        return isExplained;
    }

    /** Over all captures so far, all labels together. */
    Tally allLabels() {
        return tallies.get(ALL_LABELS);
    }
}
