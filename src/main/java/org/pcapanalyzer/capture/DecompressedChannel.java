package org.pcapanalyzer.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A compressed stream of one or several members, decompressed. A broken stream ends where it breaks, and says so in
 * {@link #damage()}; only a failing source throws.
 */
final class DecompressedChannel implements ReadableByteChannel {
    private static final int CHUNK_BYTES = 256 << 10;

    private final Compression compression;
    private final BlockInputStream compressed;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private InputStream stream;
    private String damage = "";
    private boolean cut;
    private boolean open = true;

    DecompressedChannel(Compression compression, BlockReader compressed) {
        this.compression = compression;
        this.compressed = new BlockInputStream(compressed);
    }

    Compression compression() {
        return compression;
    }

    /** What is wrong with the compressed stream, one clause with the byte offset; empty if nothing. Set once read returned -1. */
    String damage() {
        return damage;
    }

    /** True if the compressed stream ends before its end marker. */
    boolean isCut() {
        return cut;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!damage.isEmpty()) {
            return -1;
        }
        try {
            if (stream == null) {
                stream = compression.decompress(compressed);
            }
            int count = stream.read(chunk, 0, Math.min(chunk.length, target.remaining()));
            if (count > 0) {
                target.put(chunk, 0, count);
            }
            return count;
        } catch (CaptureException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            cut = compressed.isEnded();
            damage = cut
                    ? "the %s stream ends at byte %d without its end marker"
                            .formatted(compression.label(), compressed.offset())
                    : "the %s stream is broken before byte %d (%s)"
                            .formatted(
                                    compression.label(),
                                    compressed.offset(),
                                    Printable.text(String.valueOf(e.getMessage())));
        }
        return -1;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Frees the decompressor; the source stays open. */
    @Override
    public void close() throws IOException {
        open = false;
        if (stream != null) {
            stream.close();
        }
    }
}
