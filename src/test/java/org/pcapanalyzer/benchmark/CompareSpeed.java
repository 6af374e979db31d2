package org.pcapanalyzer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcapanalyzer.benchmark.Program.Run;

/**
 * Runs the analyzer and its peers on the same captures, in turn and as whole processes, and prints a Markdown table for each
 * capture: {@code CompareSpeed HOME [--rounds N] CAPTURE...}, by way of {@code src/test/compare-speed}.
 */
public final class CompareSpeed {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+[.\\d]*");

    /** Times come in hundredths of a second. */
    private static final double SHORTEST_SECONDS = 0.1;

    /** What makes a peer tell its version. */
    private static final Map<String, String> VERSION_OPTIONS = new LinkedHashMap<>();

    static {
        VERSION_OPTIONS.put("capinfos", "--version");
        VERSION_OPTIONS.put("tcptrace", "-v");
        VERSION_OPTIONS.put("argus", "-h");
        VERSION_OPTIONS.put("nfpcapd", "-V");
        VERSION_OPTIONS.put("tshark", "--version");
    }

    private CompareSpeed() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> captures = new ArrayList<>(List.of(args));
        Path home = Path.of(captures.remove(0));
        int rounds = 5;
        if (captures.size() > 1 && captures.get(0).equals("--rounds")) {
            rounds = Integer.parseInt(captures.get(1));
            captures.subList(0, 2).clear();
        }
        if (captures.isEmpty()) {
            System.err.println("usage: compare-speed [--rounds N] CAPTURE...");
            System.exit(2);
        }
        printMachine(rounds);
        Path scratch = Files.createTempDirectory("compare-speed");
        try {
            for (String capture : captures) {
                Contest contest = Contest.of(home, Path.of(capture).toAbsolutePath());
                print(contest, runs(contest, rounds, scratch));
            }
        } finally {
            Program.delete(scratch);
        }
    }

    /** Runs all programs, then all again, so that a busy moment of the machine meets all alike. */
    private static Map<String, List<Run>> runs(Contest contest, int rounds, Path scratch)
            throws IOException, InterruptedException {
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Program program : contest.programs()) {
                System.err.printf("%s, round %d of %d: %s%n", contest.name(), round, rounds, program.label());
                contest.warm();
                runs.computeIfAbsent(program.label(), label -> new ArrayList<>())
                        .add(program.run(scratch));
            }
        }
        return runs;
    }

    private static void printMachine(int rounds) throws IOException {
        List<String> versions = new ArrayList<>();
        for (Map.Entry<String, String> option : VERSION_OPTIONS.entrySet()) {
            if (Program.isInstalled(option.getKey())) {
                Matcher version = VERSION.matcher(Program.output(option.getKey(), option.getValue()));
                versions.add(option.getKey() + " " + (version.find() ? version.group() : "of unknown version"));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d cores (%s), %.0f GB, Linux %s, JDK %s; %s.%nMedians of %d rounds (smallest to largest).%n",
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name"),
                Double.parseDouble(field("/proc/meminfo", "MemTotal").split(" ")[0]) / (1 << 20),
                System.getProperty("os.version"),
                Runtime.version(),
                String.join(", ", versions),
                rounds);
    }

    private static String field(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0");
    }

    private static void print(Contest contest, Map<String, List<Run>> runs) {
        System.out.printf(
                Locale.ROOT,
                "%n### %s: %,d packets, %s%n%n| program | wall, s | CPU, s | memory, MB | × capinfos | × tcptrace |%n"
                        + "| --- | --- | --- | --- | --- | --- |%n",
                contest.name(),
                contest.packets(),
                contest.bytes() < 1e8 ? contest.bytes() + " bytes" : "%.2f GB".formatted(contest.bytes() / 1e9));
        runs.forEach((label, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f | %.0f | %s | %s |%n",
                label,
                spread(all),
                median(all, Run::cpuSeconds),
                median(all, Run::memoryBytes) / 1e6,
                ratio(all, runs.get(Contest.CAPINFOS)),
                ratio(all, runs.get(Contest.TCPTRACE))));
    }

    private static String spread(List<Run> runs) {
        double[] seconds = runs.stream().mapToDouble(Run::wallSeconds).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                median(runs, Run::wallSeconds),
                seconds[0],
                seconds[seconds.length - 1]);
    }

    /** Of the medians of wall time; empty without the peer, or where its time is too short to divide by. */
    private static String ratio(List<Run> runs, List<Run> peers) {
        double peerSeconds = peers == null ? 0 : median(peers, Run::wallSeconds);
        return peerSeconds < SHORTEST_SECONDS
                ? ""
                : String.format(Locale.ROOT, "%.2f", median(runs, Run::wallSeconds) / peerSeconds);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
