package org.pcapanalyzer.flow;

import java.io.IOException;
import java.nio.file.Path;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.FragmentSink;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;

/** A capture on its way through the decoder and a tracker, from its first frame until all its flows are over. */
public final class Replay {
    private Replay() {}

    public static void of(Path capture, FlowTracker tracker) throws IOException {
        of(capture, datagram -> {}, tracker);
    }

    /** @param fragments takes the datagrams that came in fragments */
    public static void of(Path capture, FragmentSink fragments, FlowTracker tracker) throws IOException {
        PacketDecoder decoder = new PacketDecoder(fragments, DecodeLimits.defaults());
        Frame frame = new Frame();
        Packet packet = new Packet();
        try (FrameReader reader = CaptureFiles.open(capture.toString())) {
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                tracker.track(packet);
            }
        }
        decoder.finish();
        tracker.finish();
    }
}
