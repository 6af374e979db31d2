package org.pcapanalyzer.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pcapng files (draft-ietf-opsawg-pcapng): sections of blocks, each section in its own byte order with its own
 * interfaces. Blocks that carry no frame and describe no interface are passed over by their length.
 *
 * <pre>
 *  0      4              8                 length-4
 *  | type | total length | body, padded ... | total length |
 * </pre>
 *
 * Frames of Simple Packet Blocks have no time; they get that of the frame before them, 0 at the start. Behind a block
 * that cannot be one, reading goes on where a chain of sound blocks starts.
 */
final class PcapngReader implements FrameReader {
    /** Type of the section header block, the same in both byte orders; a pcapng file begins with it. */
    static final int SECTION_HEADER = 0x0A0D0D0A;

    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    static final int SECTION_HEADER_BYTES = 28;

    /** No block is longer, whatever the file claims. */
    static final int MAX_BLOCK_BYTES = 16 << 20;

    /** More interfaces than this are not kept; their frames are passed over. */
    static final int MAX_INTERFACES = 1 << 16;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int NAME_RESOLUTION = 4;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private static final int BLOCK_HEADER_BYTES = 8;
    private static final int TRAILER_BYTES = 4;
    private static final int INTERFACE_BYTES = 16;
    private static final int STATISTICS_BYTES = 20;
    private static final int SIMPLE_BYTES = 12;
    private static final int FRAME_BYTES = 28;

    private static final int IF_NAME = 2;
    private static final int IF_DESCRIPTION = 3;
    private static final int IF_TSRESOL = 9;
    private static final int IF_FILTER = 11;
    private static final int IF_TSOFFSET = 14;
    private static final int EPB_FLAGS = 2;
    private static final int EPB_DROPCOUNT = 4;

    /** Checksum not ready, segmentation left to the network card. */
    private static final int EPB_FLAGS_OFFLOAD = 1 << 9 | 1 << 11;

    private static final int ISB_IFDROP = 5;
    private static final int ISB_OSDROP = 7;
    private static final int UNKNOWN_DROPS = 0xFFFF;
    private static final int MAX_NAME_BYTES = 128;
    private static final int MAX_FILTER_BYTES = 512;
    private static final int MAX_COMMENT_BYTES = 4096;

    private final CaptureInput input;
    private final BlockReader blocks;
    private final CaptureTally tally;
    private final PcapngOptions options = new PcapngOptions();
    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private int sectionBase;
    private boolean littleEndian;
    private int blockType;
    private int blockBytes;

    private PcapngReader(CaptureInput input) {
        this.input = input;
        this.blocks = input.blocks();
        this.tally = new CaptureTally(input, "pcapng");
    }

    /** Expects a file that begins with {@link #SECTION_HEADER}; its first section header must be whole. */
    static PcapngReader open(CaptureInput input) throws IOException {
        PcapngReader reader = new PcapngReader(input);
        if (!reader.readBlock()) {
            throw new CaptureException("%s: the pcapng file header is damaged. %s Copy the file again."
                    .formatted(input.printableName(), reader.tally.lastDamage()));
        }
        return reader;
    }

    @Override
    public void lendTo(FrameUser user) {
        blocks.lendTo(user);
    }

    @Override
    public boolean next(Frame frame) throws IOException {
        while (!tally.isFinished()) {
            if (!readBlock()) {
                continue;
            }
            boolean delivered = switch (blockType) {
                case ENHANCED_PACKET -> enhancedPacket(frame);
                case PACKET -> packet(frame);
                case SIMPLE_PACKET -> simplePacket(frame);
                default -> {
                    describe();
                    yield false;
                }
            };
            blocks.skip(blockBytes);
            if (delivered) {
                return true;
            }
        }
        return false;
    }

