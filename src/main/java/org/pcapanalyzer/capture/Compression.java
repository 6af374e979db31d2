package org.pcapanalyzer.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Compressions that are read in passing, each of one or several members. The libraries behind them load when needed. */
enum Compression {
    GZIP("gzip", "1f8b", 1),
    ZSTD("zstd", "28b52ffd", 16),
    LZ4("lz4", "04224d18", 8),
    XZ("xz", "fd377a585a00", 72),
    BZIP2("bzip2", "425a68", 8);

    /** First bytes that tell them all. */
    static final int MAGIC_BYTES = 6;

    /** What the densest of xz's presets asks for is 65 MiB. */
    private static final int XZ_MEMORY_KIB = 128 << 10;

    private static final int BUFFER_BYTES = 64 << 10;

    private final String label;
    private final byte[] magic;
    private final int memoryMib;

    Compression(String label, String magicHex, int memoryMib) {
        this.label = label;
        this.magic = HexFormat.of().parseHex(magicHex);
        this.memoryMib = memoryMib;
    }

    /** The compression of a source that begins so. */
    static Optional<Compression> of(ByteBuffer head) {
        for (Compression compression : values()) {
            byte[] magic = compression.magic;
            if (head.remaining() >= magic.length && head.slice(0, magic.length).equals(ByteBuffer.wrap(magic))) {
                return Optional.of(compression);
            }
        }
        return Optional.empty();
    }

    String label() {
        return label;
    }

    /** What decompressing usually takes, in MiB. */
    int memoryMib() {
        return memoryMib;
    }

    /**
     * Decompresses; reads the first header at once.
     *
     * @throws IOException also for what is wrong with the stream
     */
    Content decompress(BlockInputStream compressed) throws IOException {
        return switch (this) {
            case GZIP -> new StreamContent(new GzipStream(compressed));
            case ZSTD -> new ZstdContent(compressed);
            case LZ4, XZ, BZIP2 -> new StreamContent(Libraries.open(this, compressed));
        };
    }

    /**
     * The JDK's stream calls itself behind each member that holds nothing, of which many in a row would overflow the stack;
     * and it loses the bytes before a broken place.
     */
    private static final class GzipStream extends GZIPInputStream {
        private boolean isReading;
        private ZipException failure;

        GzipStream(InputStream compressed) throws IOException {
            super(compressed, BUFFER_BYTES);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (isReading || length == 0) {
                return 0;
            }
            isReading = true;
            try {
                int count;
                do {
                    count = readOn(target, offset, length);
                } while (count == 0);
                return count;
            } finally {
                isReading = false;
            }
        }

        private int readOn(byte[] target, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            long before = inf.getBytesWritten();
            try {
                return super.read(target, offset, length);
            } catch (ZipException e) {
                failure = e;
                return (int) Math.max(0, inf.getBytesWritten() - before);
            }
        }
    }

    /** A class of its own, so that what gzip does not need is not loaded for it. */
    private static final class Libraries {
        static InputStream open(Compression compression, InputStream compressed) throws IOException {
            return switch (compression) {
                case LZ4 -> new LZ4FrameInputStream(compressed);
                case XZ -> new XZInputStream(compressed, XZ_MEMORY_KIB);
                case BZIP2 -> new BZip2CompressorInputStream(compressed, true);
                case GZIP, ZSTD ->
                    throw new IllegalArgumentException("%s is no stream of a library".formatted(compression));
            };
        }
    }
}
