package org.pcapanalyzer.cli;

import java.io.PrintStream;

/**
 * Where the command prints.
 *
 * @param out              results
 * @param err              errors and progress
 * @param isOutTerminal    true if {@code out} is a terminal
 * @param isErrTerminal    true if {@code err} is a terminal
 * @param columnCount      width in characters; {@link #UNLIMITED} in a pipe
 */
record Terminal(PrintStream out, PrintStream err, boolean isOutTerminal, boolean isErrTerminal, int columnCount) {
    static final int UNLIMITED = 0;

    /** The process's own streams; the launcher knows what they are, since the JVM cannot tell for each. */
    static Terminal ofProcess(PrintStream out, PrintStream err) {
        boolean isOutTerminal = "terminal".equals(System.getProperty("analyzer.stdout"));
        boolean isErrTerminal = "terminal".equals(System.getProperty("analyzer.stderr"));
        int columnCount = isOutTerminal ? Integer.getInteger("analyzer.columns", 80) : UNLIMITED;
        return new Terminal(out, err, isOutTerminal, isErrTerminal, columnCount);
    }

    boolean wantsColour() {
        return isOutTerminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }
}
