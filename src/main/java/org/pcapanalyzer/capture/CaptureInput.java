package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** One opened capture below its container format: the source, its decompression, and the blocks that readers read. */
final class CaptureInput implements Closeable {
    /** Keeps files going that are longer than they say, such as those still being written. */
    private static final int SMALLEST_BLOCK_BYTES = 64 << 10;

    private final CaptureSource source;
    private final ContentChannel content;
    private final BlockReader blocks;

    private CaptureInput(CaptureSource source, ContentChannel content) {
        this.source = source;
        this.content = content;
        // Compressed bytes enter the digest where they are decompressed.
        Consumer<ByteBuffer> onlooker = content == source ? source::digest : decompressed -> {};
        this.blocks = new BlockReader(content, blockBytes(source, content), onlooker);
    }

    static CaptureInput of(CaptureSource source) throws IOException {
        return new CaptureInput(source, GzipChannel.matches(source.peek(2)) ? new GzipChannel(source) : source);
    }

    /** A small file needs no large block; the one byte more lets its end be seen in the same block. */
    private static int blockBytes(CaptureSource source, ContentChannel content) {
        if (content != source || source.size() == CaptureSource.UNKNOWN_SIZE) {
            return BlockReader.BLOCK_BYTES;
        }
        return (int) Math.max(SMALLEST_BLOCK_BYTES, Math.min(BlockReader.BLOCK_BYTES, source.size() + 1));
    }

    BlockReader blocks() {
        return blocks;
    }

    CaptureSource source() {
        return source;
    }

    String compression() {
        return content.compression();
    }

    boolean isCompressed() {
        return content != source;
    }

    /** True if the content may never end, as that of a pipe, or go on beyond all measure, as that of a compressed stream. */
    boolean isEndless() {
        return isCompressed() || source.size() == CaptureSource.UNKNOWN_SIZE;
    }

    /** What is wrong with the compressed stream; empty if nothing. Known once the blocks have ended. */
    String streamDamage() {
        return content.damage();
    }

    /** True if the compressed stream was cut. Known once the blocks have ended. */
    boolean isStreamCut() {
        return content.isCut();
    }

    /** Ends the reading of frames and reads the rest of the source for its digest. */
    void finish() throws IOException {
        blocks.stop();
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
            if (!blocks.isReading()) {
                content.close();
            }
        }
    }
}
