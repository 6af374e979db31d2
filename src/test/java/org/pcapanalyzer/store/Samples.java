package org.pcapanalyzer.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.FragmentSink;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;

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
        try (FrameReader reader = CaptureFiles.open(capture.toString())) {
            PacketDecoder decoder = new PacketDecoder(sink, DecodeLimits.defaults());
            FlowTracker tracker = new FlowTracker(sink, FlowLimits.forHeap(1L << 30));
            Frame frame = new Frame();
            Packet packet = new Packet();
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                tracker.track(packet);
            }
            decoder.finish();
            tracker.finish();
        }
    }
}
