package org.pcapanalyzer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pcapanalyzer.capture.CaptureFiles;

/** What a capture's name on the command line stands for. */
final class Sources {
    private Sources() {}

    /** False for standard input, pipes and devices, which can be read only once. */
    static boolean isFile(String capture) {
        return !capture.equals(CaptureFiles.STANDARD_INPUT) && Files.isRegularFile(Path.of(capture));
    }

    /** Bytes to read; {@link Progress#UNKNOWN} where nobody knows. */
    static long size(String capture) throws IOException {
        return isFile(capture) ? Files.size(Path.of(capture)) : Progress.UNKNOWN;
    }
}
