package org.pcapanalyzer.benchmark;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;

/**
 * A capture of about 190 MB read from first to last: as frames, with its digest, and as mere bytes by the same library. The
 * second is what the first is held against where the file is compressed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1200m"})
public class ReadingBenchmark {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Whole packets carry what does not compress, as TLS does. */
    @Param({"headers packets=2000000", "full packets=250000 payload=16000000"})
    private String mix;

    @Param({"plain", "gzip", "zstd"})
    private String packing;

    private Path file;

    @Setup
    public void generate() throws IOException {
        String[] words = mix.split(" ", 2);
        Path plain = MemoryCapture.write(words[0], words[1].split(" "));
        file = packing.equals("plain") ? plain : Path.of(plain + "." + packing);
        if (!packing.equals("plain")) {
            try (OutputStream out = pack(new BufferedOutputStream(Files.newOutputStream(file)))) {
                Files.copy(plain, out);
            }
            Files.delete(plain);
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    private OutputStream pack(OutputStream out) throws IOException {
        return packing.equals("gzip") ? new GZIPOutputStream(out) : new ZstdOutputStreamNoFinalizer(out);
    }

    private InputStream unpack(InputStream in) throws IOException {
        return switch (packing) {
            case "gzip" -> new GZIPInputStream(in, BUFFER_BYTES);
            case "zstd" -> new ZstdInputStreamNoFinalizer(in);
            default -> in;
        };
    }

    @Benchmark
    public long frames() throws IOException {
        try (FrameReader reader = CaptureFiles.open(file.toString())) {
            Frame frame = new Frame();
            long frames = 0;
            while (reader.next(frame)) {
                frames++;
            }
            return frames;
        }
    }

    @Benchmark
    public long bytes() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        try (InputStream in = unpack(Files.newInputStream(file))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes += count;
            }
        }
        return bytes;
    }
}
