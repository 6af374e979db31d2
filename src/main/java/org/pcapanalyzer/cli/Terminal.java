package org.pcapanalyzer.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where the command prints.
 *
 * @param results          results, unbuffered
 * @param out              results, for text that is short
 * @param err              errors and progress
 * @param isOutTerminal    true if {@code out} is a terminal
 * @param isErrTerminal    true if {@code err} is a terminal
 * @param columnCount      width in characters; {@link #UNLIMITED} in a pipe
 */
record Terminal(
        OutputStream results,
        PrintStream out,
        PrintStream err,
        boolean isOutTerminal,
        boolean isErrTerminal,
        int columnCount) {
    static final int UNLIMITED = 0;

    /** The process's own streams; the launcher knows what they are, since the JVM cannot tell for each. */
    static Terminal ofProcess(OutputStream out, OutputStream err) {
        boolean isOutTerminal = "terminal".equals(System.getProperty("analyzer.stdout"));
        boolean isErrTerminal = "terminal".equals(System.getProperty("analyzer.stderr"));
        int columnCount = isOutTerminal ? Integer.getInteger("analyzer.columns", 80) : UNLIMITED;
        return new Terminal(
                out,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                isOutTerminal,
                isErrTerminal,
                columnCount);
    }

    /** Results of any length; unlike {@link #out} it tells when they cannot be written. */
    Writer writer() {
        return new OutputStreamWriter(results, StandardCharsets.UTF_8);
    }

    boolean wantsColour() {
        return isOutTerminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }
}
