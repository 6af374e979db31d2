package org.pcapanalyzer.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;

/**
 * Makes inputs for a fuzz target out of captures: the heads of the files for the readers, frames that differ in what the
 * decoder says of them for what takes frames. Other targets have no use for captures.
 */
final class Seeds {
    private static final int LARGEST_FILE_BYTES = 32 << 10;
    private static final int HEAD_BYTES = 3000;
    private static final int FRAME_BYTES = 300;
    private static final int FRAMES_PER_CAPTURE = 3000;

    private final String target;
    private final Path out;
    private final Set<String> kinds = new HashSet<>();

    private Seeds(String target, Path out) {
        this.target = target;
        this.out = out;
    }

    /** Arguments: the target, the folder that gets its seeds, then captures or folders of them. */
    public static void main(String[] args) throws IOException {
        Seeds seeds = new Seeds(args[0], Path.of(args[1]));
        for (String name : List.of(args).subList(2, args.length)) {
            try (Stream<Path> files = Files.walk(Path.of(name))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    seeds.add(file);
                }
            }
        }
    }

    private void add(Path file) throws IOException {
        switch (target) {
            case "container" -> write(head(file, HEAD_BYTES));
            case "packed" ->
                write(head(file, Files.size(file) <= LARGEST_FILE_BYTES ? LARGEST_FILE_BYTES : HEAD_BYTES));
            case "decoder", "dissector" -> addFrames(file);
            default -> {
                // Its inputs are choices, not bytes of captures.
            }
        }
    }

    private static byte[] head(Path file, int mostBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(mostBytes);
        }
    }

    private void addFrames(Path file) throws IOException {
        try (FrameReader reader = CaptureFiles.open(file.toString())) {
            addFrames(reader);
        } catch (CaptureException e) {
            // No capture, so it has no frames.
        }
    }

    private void addFrames(FrameReader reader) throws IOException {
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Frame frame = new Frame();
        Packet packet = new Packet();
        while (reader.next(frame) && frame.number() <= FRAMES_PER_CAPTURE) {
            decoder.decode(frame, packet);
            if (kinds.add(kind(frame, packet))) {
                byte[] bytes = new byte[Math.min(FRAME_BYTES, frame.capturedLength())];
                frame.buffer().get(frame.offset(), bytes);
                ByteBuffer seed = ByteBuffer.allocate(4 + bytes.length);
                write(seed.putShort((short) frame.linkType())
                        .putShort((short) 0)
                        .put(bytes)
                        .array());
            }
        }
    }

    private static String kind(Frame frame, Packet packet) {
        return String.join(
                "/",
                Integer.toString(frame.linkType()),
                packet.kind().toString(),
                packet.anomaly().toString(),
                packet.tunnelType().toString(),
                Integer.toString(packet.outerCount()),
                Integer.toString(packet.ipVersion()),
                Integer.toString(packet.ipProtocol()),
                Integer.toString(packet.etherType()),
                Integer.toString(packet.sackBlockCount()),
                Boolean.toString(packet.hasQuoted()));
    }

    private void write(byte[] seed) throws IOException {
        Files.write(out.resolve("%08x".formatted(Arrays.hashCode(seed))), seed);
    }
}
