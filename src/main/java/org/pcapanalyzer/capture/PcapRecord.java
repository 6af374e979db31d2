package org.pcapanalyzer.capture;

import java.nio.ByteBuffer;
import org.pcapanalyzer.capture.PcapFormat.LengthOrder;

/**
 * Flyweight over the header of a pcap record. Variants append to it what nobody needs here (interface, protocol, packet
 * type, CPU), which only makes it longer.
 *
 * <pre>
 *  0         4          8                 12                16       20, 24 or 28
 *  | seconds | fraction | captured length | original length | (variant) | frame ...
 * </pre>
 */
final class PcapRecord {
    /** Thirty days. Neighbours in a capture lie closer together; bytes that are no record rarely tell such a time. */
    private static final long NEAR_NS = 30 * 86_400_000_000_000L;

    private final boolean littleEndian;
    private final LengthOrder lengthOrder;
    private final int nanosPerUnit;
    private final int headerBytes;
    private ByteBuffer buffer;
    private int offset;

    PcapRecord(PcapFormat format, int headerBytes) {
        this.littleEndian = format.littleEndian();
        this.lengthOrder = format.lengthOrder();
        this.nanosPerUnit = format.nanosPerUnit();
        this.headerBytes = headerBytes;
    }

    /** Points at a header that is at hand as a whole. */
    PcapRecord wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    int headerBytes() {
        return headerBytes;
    }

    /** Captured length, unsigned, as claimed. */
    long captured() {
        return isSwapped() ? word(12) : word(8);
    }

    long original() {
        return isSwapped() ? word(8) : word(12);
    }

    /** Nanoseconds since the epoch; a fraction beyond one second is carried. */
    long timestampNs() {
        return word(0) * 1_000_000_000L + word(4) * nanosPerUnit;
    }

    /**
     * True if bytes that may be anything look like a header.
     *
     * @param nearNs time of a record close by; negative if there is none
     */
    boolean isPlausible(long nearNs) {
        long captured = captured();
        long original = original();
        return captured > 0
                && captured <= PcapFormat.USUAL_SNAPLEN
                && original >= captured
                && original <= PcapFormat.MAX_FRAME_BYTES
                && word(4) * nanosPerUnit < 1_000_000_000L
                && (nearNs < 0 || Math.abs(timestampNs() - nearNs) <= NEAR_NS);
    }

    private boolean isSwapped() {
        return switch (lengthOrder) {
            case CAPTURED_FIRST -> false;
            case ORIGINAL_FIRST -> true;
            case SMALLER_IS_CAPTURED -> word(8) > word(12);
        };
    }

    /** Unsigned 32-bit word, in the byte order of the file. */
    private long word(int relativeOffset) {
        int value = buffer.getInt(offset + relativeOffset);
        return Integer.toUnsignedLong(littleEndian ? Integer.reverseBytes(value) : value);
    }
}
