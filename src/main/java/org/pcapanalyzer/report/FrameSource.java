package org.pcapanalyzer.report;

import java.io.IOException;
import org.pcapanalyzer.capture.FrameReader;

/** Opens the capture again, from its first frame. */
@FunctionalInterface
public interface FrameSource {
    /** The caller closes the reader. */
    FrameReader open() throws IOException;
}
