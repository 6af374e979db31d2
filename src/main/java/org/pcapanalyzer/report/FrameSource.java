package org.pcapanalyzer.report;

import java.io.IOException;
import java.util.SortedSet;
import org.pcapanalyzer.capture.FrameReader;

/** Opens the capture again. */
@FunctionalInterface
public interface FrameSource {
    /**
     * A reader that gives these frames, in their order and with their numbers; others as it likes.
     *
     * @return closed by the caller
     */
    FrameReader open(SortedSet<Long> frames) throws IOException;
}
