package org.pcapanalyzer.comparison;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One run of the installed tshark over one capture: a row of fields per frame, or the bytes of streams. */
final class Tshark implements Closeable {
    private static final Pattern VERSION = Pattern.compile("TShark .*?(\\d+\\.\\d+\\.\\d+)");
    private static final String MESSAGE = "tshark: ";

    private final Process process;
    private final BufferedReader rows;
    private final Path errors;

    private Tshark(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        rows = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Version of the installed tshark, for instance 4.0.17; empty if none is installed. */
    static String version() {
        try {
            Process process = new ProcessBuilder("tshark", "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(text);
            return process.waitFor() == 0 && matcher.find() ? matcher.group(1) : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /**
     * Starts tshark on a capture, in one pass: a second one gives labels that depend on later frames.
     *
     * @param settings    an empty folder: tshark then runs with its own defaults whatever the user has set
     * @param preferences of tshark that are to differ from the defaults, as name:value; -name turns a protocol off
     */
    static Tshark start(Path capture, List<String> fields, Path settings, String... preferences) throws IOException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        command.addAll(List.of("-T", "fields", "-E", "occurrence=a", "-E", "aggregator=,"));
        fields.forEach(field -> command.addAll(List.of("-e", field)));
        for (String preference : preferences) {
            boolean isOff = preference.startsWith("-");
            command.addAll(isOff ? List.of("--disable-protocol", preference.substring(1)) : List.of("-o", preference));
        }
        return start(command, settings);
    }

    /** Starts tshark to print the bytes of some streams, one after the other in any order. */
    static Tshark follow(Path capture, List<Integer> streams, Path settings) throws IOException {
        List<String> command = new ArrayList<>(List.of("tshark", "-q", "-n", "-r", capture.toString()));
        streams.forEach(stream -> command.addAll(List.of("-z", "follow,tcp,raw," + stream)));
        return start(command, settings);
    }

    private static Tshark start(List<String> command, Path settings) throws IOException {
        Path errors = Files.createTempFile(settings, "errors", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("WIRESHARK_CONFIG_DIR", settings.toString());
        return new Tshark(builder.start(), errors);
    }

    /** The next line; null after the last one. */
    String line() throws IOException {
        return rows.readLine();
    }

    /** The fields of the next frame, empty where absent; null after the last one. */
    String[] next() throws IOException {
        String row = line();
        return row == null ? null : row.split("\t", -1);
    }

    /** What tshark complained about, in one line; empty if nothing. Only after the last row. */
    String complaint() throws IOException {
        try (Stream<String> lines = Files.lines(errors)) {
            return lines.filter(line -> line.startsWith(MESSAGE))
                    .map(line -> line.substring(MESSAGE.length()))
                    .findFirst()
                    .orElse("");
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        rows.close();
        Files.deleteIfExists(errors);
    }
}
