package org.pcapanalyzer.capture;

import java.io.IOException;
import java.util.Optional;

/**
 * A readable file of a set.
 *
 * @param file     where it is
 * @param firstNs  time of its first frame; Long.MIN_VALUE without frames
 * @param costMib  memory that it takes while it is read, in MiB, if it is given small blocks
 * @param kept     the file opened, where it can be opened but once
 */
record SetMember(CaptureFile file, long firstNs, int costMib, Optional<OpenFile> kept) {
    private static final int SMALL_BLOCKS_MIB = 1;

    /** Looks at a file whose first frame is at hand, and closes it if it can be opened again. */
    static SetMember of(CaptureFile file, OpenFile open) throws IOException {
        long firstNs = open.isEmpty() ? Long.MIN_VALUE : open.head().timestampNs();
        String label = open.summary().compression();
        int cost = SMALL_BLOCKS_MIB;
        for (Compression compression : Compression.values()) {
            if (compression.label().equals(label)) {
                cost += SMALL_BLOCKS_MIB + compression.memoryMib();
            }
        }
        if (!file.isRereadable()) {
            return new SetMember(file, firstNs, cost, Optional.of(open));
        }
        open.close();
        return new SetMember(file, firstNs, cost, Optional.empty());
    }
}
