package org.pcapanalyzer.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that is measured over a capture.
 *
 * @param label   as the table shows it
 * @param share   part of the capture that it reads, up to 1; times are told for the whole
 * @param command with {@link #OUT} for a folder that is empty before each run
 */
record Program(String label, double share, List<String> command) {
    static final String OUT = "OUT";

    static Program of(String label, String... command) {
        return new Program(label, 1, List.of(command));
    }

    /**
     * What one run took.
     *
     * @param cpuSeconds  of all threads, user and system
     * @param memoryBytes largest resident set
     */
    record Run(double wallSeconds, double cpuSeconds, double memoryBytes) {}

    boolean isInstalled() {
        return isInstalled(command.get(0));
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }

    /** What a program prints, on both outputs. */
    static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Runs as a process of its own; what it prints is thrown away. */
    Run run(Path scratch) throws IOException, InterruptedException {
        Path out = Files.createDirectory(scratch.resolve("out"));
        Path times = scratch.resolve("times");
        Path errors = scratch.resolve("errors");
        List<String> timed = new ArrayList<>(List.of("/usr/bin/time", "-f", "%e %U %S %M", "-o", times.toString()));
        command.forEach(word -> timed.add(word.replace(OUT, out.toString())));
        int status = new ProcessBuilder(timed)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        delete(out);
        if (status != 0) {
            String reason = Files.readString(errors, StandardCharsets.ISO_8859_1);
            throw new IOException(label + " ended with status " + status + ": " + reason.strip());
        }
        String[] figures = Files.readString(times).strip().split(" ");
        double wallSeconds = Double.parseDouble(figures[0]);
        double cpuSeconds = Double.parseDouble(figures[1]) + Double.parseDouble(figures[2]);
        return new Run(wallSeconds / share, cpuSeconds / share, 1024 * Double.parseDouble(figures[3]));
    }

    static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
