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
    private static final List<String> HINTS = List.of("Candidate bindings: ", "Did you mean ");

    public StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Failure to write {@code file}. */
    static StoreException writing(Path file, SQLException cause) {
        String reason = reason(cause);
        if (reason.contains("No space left on device") || reason.contains("Disk quota exceeded")) {
            return new StoreException(
                    "Cannot write " + file + ": the disk is full; free space or choose another folder", cause);
        }
        return new StoreException("Cannot write " + file + ": " + reason, cause);
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
