package org.pcapanalyzer.capture;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compresses, each call into one member. */
final class Compressed {
    private Compressed() {}

    static byte[] of(Compression compression, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream stream = stream(compression, out)) {
            stream.write(content);
        }
        return out.toByteArray();
    }

    private static OutputStream stream(Compression compression, OutputStream out) throws IOException {
        return switch (compression) {
            case GZIP -> new GZIPOutputStream(out);
            case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
            case LZ4 -> new LZ4FrameOutputStream(out);
            case XZ -> new XZOutputStream(out, new LZMA2Options(0));
            case BZIP2 -> new BZip2CompressorOutputStream(out);
        };
    }
}
