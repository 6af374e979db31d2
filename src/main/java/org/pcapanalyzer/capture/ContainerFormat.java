package org.pcapanalyzer.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Recognises a container by its first bytes, never by a name. */
enum ContainerFormat {
    PCAP,
    PCAPNG,
    TAR,
    ZIP,
    FOREIGN;

    private static final int HEAD_BYTES = 512;
    private static final int SHORTEST_MAGIC_BYTES = 4;
    private static final int ZIP_MAGIC = 0x504B0304;
    private static final int TAR_MAGIC_OFFSET = 257;
    private static final long TAR_MAGIC = 0x7573746172L;
    private static final int TAR_MAGIC_BITS = 40;

    /** What the input's blocks begin with. */
    static ContainerFormat of(CaptureInput input) throws IOException {
        ByteBuffer head = head(input);
        if (head.remaining() < SHORTEST_MAGIC_BYTES) {
            return FOREIGN;
        }
        int magic = head.getInt(0);
        if (PcapFormat.matches(magic)) {
            return PCAP;
        }
        if (magic == PcapngReader.SECTION_HEADER) {
            return PCAPNG;
        }
        if (magic == ZIP_MAGIC) {
            return ZIP;
        }
        return isTar(head) ? TAR : FOREIGN;
    }

    private static boolean isTar(ByteBuffer head) {
        return head.remaining() == HEAD_BYTES
                && head.getLong(TAR_MAGIC_OFFSET) >>> Long.SIZE - TAR_MAGIC_BITS == TAR_MAGIC;
    }

    private static ByteBuffer head(CaptureInput input) throws IOException {
        BlockReader blocks = input.blocks();
        blocks.require(HEAD_BYTES);
        return blocks.buffer().slice(blocks.position(), Math.min(HEAD_BYTES, blocks.available()));
    }

    /**
     * The reader for what the input's blocks begin with.
     *
     * @throws CaptureException if it is no capture, one of a format that is not read, or one cut in its header
     */
    static FrameReader open(CaptureInput input) throws IOException {
        ByteBuffer head = head(input);
        int count = head.remaining();
        if (count < SHORTEST_MAGIC_BYTES) {
            throw tooShort(input, count);
        }
        switch (of(input)) {
            case PCAP -> {
                requireHeader(input, "pcap", count, PcapFormat.headerBytes(head.getInt(0)));
                return new PcapReader(input);
            }
            case PCAPNG -> {
                requireHeader(input, "pcapng", count, PcapngReader.SECTION_HEADER_BYTES);
                return PcapngReader.open(input);
            }
            default -> throw ForeignFormat.refusal(subject(input), head);
        }
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
