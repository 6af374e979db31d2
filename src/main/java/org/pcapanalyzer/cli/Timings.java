package org.pcapanalyzer.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How long the steps of a run took, and each rule; wall time, from the start of the command on. */
final class Timings {
    private static final String LINE = "  %-28s %8.1f ms";

    private final List<Entry> steps = new ArrayList<>();
    private final List<Entry> rules = new ArrayList<>();
    private long last = System.nanoTime();

    private record Entry(String name, long ns) {
        String line() {
            return String.format(Locale.ROOT, LINE, name, ns / 1e6);
        }
    }

    /** The step of this name ends now; it began when the one before it ended. */
    void ended(String step) {
        long now = System.nanoTime();
        steps.add(new Entry(step, now - last));
        last = now;
    }

    /** A rule has run; several may run at once. */
    void ran(String rule, long ns) {
        rules.add(new Entry(rule, ns));
    }

    /** The steps in their order, then the rules, slowest first. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Steps");
        steps.forEach(step -> lines.add(step.line()));
        lines.add("Rules");
        rules.stream().sorted(Comparator.comparingLong(Entry::ns).reversed()).forEach(rule -> lines.add(rule.line()));
        return lines;
    }
}
