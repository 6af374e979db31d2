package org.pcapanalyzer.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The file header of a pcap file, of any of the variants that share its shape. Magic number, version and link type tell
 * most of them apart; what remains open is the size of a record's header, for which only the records themselves speak.
 *
 * <pre>
 *  0       4    6    8        12       16       20                       24
 *  | magic | major minor | zone | sigfigs | snaplen | link type, low 16 bits | Ixia: size of all records |
 * </pre>
 *
 * @param littleEndian        byte order of every word
 * @param nanosPerUnit        unit of a time stamp's fraction, in nanoseconds
 * @param lengthOrder         which of a record's two lengths comes first
 * @param snaplen             in bytes, as the file says
 * @param linkType            LINKTYPE value
 * @param headerBytes         size of the file header
 * @param recordHeaderChoices possible sizes of a record's header, the likeliest first
 */
record PcapFormat(
        boolean littleEndian,
        int nanosPerUnit,
        LengthOrder lengthOrder,
        long snaplen,
        int linkType,
        int headerBytes,
        int... recordHeaderChoices) {
    static final int HEADER_BYTES = 24;

    /** Frames up to this length are believed whatever snaplen says; libpcap's bound for most link types. */
    static final int USUAL_SNAPLEN = 262_144;

    /** No frame is longer, whatever the file claims. */
    static final int MAX_FRAME_BYTES = 16 << 20;

    private static final int IXIA_HEADER_BYTES = 28;
    private static final int STANDARD_RECORD = 16;
    private static final int NOKIA_RECORD = 20;
    private static final int KUZNETZOV_RECORD = 24;
    private static final int SUSE_RECORD = 28;

    private static final int SWAPPED_LENGTHS_MAJOR = 543;
    private static final int AIX_MINOR = 2;
    private static final int MICRO = 1_000;
    private static final int NANO = 1;

    /** Old versions have the lengths the other way round; of version 2.3 there are files of both kinds. */
    enum LengthOrder {
        CAPTURED_FIRST,
        ORIGINAL_FIRST,
        SMALLER_IS_CAPTURED
    }

    /** What the magic number tells. Files of the Nokia variant and of Red Hat 6.1 have the standard one. */
    private enum Magic {
        MICROSECONDS(0xA1B2C3D4, MICRO, HEADER_BYTES, STANDARD_RECORD, KUZNETZOV_RECORD, NOKIA_RECORD),
        NANOSECONDS(0xA1B23C4D, NANO, HEADER_BYTES, STANDARD_RECORD),
        KUZNETZOV(0xA1B2CD34, MICRO, HEADER_BYTES, KUZNETZOV_RECORD, SUSE_RECORD),
        IXIA_HARDWARE(0x1C0001AC, MICRO, IXIA_HEADER_BYTES, STANDARD_RECORD),
        IXIA_SOFTWARE(0x1C0001AB, MICRO, IXIA_HEADER_BYTES, STANDARD_RECORD);

        private final int value;
        private final int nanosPerUnit;
        private final int headerBytes;
        private final int[] recordHeaderChoices;

        Magic(int value, int nanosPerUnit, int headerBytes, int... recordHeaderChoices) {
            this.value = value;
            this.nanosPerUnit = nanosPerUnit;
            this.headerBytes = headerBytes;
            this.recordHeaderChoices = recordHeaderChoices;
        }

        static Optional<Magic> of(int value) {
            for (Magic magic : values()) {
                if (magic.value == value || magic.value == Integer.reverseBytes(value)) {
                    return Optional.of(magic);
                }
            }
            return Optional.empty();
        }
    }

    /** True for a magic number, read big-endian, of a pcap file in either byte order. */
    static boolean matches(int magic) {
        return Magic.of(magic).isPresent();
    }

    /** Bytes of the file header that begins with a magic number which {@link #matches}. */
    static int headerBytes(int magic) {
        return Magic.of(magic).map(known -> known.headerBytes).orElse(HEADER_BYTES);
    }

    /**
     * Reads a file header.
     *
     * @param header  at least {@link #headerBytes(int)} bytes, of which the first 4 are a magic number that matches
     * @param subject what a message is about
     */
    static PcapFormat read(ByteBuffer header, String subject) throws CaptureException {
        int bigEndianMagic = header.order(ByteOrder.BIG_ENDIAN).getInt(0);
        Magic magic = Magic.of(bigEndianMagic).orElseThrow();
        boolean littleEndian = magic.value != bigEndianMagic;
        header.order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int major = Short.toUnsignedInt(header.getShort(4));
        int minor = Short.toUnsignedInt(header.getShort(6));
        if (major != 2 && major != SWAPPED_LENGTHS_MAJOR) {
            throw new CaptureException(
                    "%s: pcap version %d.%d is not supported (2.x is). Convert it with the program that wrote it."
                            .formatted(subject, major, minor));
        }
        long snaplen = Integer.toUnsignedLong(header.getInt(16));
        int linkType = header.getInt(20) & 0xFFFF;
        LengthOrder order = lengthOrder(major, minor);
        int ifType = major == 2 && minor == AIX_MINOR ? linkTypeOfAix(header.getInt(20)) : -1;
        if (ifType >= 0) {
            return new PcapFormat(littleEndian, NANO, order, snaplen, ifType, magic.headerBytes, STANDARD_RECORD);
        }
        return new PcapFormat(
                littleEndian,
                magic.nanosPerUnit,
                order,
                snaplen,
                linkType,
                magic.headerBytes,
                magic.recordHeaderChoices);
    }

    private static LengthOrder lengthOrder(int major, int minor) {
        if (major == SWAPPED_LENGTHS_MAJOR || minor < 3) {
            return LengthOrder.ORIGINAL_FIRST;
        }
        return minor == 3 ? LengthOrder.SMALLER_IS_CAPTURED : LengthOrder.CAPTURED_FIRST;
    }

    /** AIX writes version 2.2, nanoseconds, and interface types of RFC 1573 in place of link types; -1 for all others. */
    private static int linkTypeOfAix(int ifType) {
        return switch (ifType) {
            case 6 -> 1;
            case 9 -> 6;
            case 15 -> 10;
            case 24 -> 0;
            default -> -1;
        };
    }

    /** Most captured bytes that a record may claim. */
    long largestFrameBytes() {
        return Math.min(MAX_FRAME_BYTES, Math.max(USUAL_SNAPLEN, snaplen));
    }

    CaptureInterface captureInterface() {
        return new CaptureInterface(0, "", linkType, snaplen, 1_000_000_000L / nanosPerUnit, "");
    }
}
