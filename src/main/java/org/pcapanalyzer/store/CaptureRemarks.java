package org.pcapanalyzer.store;

import java.util.List;

/**
 * What is to be told of the captures that a query read, as far as it read them.
 *
 * @param lines   damage and files left out, a line each
 * @param isWhole false if a capture was damaged or could not be read
 */
public record CaptureRemarks(List<String> lines, boolean isWhole) {
    /** Nothing to tell. */
    public static final CaptureRemarks NONE = new CaptureRemarks(List.of(), true);

    public CaptureRemarks {
        lines = List.copyOf(lines);
    }
}
