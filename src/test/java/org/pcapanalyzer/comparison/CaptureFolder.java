package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of captures that both we and tshark read. */
record CaptureFolder(Path path) {
    static final CaptureFolder SAMPLES = new CaptureFolder(Path.of("samples"));

    private static final Path FIELD = Path.of("../shared/captures");

    /** What is done with one capture; several threads do it at once. */
    @FunctionalInterface
    interface Comparison {
        /** @param name path of the capture within the folder */
        void compare(String name, Path capture) throws IOException;
    }

    /** The captures from the field; skips the test where there are none beside the checkout. */
    static CaptureFolder field() {
        assumeTrue(Files.isDirectory(FIELD), "no captures beside the checkout");
        return new CaptureFolder(FIELD);
    }

    /** Compares all captures, several at once: tshark takes longer to start than to read most of them. */
    void forEach(Comparison comparison) throws IOException {
        CompareWithTshark.capturesIn(path).parallelStream().forEach(capture -> {
            try {
                comparison.compare(path.relativize(capture).toString(), capture);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
