package org.pcapanalyzer.capture;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A compressed stream of one or several members, decompressed. A broken stream ends where it breaks, and says so in
 * {@link #damage()}; only a failing source throws.
 */
final class DecompressedChannel implements ReadableByteChannel {
    private final Compression compression;
    private final BlockInputStream compressed;
    private Content content;
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
            if (content == null) {
                content = compression.decompress(compressed);
            }
            return content.read(target);
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
        if (content != null) {
            content.close();
        }
    }
}
