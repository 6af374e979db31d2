package org.pcapanalyzer.benchmark;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.select.Verdict;

/**
 * Reads a capture again and again, in turn without and with a filter, and prints what the filter costs:
 * {@code FilterSpeed FILE ROUNDS EXPRESSION...}. Nothing is decoded: the worst case for a filter.
 */
public final class FilterSpeed {
    private FilterSpeed() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 3) {
            System.err.println("usage: FilterSpeed FILE ROUNDS EXPRESSION...");
            return;
        }
        int rounds = Integer.parseInt(args[1]);
        for (String expression : Arrays.copyOfRange(args, 2, args.length)) {
            compare(args[0], rounds, expression);
        }
    }

    private static void compare(String file, int rounds, String expression) throws IOException {
        double[] ratios = new double[rounds];
        double[] costsNs = new double[rounds];
        long frames = 0;
        long selected = 0;
        for (int round = -1; round < rounds; round++) {
            long startNs = System.nanoTime();
            frames = read(file, Selection.whole());
            long wholeNs = System.nanoTime() - startNs;
            selected = read(file, Selection.of(Optional.of(expression), Optional.empty(), Optional.empty()));
            long filteredNs = System.nanoTime() - startNs - wholeNs;
            // The first round is for the JIT compiler.
            if (round >= 0) {
                ratios[round] = (double) wholeNs / filteredNs;
                costsNs[round] = (double) (filteredNs - wholeNs) / frames;
            }
        }
        Arrays.sort(ratios);
        Arrays.sort(costsNs);
        System.out.printf(
                "%.2f (%.2f to %.2f) of the speed without, %.0f ns per frame, %,d of %,d frames selected: %s%n",
                ratios[rounds / 2], ratios[0], ratios[rounds - 1], costsNs[rounds / 2], selected, frames, expression);
    }

    private static long read(String file, Selection selection) throws IOException {
        long selected = 0;
        try (FrameReader reader = CaptureFiles.open(file)) {
            Frame frame = new Frame();
            while (reader.next(frame)) {
                if (selection.judge(frame) == Verdict.SELECTED) {
                    selected++;
                }
            }
        }
        return selected;
    }
}
