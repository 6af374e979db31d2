package org.pcapanalyzer.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;

/** The frames of a generated capture in memory, so that a benchmark measures what is done to them and not how they come. */
final class MemoryCapture {
    private final Frame[] frames;

    private MemoryCapture(Frame[] frames) {
        this.frames = frames;
    }

    /** Writes a capture to a temporary file, which the caller deletes. */
    static Path write(String mix, String... settings) throws IOException {
        Path file = Files.createTempFile("benchmark", ".pcap");
        List<String> arguments = new ArrayList<>(List.of(file.toString(), mix));
        arguments.addAll(List.of(settings));
        LargeCapture.main(arguments.toArray(String[]::new));
        return file;
    }

    static MemoryCapture of(String mix, String... settings) throws IOException {
        Path file = write(mix, settings);
        try (FrameReader reader = CaptureFiles.open(file.toString())) {
            ByteBuffer bytes = ByteBuffer.allocateDirect((int) Files.size(file));
            List<Frame> frames = new ArrayList<>();
            Frame frame = new Frame();
            while (reader.next(frame)) {
                frames.add(copy(frame, bytes));
            }
            return new MemoryCapture(frames.toArray(Frame[]::new));
        } finally {
            Files.delete(file);
        }
    }

    private static Frame copy(Frame frame, ByteBuffer bytes) {
        int offset = bytes.position();
        bytes.put(offset, frame.buffer(), frame.offset(), frame.capturedLength());
        bytes.position(offset + frame.capturedLength());
        Frame copy = new Frame();
        copy.wrap(bytes, offset, frame.capturedLength(), frame.originalLength());
        copy.locate(frame.number(), frame.timestampNs(), frame.linkType(), frame.interfaceId());
        return copy;
    }

    Frame[] frames() {
        return frames;
    }

    /** All frames decoded, each into a packet of its own. */
    Packet[] packets() {
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Packet[] packets = new Packet[frames.length];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = new Packet();
            decoder.decode(frames[i], packets[i]);
        }
        return packets;
    }
}