    /** Brings the next block to hand, whole and with lengths that agree; false where damage or the end is in the way. */
    private boolean readBlock() throws IOException {
        if (!blocks.require(BLOCK_HEADER_BYTES)) {
            tally.end(blocks.available() == 0 ? "" : "a block header");
            return false;
        }
        blockType = blocks.buffer().getInt(blocks.position());
        if (blockType == SECTION_HEADER) {
            if (!readSectionHeader()) {
                return false;
            }
        } else {
            blockType = word(0);
        }
        long claimed = Integer.toUnsignedLong(word(4));
        if (claimed < BLOCK_HEADER_BYTES + TRAILER_BYTES || claimed > MAX_BLOCK_BYTES) {
            return passOverDamage("a block of type 0x%08X claims a length of %d bytes, where 12 to %d are plausible"
                    .formatted(blockType, claimed, MAX_BLOCK_BYTES));
        }
        // Some writers leave the padding out of the length that they claim.
        blockBytes = (int) claimed + 3 & ~3;
        if (!blocks.require(blockBytes)) {
            return passOverTail(
                    "a block of type 0x%08X, which claims a length of %d bytes".formatted(blockType, claimed));
        }
        long repeated = Integer.toUnsignedLong(word(blockBytes - TRAILER_BYTES));
        if (repeated != claimed) {
            return passOverDamage("a block of type 0x%08X claims a length of %d bytes at its begin and %d at its end"
                    .formatted(blockType, claimed, repeated));
        }
        return true;
    }

    /** Takes over byte order and version of a section, before the block's length can be read. */
    private boolean readSectionHeader() throws IOException {
        if (!blocks.require(SECTION_HEADER_BYTES)) {
            tally.end("a section header");
            return false;
        }
        int magic = blocks.buffer().getInt(blocks.position() + BLOCK_HEADER_BYTES);
        if (magic != BYTE_ORDER_MAGIC && magic != Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
            return passOverDamage("a section header has 0x%08X in place of its byte-order magic".formatted(magic));
        }
        littleEndian = magic != BYTE_ORDER_MAGIC;
        int major = half(12);
        if (major != 1) {
            tally.breakOff(
                    blocks.offset(), "a section has the unknown format version %d.%d".formatted(major, half(14)));
            return false;
        }
        return true;
    }

    /** Goes on where a chain of sound blocks starts; without a first section nothing can be understood. Always false. */
    private boolean passOverDamage(String reason) throws IOException {
        long begin = blocks.offset();
        boolean isStarted = tally.sectionCount() > 0;
        if (isStarted && new Resync(input, PcapngChain.BYTES).skipToChain(new PcapngChain(blocks, littleEndian))) {
            tally.resume(begin, reason);
        } else {
            tally.breakOff(begin, reason);
        }
        return false;
    }

    /** A block that claims more than there is: the file was cut, or there are sound blocks within it. Always false. */
    private boolean passOverTail(String cut) throws IOException {
        long begin = blocks.offset();
        boolean isStarted = tally.sectionCount() > 0;
        Resync resync = new Resync(input, PcapngChain.BYTES);
        if (isStarted && resync.skipWithinRest(new PcapngChain(blocks, littleEndian))) {
            tally.resume(begin, cut + ", has sound blocks inside");
        } else {
            tally.end(cut);
        }
        return false;
    }

    // Blocks that describe.

    private void describe() {
        switch (blockType) {
            case SECTION_HEADER -> beginSection();
            case INTERFACE_DESCRIPTION -> addInterface();
            case INTERFACE_STATISTICS -> readStatistics();
            case NAME_RESOLUTION -> readNames();
            default -> {
                // Secrets, journals, custom blocks: nothing that results depend on, and secrets are nobody's business.
            }
        }
    }

    private void beginSection() {
        tally.addSection();
        sectionBase = interfaces.size();
        if (isTooShort(SECTION_HEADER_BYTES - TRAILER_BYTES)) {
            return;
        }
        optionsFrom(SECTION_HEADER_BYTES - TRAILER_BYTES);
        while (options.next()) {
            if (options.code() == PcapngOptions.COMMENT) {
                tally.addComment(options.text(0, MAX_COMMENT_BYTES));
            }
        }
    }

