package org.pcapanalyzer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pcapanalyzer.decode.FragmentSink;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.Replay;

/** The facts of the captures that come with the product. */
final class Samples {
    private static final Path FOLDER = Path.of("samples");

    private Samples() {}

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".pcapng"))
                    .sorted()
                    .toList();
        }
    }

    static Path named(String name) {
        return FOLDER.resolve(name + ".pcapng");
    }

    /** Hands all facts of a capture to {@code sink}. */
    static <S extends FlowSink & FragmentSink> void replay(Path capture, S sink) throws IOException {
        Replay.of(capture, sink, new FlowTracker(sink, FlowLimits.forHeap(1L << 30)));
    }
}
