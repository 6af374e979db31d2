package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The database cannot be written, read or asked. The message is one sentence for the user: what, where and, if there is
 * a remedy, what to do.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** DuckDB's way to say that the true error stands on the next line. */
    private static final String WRAPPER = "Invalid Input Error: Attempting to execute an unsuccessful";

    private static final String WRAPPED = "Error: ";

    /** How DuckDB's message begins where there is no room; the driver gives no code. */
    private static final String OUT_OF_ROOM = "Out of Memory Error";

    /** What stands in it where the disk has no room for what is put aside. */
    private static final List<String> DISK_FULL =
            List.of("No space left on device", "Disk quota exceeded", "failed to offload data block");

    private static final List<String> HINTS = List.of("Candidate bindings: ", "Did you mean ");

    public StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Failure to write {@code file}. */
    static StoreException writing(Path file, SQLException cause) {
        return new StoreException("Cannot write " + file + ": " + why(cause), cause);
    }

    /** Failure to read {@code file}. */
    static StoreException reading(Path file, SQLException cause) {
        return new StoreException("Cannot read " + file + ": " + why(cause), cause);
    }

    private static String why(SQLException cause) {
        String reason = reason(cause);
        if (DISK_FULL.stream().anyMatch(reason::contains)) {
            return "the disk is full; free space or choose another folder";
        }
        return isOutOfRoom(cause) ? "the database needs more memory; give more with --memory" : reason;
    }

    /** Failure to ask the tables of an analysis: the user's who gave them too little room, or else ours. */
    public static RuntimeException asking(SQLException cause) {
        return isOutOfRoom(cause)
                ? new StoreException("The tables cannot be asked: " + why(cause), cause)
                : new IllegalStateException("a query of the analysis failed: " + cause.getMessage(), cause);
    }

    /** True if a query took more memory than the database may have, or more room than there is for what it puts aside. */
    public static boolean isOutOfRoom(SQLException failure) {
        return failure.getMessage() != null && failure.getMessage().contains(OUT_OF_ROOM);
    }

    /** DuckDB's reason in one line: the first line of its message, and its hint if it has one. */
    static String reason(SQLException failure) {
        List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
        int first = lines.size() > 1 && lines.get(0).startsWith(WRAPPER) ? 1 : 0;
        String text = lines.isEmpty() ? "unknown error" : lines.get(first);
        StringBuilder reason = new StringBuilder(text.startsWith(WRAPPED) ? text.substring(WRAPPED.length()) : text);
        for (String line : lines) {
            if (HINTS.stream().anyMatch(line::startsWith)) {
                reason.append(' ').append(line);
            }
        }
        return CellText.forTerminal(reason.toString());
    }
}