    private void addInterface() {
        if (isTooShort(INTERFACE_BYTES)) {
            return;
        }
        if (interfaces.size() == MAX_INTERFACES) {
            tally.passOver("an interface beyond the limit of " + MAX_INTERFACES);
            return;
        }
        String name = "";
        String description = "";
        String filter = "";
        TimestampResolution resolution = TimestampResolution.of(TimestampResolution.DEFAULT);
        long offsetSeconds = 0;
        optionsFrom(INTERFACE_BYTES);
        while (options.next()) {
            switch (options.code()) {
                case PcapngOptions.COMMENT -> tally.addComment(options.text(0, MAX_COMMENT_BYTES));
                case IF_NAME -> name = options.text(0, MAX_NAME_BYTES);
                case IF_DESCRIPTION -> description = options.text(0, MAX_NAME_BYTES);
                case IF_FILTER -> filter = filterText();
                case IF_TSRESOL -> resolution = TimestampResolution.of(options.u8());
                case IF_TSOFFSET -> offsetSeconds = options.i64();
                default -> {
                    // Nothing that frames or results depend on.
                }
            }
        }
        CaptureInterface source = new CaptureInterface(
                interfaces.size(),
                name.isEmpty() ? description : name,
                half(8),
                unsigned(12),
                resolution.unitsPerSecond(),
                filter);
        tally.describe();
        interfaces.add(new PcapngInterface(source, resolution, offsetSeconds));
    }

    /** The filter expression; the option's first byte tells it (0) from compiled filter code (1). */
    private String filterText() {
        return options.u8() == 0 ? options.text(1, MAX_FILTER_BYTES) : "(compiled filter)";
    }

    private void readNames() {
        int at = blocks.position();
        int end = at + blockBytes - TRAILER_BYTES;
        NameRecords.read(blocks.buffer(), at + BLOCK_HEADER_BYTES, end, littleEndian, tally);
    }

    private void readStatistics() {
        if (isTooShort(STATISTICS_BYTES) || isUnknownInterface(unsigned(8))) {
            return;
        }
        PcapngInterface reporter = interfaces.get(sectionBase + word(8));
        long drops = -1;
        optionsFrom(STATISTICS_BYTES);
        while (options.next()) {
            boolean counts = options.code() == ISB_IFDROP || options.code() == ISB_OSDROP;
            // All bits set, and whatever else is absurd, stands for unknown.
            if (counts && options.i64() >= 0) {
                drops = PcapngInterface.saturatedSum(Math.max(0, drops), options.i64());
            }
        }
        reporter.reportTotalDrops(drops);
    }

    // Blocks that carry a frame.

    private boolean enhancedPacket(Frame frame) {
        if (isTooShort(FRAME_BYTES) || isUnknownInterface(unsigned(8)) || isBeyondBlock(unsigned(20))) {
            return false;
        }
        PcapngInterface source = interfaces.get(sectionBase + word(8));
        return deliverTimed(frame, source, word(20));
    }

    private boolean packet(Frame frame) {
        if (isTooShort(FRAME_BYTES) || isUnknownInterface(half(8)) || isBeyondBlock(unsigned(20))) {
            return false;
        }
        PcapngInterface source = interfaces.get(sectionBase + half(8));
        if (half(10) != UNKNOWN_DROPS) {
            source.reportDropsBeforeFrame(half(10));
        }
        return deliverTimed(frame, source, word(20));
    }

    private boolean deliverTimed(Frame frame, PcapngInterface source, int captured) {
        long timestampNs = source.timestampNs(unsigned(12) << 32 | unsigned(16));
        deliver(frame, source, FRAME_BYTES, captured, unsigned(24), timestampNs);
        if (blockBytes - FRAME_BYTES - TRAILER_BYTES - captured > TRAILER_BYTES) {
            readFrameOptions(frame, source, FRAME_BYTES + (captured + 3 & ~3));
        }
        return true;
    }

