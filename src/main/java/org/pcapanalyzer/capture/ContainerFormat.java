package org.pcapanalyzer.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Recognises a container by its first bytes, never by a name. */
final class ContainerFormat {
    private static final int HEAD_BYTES = 512;
    private static final int SHORTEST_MAGIC_BYTES = 4;

    private ContainerFormat() {}

    /**
     * The reader for what the input's blocks begin with.
     *
     * @throws CaptureException if it is no capture, one of a format that is not read, or one cut in its header
     */
    static FrameReader open(CaptureInput input) throws IOException {
        BlockReader blocks = input.blocks();
        blocks.require(HEAD_BYTES);
        int count = Math.min(HEAD_BYTES, blocks.available());
        ByteBuffer head = blocks.buffer().slice(blocks.position(), count);
        if (count < SHORTEST_MAGIC_BYTES) {
            throw tooShort(input, count);
        }
        int magic = head.getInt(0);
        if (PcapFormat.matches(magic)) {
            requireHeader(input, "pcap", count, PcapFormat.headerBytes(magic));
            return new PcapReader(input);
        }
        if (magic == PcapngReader.SECTION_HEADER) {
            requireHeader(input, "pcapng", count, PcapngReader.SECTION_HEADER_BYTES);
            return PcapngReader.open(input);
        }
        throw ForeignFormat.refusal(subject(input), head);
    }

    private static void requireHeader(CaptureInput input, String format, int count, int needed)
            throws CaptureException {
        if (count < needed) {
            throw new CaptureException("%s: ends after %d bytes, inside its %s file header. Copy the file again, %s."
                    .formatted(subject(input), count, format, "or take it from the backup"));
        }
    }

    private static CaptureException tooShort(CaptureInput input, int count) {
        if (!input.streamDamage().isEmpty()) {
            return new CaptureException("%s: %s, before any frame. Copy the file again."
                    .formatted(input.printableName(), input.streamDamage()));
        }
        String size = count == 0 ? "empty" : "only " + Printable.bytes(count) + " long";
        return new CaptureException(
                "%s: %s, so it holds no capture. Check that the capture was written and copied whole."
                        .formatted(subject(input), size));
    }

    private static String subject(CaptureInput input) {
        return input.printableName() + (input.isCompressed() ? " (decompressed)" : "");
    }
}
