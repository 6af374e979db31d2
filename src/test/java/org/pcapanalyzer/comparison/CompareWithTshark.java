package org.pcapanalyzer.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares captures, files or whole folders, with the installed tshark and prints a table per label. Exit status: 0 if
 * all is the same or every difference is of a known class, 1 if not, 2 if it cannot be run.
 */
public final class CompareWithTshark {
    private static final String USAGE = "usage: compare-with-tshark [--frames] CAPTURE|FOLDER...";
    private static final String ALL_FRAMES = "--frames";

    private static final Pattern CAPTURE = Pattern.compile(".*\\.(pcap|pcapng|cap|dmp|snoop)(\\.gz)?");

    private CompareWithTshark() {}

    public static void main(String[] arguments) throws IOException {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean tellsAll = names.remove(ALL_FRAMES);
        if (names.isEmpty() || names.get(0).startsWith("-")) {
            fail(USAGE);
        }
        String version = Tshark.version();
        if (version.isEmpty()) {
            fail("compare-with-tshark: tshark is not installed; install it (package tshark) and run again");
        }
        System.out.println("tshark " + version);
        ComparisonReport report = new ComparisonReport(System.out, tellsAll);
        compare(captures(names), report::add);
        report.finish();
        System.exit(report.isExplained() ? 0 : 1);
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(2);
    }

    /** Hands over the results in the order of the captures; two captures are compared at once. */
    static void compare(List<Path> captures, Consumer<CaptureResult> results) throws IOException {
        Path settings = Files.createTempDirectory("compare-with-tshark");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<CaptureResult>> pending = new ArrayList<>();
            for (Path capture : captures) {
                pending.add(pool.submit(() -> CaptureComparison.of(capture, settings)));
            }
            for (Future<CaptureResult> result : pending) {
                results.accept(result.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("comparison failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pool.shutdownNow();
            Files.delete(settings);
        }
    }

    /** The files named, and those in the folders named that have the name of a capture. */
    static List<Path> captures(List<String> names) throws IOException {
        List<Path> captures = new ArrayList<>();
        for (String name : names) {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                captures.addAll(capturesIn(path));
            } else if (Files.exists(path)) {
                captures.add(path);
            } else {
                fail("compare-with-tshark: " + name + ": no such file or folder");
            }
        }
        return captures;
    }

    static List<Path> capturesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> CAPTURE.matcher(file.toString()).matches())
                    .sorted()
                    .toList();
        }
    }
}
