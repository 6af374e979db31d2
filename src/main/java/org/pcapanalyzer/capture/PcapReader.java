package org.pcapanalyzer.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Reads classic pcap files (draft-ietf-opsawg-pcap; libpcap's {@code sf-pcap.c} where they differ): a header of 24 bytes,
 * then records of 16 bytes and a frame, without padding, all in the byte order of the magic number.
 *
 * <pre>
 *  0       4    6    8        12       16       20       24
 *  | magic | major minor | zone | sigfigs | snaplen | link type, low 16 bits |
 *  0         4          8                 12
 *  | seconds | fraction | captured length | original length | frame ...
 * </pre>
 */
final class PcapReader implements FrameReader {
    static final int MAGIC_MICROS = 0xA1B2C3D4;
    static final int MAGIC_NANOS = 0xA1B23C4D;
    static final int HEADER_BYTES = 24;
    static final int RECORD_BYTES = 16;

    /** Frames up to this length are believed whatever snaplen says; libpcap's bound for most link types. */
    static final int USUAL_SNAPLEN = 262_144;

    /** No frame is longer, whatever the file claims. */
    static final int MAX_FRAME_BYTES = 16 << 20;

    private static final int SWAPPED_LENGTHS_MAJOR = 543;

    private final CaptureInput input;
    private final BlockReader blocks;
    private final CaptureTally tally;
    private final boolean littleEndian;
    private final int nanosPerUnit;
    private final int linkType;
    private final CaptureInterface captureInterface;
    private final long largestFrame;
    private final boolean lengthsSwapped;
    private final boolean lengthsMaybeSwapped;

    /** Expects the header, which must be one of {@link #matches}, at hand in the input's blocks. */
    PcapReader(CaptureInput input) throws IOException {
        this.input = input;
        this.blocks = input.blocks();
        this.tally = new CaptureTally(input, "pcap");
        ByteBuffer header = blocks.buffer().slice(blocks.position(), HEADER_BYTES);
        int magic = header.getInt(0);
        littleEndian = magic != MAGIC_MICROS && magic != MAGIC_NANOS;
        header.order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        nanosPerUnit = header.getInt(0) == MAGIC_NANOS ? 1 : 1_000;
        int major = Short.toUnsignedInt(header.getShort(4));
        int minor = Short.toUnsignedInt(header.getShort(6));
        if (major != 2 && major != SWAPPED_LENGTHS_MAJOR) {
            throw new CaptureException(
                    "%s: pcap version %d.%d is not supported (2.x is). Convert it with the program that wrote it."
                            .formatted(input.printableName(), major, minor));
        }
        lengthsSwapped = major == SWAPPED_LENGTHS_MAJOR || minor < 3;
        lengthsMaybeSwapped = !lengthsSwapped && minor == 3;
        long snaplen = Integer.toUnsignedLong(header.getInt(16));
        largestFrame = Math.min(MAX_FRAME_BYTES, Math.max(USUAL_SNAPLEN, snaplen));
        linkType = header.getInt(20) & 0xFFFF;
        tally.addSection();
        captureInterface = new CaptureInterface(0, "", linkType, snaplen, 1_000_000_000L / nanosPerUnit, "");
        blocks.skip(HEADER_BYTES);
    }

    /** True for a magic number, read big-endian, of a pcap file in either byte order. */
    static boolean matches(int magic) {
        int reversed = Integer.reverseBytes(magic);
        return magic == MAGIC_MICROS || magic == MAGIC_NANOS || reversed == MAGIC_MICROS || reversed == MAGIC_NANOS;
    }

    @Override
    public boolean next(Frame frame) throws IOException {
        if (tally.isFinished()) {
            return false;
        }
        if (!blocks.require(RECORD_BYTES)) {
            tally.end(blocks.available() == 0 ? "" : "a record header");
            return false;
        }
        long first = word(8);
        long second = word(12);
        boolean swapped = lengthsSwapped || lengthsMaybeSwapped && first > second;
        long captured = swapped ? second : first;
        long original = swapped ? first : second;
        if (captured > largestFrame) {
            tally.breakOff("a frame claims %d captured bytes, where at most %d are plausible"
                    .formatted(captured, largestFrame));
            return false;
        }
        if (!blocks.require(RECORD_BYTES + (int) captured)) {
            tally.end("a frame that claims %d captured bytes".formatted(captured));
            return false;
        }
        deliver(frame, (int) captured, original);
        return true;
    }

    private void deliver(Frame frame, int captured, long original) {
        long timestampNs = word(0) * 1_000_000_000L + word(4) * nanosPerUnit;
        long number = tally.count(captured, original, timestampNs);
        frame.wrap(blocks.buffer(), blocks.position() + RECORD_BYTES, captured, original);
        frame.locate(number, timestampNs, linkType, 0);
        blocks.skip(RECORD_BYTES + captured);
    }

    /** Unsigned 32-bit word of the record header at hand, in the byte order of the file. */
    private long word(int relativeOffset) {
        int value = blocks.buffer().getInt(blocks.position() + relativeOffset);
        return Integer.toUnsignedLong(littleEndian ? Integer.reverseBytes(value) : value);
    }

    @Override
    public CaptureSummary summary() {
        return tally.summary(List.of(captureInterface), -1);
    }

    @Override
    public long sourceBytesRead() {
        return input.source().bytesRead();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
