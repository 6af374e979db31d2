package org.pcapanalyzer.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads a capture to its end and keeps what it saw. */
record Readings(List<Seen> frames, CaptureSummary summary) {
    /** What one frame was; {@code hex} copies its bytes. */
    record Seen(long number, long timestampNs, int linkType, int interfaceId, long originalLength, String hex) {}

    static FrameReader open(byte[] bytes) throws IOException {
        return CaptureFiles.open(
                CaptureSource.hashed("test.cap", Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length));
    }

    static Readings of(Bytes bytes) throws IOException {
        return of(bytes.array());
    }

    static Readings of(byte[] bytes) throws IOException {
        return of(open(bytes));
    }

    static Readings of(FrameReader opened) throws IOException {
        try (FrameReader reader = opened) {
            List<Seen> frames = new ArrayList<>();
            Frame frame = new Frame();
            while (reader.next(frame)) {
                frames.add(seen(frame));
            }
            return new Readings(frames, reader.summary());
        }
    }

    static Seen seen(Frame frame) {
        byte[] copy = new byte[frame.capturedLength()];
        frame.buffer().get(frame.offset(), copy);
        return new Seen(
                frame.number(),
                frame.timestampNs(),
                frame.linkType(),
                frame.interfaceId(),
                frame.originalLength(),
                HexFormat.of().formatHex(copy));
    }

    String damage() {
        return String.join(" ", summary.damage());
    }
}
