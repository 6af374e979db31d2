package org.pcapanalyzer.capture;

import com.github.luben.zstd.ZstdDirectBufferDecompressingStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The content of zstd frames, from the blocks of one reader into those of the next without an array between, by which a capture
 * would take 7 % longer to read.
 */
final class ZstdContent implements Content {
    private static final int PIECE_BYTES = 128 << 10;

    private final BlockInputStream compressed;
    private final Frames frames;

    ZstdContent(BlockInputStream compressed) throws IOException {
        this.compressed = compressed;
        this.frames = new Frames(compressed.next(PIECE_BYTES));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            while (frames.hasRemaining()) {
                int count = frames.read(target);
                if (count > 0) {
                    return count;
                }
                if (compressed.isEnded() && frames.hasRemaining()) {
                    throw new EOFException("the last frame is cut");
                }
            }
            return -1;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        frames.close();
    }

    /** The library asks for the next piece when it has used up one. */
    private final class Frames extends ZstdDirectBufferDecompressingStreamNoFinalizer {
        Frames(ByteBuffer first) {
            super(first);
        }

        @Override
        protected ByteBuffer refill(ByteBuffer used) {
            try {
                return compressed.next(PIECE_BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
