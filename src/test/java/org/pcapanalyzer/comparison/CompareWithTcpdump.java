package org.pcapanalyzer.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcapanalyzer.comparison.FilterComparison.Outcome;

/**
 * Tries {@link FilterExpressions} on captures, files or whole folders, and compares the frames selected with those that the
 * installed tcpdump selects. Exit status: 0 if all are the same, 1 if not, 2 if it cannot be run.
 */
public final class CompareWithTcpdump {
    private CompareWithTcpdump() {}

    public static void main(String[] names) throws IOException {
        if (names.length == 0 || !isInstalled()) {
            System.err.println("usage: compare-with-tcpdump CAPTURE|FOLDER...; tcpdump must be installed");
            System.exit(2);
        }
        Path scratch = Files.createTempDirectory("compare-with-tcpdump");
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        Set<String> telling = new HashSet<>();
        int captures = 0;
        int unread = 0;
        for (Path capture : CompareWithTshark.captures(List.of(names))) {
            Optional<FilterComparison> comparison = FilterComparison.open(capture, scratch);
            if (comparison.isEmpty()) {
                unread++;
                continue;
            }
            captures++;
            for (String expression : FilterExpressions.ALL) {
                FilterComparison.Result result = comparison.get().compare(expression);
                counts.merge(result.outcome(), 1, Integer::sum);
                if (result.outcome() == Outcome.SAME) {
                    telling.add(expression);
                } else if (result.outcome() == Outcome.DIFFERENT) {
                    System.out.printf("%s, '%s': %s%n", capture, expression, result.detail());
                }
            }
        }
        Files.delete(scratch);
        System.out.printf(
                "%d expressions, %d of which select a part of a capture, %d captures (%d more are empty, or tcpdump reads them in "
                        + "another way): %s%n",
                FilterExpressions.ALL.size(), telling.size(), captures, unread, counts);
        System.exit(counts.containsKey(Outcome.DIFFERENT) ? 1 : 0);
    }

    static boolean isInstalled() {
        try {
            Process process = new ProcessBuilder("tcpdump", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
