package org.pcapanalyzer.capture;

/** pcapng blocks of known types that follow one another, each with the same length at its begin and at its end. */
final class PcapngChain implements RecordChain {
    /** Larger blocks are not looked for: what must be at hand to see one is bounded by it. */
    private static final int MAX_BLOCK_BYTES = PcapFormat.USUAL_SNAPLEN + (64 << 10);

    /** Bytes that must be at hand for a chain to be seen. */
    static final int BYTES = RECORDS * MAX_BLOCK_BYTES;

    private static final int SMALLEST_BLOCK_BYTES = 12;
    private static final int LAST_KNOWN_TYPE = 10;

    private final BlockReader blocks;
    private final boolean littleEndian;

    /** @param littleEndian byte order of the section that was being read */
    PcapngChain(BlockReader blocks, boolean littleEndian) {
        this.blocks = blocks;
        this.littleEndian = littleEndian;
    }

    @Override
    public boolean holdsFrom(int relativeOffset, boolean isRest) {
        int available = blocks.available();
        int at = relativeOffset;
        boolean isLittle = littleEndian;
        for (int count = 0; count < RECORDS; count++) {
            if (available - at < SMALLEST_BLOCK_BYTES) {
                return isRest && reachesEnd(count, available - at);
            }
            int type = word(at, isLittle);
            if (type == PcapngReader.SECTION_HEADER) {
                int magic = word(at + 8, false);
                if (magic != PcapngReader.BYTE_ORDER_MAGIC
                        && magic != Integer.reverseBytes(PcapngReader.BYTE_ORDER_MAGIC)) {
                    return false;
                }
                isLittle = magic != PcapngReader.BYTE_ORDER_MAGIC;
            } else if (type < 1 || type > LAST_KNOWN_TYPE) {
                return false;
            }
            int length = word(at + 4, isLittle);
            if (length < SMALLEST_BLOCK_BYTES || length > MAX_BLOCK_BYTES || (length & 3) != 0) {
                return false;
            }
            if (available - at < length) {
                return isRest && count > 0;
            }
            at += length;
            if (word(at - 4, isLittle) != length) {
                return false;
            }
        }
        return true;
    }

    private int word(int relativeOffset, boolean isLittle) {
        int value = blocks.buffer().getInt(blocks.position() + relativeOffset);
        return isLittle ? Integer.reverseBytes(value) : value;
    }
}
