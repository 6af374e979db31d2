package org.pcapanalyzer.comparison;

import java.io.IOException;
import java.nio.file.Path;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.protocol.ProtocolSink;
import org.pcapanalyzer.protocol.Protocols;

/** Our reading of the messages in one capture. */
final class ProtocolReading {
    private ProtocolReading() {}

    static void read(Path capture, ProtocolSink sink) throws IOException {
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Protocols protocols = new Protocols(sink);
        FlowTracker tracker = new FlowTracker(
                FlowSink.NONE,
                Pipeline.LIMITS,
                protocols,
                Protocols.streamOptions(Runtime.getRuntime().maxMemory()),
                protocols);
        try (FrameReader reader = CaptureFiles.open(capture.toString())) {
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
