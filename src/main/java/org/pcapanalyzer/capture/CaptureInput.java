package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One opened source below its container format: its bytes in blocks, and those decompressed in further blocks where it is
 * compressed. Reading, hashing and decompressing each have a thread of their own.
 */
final class CaptureInput implements Closeable {
    /** Keeps files going that are longer than they say, such as those still being written. */
    static final int SMALLEST_BLOCK_BYTES = 64 << 10;

    private final CaptureSource source;
    private final BlockReader raw;
    private final Optional<DecompressedChannel> decompressed;
    private final BlockReader blocks;
    private final FrameIndex index = new FrameIndex();

    private CaptureInput(CaptureSource source, int largestBlockBytes) throws IOException {
        this.source = source;
        Optional<Compression> compression = Compression.of(source.peek(Compression.MAGIC_BYTES));
        this.raw = new BlockReader(source, blockBytes(source, largestBlockBytes), source::digest);
        this.decompressed = compression.map(known -> new DecompressedChannel(known, raw));
        this.blocks = decompressed
                .map(content -> new BlockReader(content, largestBlockBytes, CaptureInput::ignore))
                .orElse(raw);
    }

    /** @param largestBlockBytes {@link BlockReader#BLOCK_BYTES}; less where many are open at once */
    static CaptureInput of(CaptureSource source, int largestBlockBytes) throws IOException {
        return new CaptureInput(source, largestBlockBytes);
    }

    private static void ignore(ByteBuffer decompressed) {
        // The digest is that of the source.
    }

    /** A small file needs no large block; the one byte more lets its end be seen in the same block. */
    private static int blockBytes(CaptureSource source, int largest) {
        if (source.size() == CaptureSource.UNKNOWN_SIZE) {
            return largest;
        }
        return (int) Math.max(SMALLEST_BLOCK_BYTES, Math.min(largest, source.size() + 1));
    }

    BlockReader blocks() {
        return blocks;
    }

    /** Where frames lie in the content. */
    FrameIndex index() {
        return index;
    }

    CaptureSource source() {
        return source;
    }

    /** {@code none}, or the name of the compression. */
    String compression() {
        return decompressed.map(content -> content.compression().label()).orElse("none");
    }

    boolean isCompressed() {
        return decompressed.isPresent();
    }

    /** True if the content may never end, as that of a pipe, or go on beyond all measure, as that of a compressed stream. */
    boolean isEndless() {
        return isCompressed() || source.size() == CaptureSource.UNKNOWN_SIZE;
    }

    /** What is wrong with the compressed stream; empty if nothing. Known once the blocks have ended. */
    String streamDamage() {
        return decompressed.map(DecompressedChannel::damage).orElse("");
    }

    /** True if the compressed stream was cut. Known once the blocks have ended. */
    boolean isStreamCut() {
        return decompressed.map(DecompressedChannel::isCut).orElse(false);
    }

    /** Ends the reading of frames and reads the rest of the source for its digest. */
    void finish() throws IOException {
        blocks.stop();
        raw.stop();
        source.drain();
    }

    /** Name of the source, fit for a message. */
    String printableName() {
        return source.printableName();
    }

    /** A place in the content, fit for a message. */
    String place(long offset) {
        return "byte " + offset + (isCompressed() ? " of the decompressed data" : "");
    }

    @Override
    public void close() throws IOException {
        try {
            source.close();
        } finally {
            blocks.close();
            raw.close();
            if (decompressed.isPresent() && !blocks.isReading()) {
                decompressed.get().close();
            }
        }
    }
}