    /** Options of both kinds of packet block, whose codes agree. */
    private void readFrameOptions(Frame frame, PcapngInterface source, int optionsOffset) {
        optionsFrom(optionsOffset);
        while (options.next()) {
            switch (options.code()) {
                case PcapngOptions.COMMENT -> frame.annotate(options.text(0, MAX_COMMENT_BYTES));
                case EPB_FLAGS -> {
                    if ((options.i32() & EPB_FLAGS_OFFLOAD) != 0) {
                        tally.countOffload();
                    }
                }
                case EPB_DROPCOUNT -> {
                    if (blockType == ENHANCED_PACKET && options.length() == Long.BYTES && options.i64() >= 0) {
                        source.reportDropsBeforeFrame(options.i64());
                    }
                }
                default -> {
                    // Nothing that results depend on.
                }
            }
        }
    }

    private boolean simplePacket(Frame frame) {
        if (isTooShort(SIMPLE_BYTES) || isUnknownInterface(0)) {
            return false;
        }
        PcapngInterface source = interfaces.get(sectionBase);
        tally.dependOnPrevious();
        long original = unsigned(8);
        long snaplen = source.description().snaplen();
        long captured = snaplen == 0 ? original : Math.min(original, snaplen);
        int held = (int) Math.min(captured, blockBytes - SIMPLE_BYTES - TRAILER_BYTES);
        return deliver(frame, source, SIMPLE_BYTES, held, original, tally.previousNs());
    }

    private boolean deliver(
            Frame frame, PcapngInterface source, int relativeOffset, int captured, long original, long timestampNs) {
        long number = tally.count(captured, original, timestampNs);
        frame.wrap(blocks.buffer(), blocks.position() + relativeOffset, captured, original);
        frame.locate(number, timestampNs, source.linkType(), source.id());
        return true;
    }

    // Checks, each of which counts the block as passed over where it fails.

    private boolean isTooShort(int fixedBytes) {
        return fails(blockBytes - TRAILER_BYTES < fixedBytes, "a block too short for its type");
    }

    private boolean isBeyondBlock(long captured) {
        return fails(
                captured > blockBytes - FRAME_BYTES - TRAILER_BYTES, "a frame that claims more bytes than its block");
    }

    private boolean isUnknownInterface(long id) {
        return fails(id >= interfaces.size() - sectionBase, "a block of an interface that its section does not have");
    }

    private boolean fails(boolean failed, String reason) {
        if (failed) {
            tally.passOver(reason);
        }
        return failed;
    }

    // Fields of the block at hand, in the byte order of its section; offsets are relative to the block.

    private int word(int relativeOffset) {
        int value = blocks.buffer().getInt(blocks.position() + relativeOffset);
        return littleEndian ? Integer.reverseBytes(value) : value;
    }

    private long unsigned(int relativeOffset) {
        return Integer.toUnsignedLong(word(relativeOffset));
    }

    private int half(int relativeOffset) {
        short value = blocks.buffer().getShort(blocks.position() + relativeOffset);
        return Short.toUnsignedInt(littleEndian ? Short.reverseBytes(value) : value);
    }

    private void optionsFrom(int relativeOffset) {
        ByteBuffer buffer = blocks.buffer();
        int at = blocks.position();
        options.wrap(buffer, at + relativeOffset, at + blockBytes - TRAILER_BYTES, littleEndian);
    }

    @Override
    public List<CaptureSummary> summaries() {
        long drops = -1;
        for (PcapngInterface source : interfaces) {
            if (source.dropsReported() >= 0) {
                drops = PcapngInterface.saturatedSum(Math.max(0, drops), source.dropsReported());
            }
        }
        return List.of(tally.summary(
                interfaces.stream().map(PcapngInterface::description).toList(), drops));
    }

    /** Without a summary, which takes time by the number of interfaces. */
    @Override
    public CaptureInterface captureInterface(int id) {
        return interfaces.get(id).description();
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
