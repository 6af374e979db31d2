package org.pcapanalyzer.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One capture, and what runs over it: the analyzer, then those of its peers that are installed.
 *
 * @param home    folder of the checkout, built
 * @param packets as capinfos counts them
 */
record Contest(Path home, Path capture, long bytes, long packets) {
    static final String CAPINFOS = "capinfos -c";
    static final String TCPTRACE = "tcptrace -n -l";

    /** Captures below this are about starting up. */
    private static final long SMALL_BYTES = 1_000_000;

    /** What tshark reads of a large capture; all of it would take minutes. */
    private static final long TSHARK_PACKETS = 500_000;

    static Contest of(Path home, Path capture) throws IOException {
        String row = Program.output("capinfos", "-c", "-M", "-T", "-r", capture.toString());
        long packets = Long.parseLong(row.substring(row.lastIndexOf('\t') + 1));
        return new Contest(home, capture, Files.size(capture), packets);
    }

    /** Reads the capture, so that it is in the page cache for whoever comes next: of an idle file it may be gone in a minute. */
    void warm() throws IOException {
        try (InputStream in = Files.newInputStream(capture)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    String name() {
        return capture.getFileName().toString();
    }

    List<Program> programs() throws IOException {
        String file = capture.toString();
        List<Program> programs = new ArrayList<>();
        if (bytes < SMALL_BYTES) {
            programs.add(start("JVM alone"));
            programs.add(start("JVM and DuckDB alone", "duckdb"));
        }
        programs.add(Program.of("analyze", home + "/analyzer/analyze", "-q", "-o", Program.OUT + "/analysis", file));
        programs.add(Program.of(CAPINFOS, "capinfos", "-c", file));
        programs.add(Program.of(TCPTRACE, "tcptrace", "-n", "-l", file));
        programs.add(Program.of("argus", "argus", "-r", file, "-w", "/dev/null"));
        programs.add(Program.of("nfpcapd", "nfpcapd", "-r", file, "-w", Program.OUT));
        programs.add(tshark(file));
        programs.removeIf(program -> !program.isInstalled());
        return programs;
    }

    private Program tshark(String file) {
        long read = Math.min(packets, TSHARK_PACKETS);
        String label = read < packets ? "tshark -q -z expert, from %,d packets".formatted(read) : "tshark -q -z expert";
        return new Program(
                label,
                (double) read / packets,
                List.of("tshark", "-n", "-q", "-z", "expert", "-c", Long.toString(read), "-r", file));
    }

    /** A JVM as the launcher starts one for small captures, without its class-data archive. */
    private Program start(String label, String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = home.resolve("target/test-classes") + ":" + driver();
        List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", classes, StartUp.class.getName()));
        command.addAll(List.of(args));
        return new Program(label, 1, command);
    }

    /** The driver's jar, beside which its native library lies. */
    private Path driver() throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("target/lib"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("duckdb_jdbc"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no driver of DuckDB in " + home + "/target/lib"));
        }
    }
}
