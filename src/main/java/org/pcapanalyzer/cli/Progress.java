package org.pcapanalyzer.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar with rate and time left on a terminal; nothing anywhere else, and nothing for what is done in a moment. */
final class Progress implements AutoCloseable {
    private static final long PATIENCE_NS = 700_000_000L;
    private static final long LONG_WORK_BYTES = 16_000_000L;

    /** Stands for a size that nobody knows. */
    static final long UNKNOWN = -1;

    private static final long MEGABYTE = 1_000_000L;

    private final PrintStream stream;
    private final boolean isShown;
    private final String task;
    private final long totalBytes;
    private final int columnCount;
    private final long startNs = System.nanoTime();
    private ProgressBar bar;

    /** @param totalBytes size of the work in bytes; {@link #UNKNOWN} if nobody knows */
    Progress(Terminal terminal, boolean isQuiet, String task, long totalBytes) {
        this.stream = terminal.err();
        this.isShown = terminal.isErrTerminal() && !isQuiet;
        this.columnCount = Integer.getInteger("analyzer.columns", 80);
        this.task = task;
        this.totalBytes = totalBytes;
    }

    /** True if the work takes more than a moment, or nobody knows. */
    boolean isLongWork() {
        return totalBytes == UNKNOWN || totalBytes > LONG_WORK_BYTES;
    }

    void advanceTo(long bytes) {
        if (!isShown) {
            return;
        }
        if (bar == null && System.nanoTime() - startNs > PATIENCE_NS) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(totalBytes)
                    .setUnit(" MB", MEGABYTE)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(stream, columnCount))
                    .build();
        }
        if (bar != null) {
            bar.stepTo(bytes);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
