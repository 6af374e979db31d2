package org.pcapanalyzer.benchmark;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;

/**
 * Reads a compressed capture again and again, in turn as bytes that are thrown away and as frames, and prints how fast the
 * second is beside the first: {@code UnpackingSpeed ROUNDS FILE.gz|FILE.zst...}. Both use the same library; the frames come
 * with the digest of the file, and once more without.
 */
public final class UnpackingSpeed {
    private static final int BUFFER_BYTES = 128 << 10;

    private UnpackingSpeed() {}

    /** One way to read a file. */
    private interface Reading {
        void read(String file) throws IOException;
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: UnpackingSpeed ROUNDS FILE.gz|FILE.zst...");
            return;
        }
        int rounds = Integer.parseInt(args[0]);
        for (String file : Arrays.copyOfRange(args, 1, args.length)) {
            compare(file, rounds);
        }
    }

    private static void compare(String file, int rounds) throws IOException {
        double[] bytes = new double[rounds];
        double[] frames = new double[rounds];
        double[] undigested = new double[rounds];
        // The first rounds are for the JIT compiler.
        for (int round = -3; round < rounds; round++) {
            int place = Math.max(0, round);
            bytes[place] = seconds(file, UnpackingSpeed::bytes);
            frames[place] = seconds(file, name -> frames(CaptureFiles.open(name)));
            undigested[place] = seconds(file, name -> frames(CaptureFiles.reopen(name)));
        }
        System.out.printf(
                "%s: bytes %s s, frames %s s (%.0f %%), without digest %s s (%.0f %%)%n",
                Path.of(file).getFileName(),
                spread(bytes),
                spread(frames),
                100 * median(bytes) / median(frames),
                spread(undigested),
                100 * median(bytes) / median(undigested));
    }

    private static double seconds(String file, Reading reading) throws IOException {
        long startNs = System.nanoTime();
        reading.read(file);
        return (System.nanoTime() - startNs) / 1e9;
    }

    private static void bytes(String file) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream packed = Files.newInputStream(Path.of(file));
                InputStream in = file.endsWith(".gz")
                        ? new GZIPInputStream(packed, BUFFER_BYTES)
                        : new ZstdInputStreamNoFinalizer(packed)) {
            int count = 0;
            while (count >= 0) {
                count = in.read(buffer);
            }
        }
    }

    private static void frames(FrameReader opened) throws IOException {
        try (FrameReader reader = opened) {
            Frame frame = new Frame();
            boolean hasMore = true;
            while (hasMore) {
                hasMore = reader.next(frame);
            }
        }
    }

    private static String spread(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return "%.3f (%.3f to %.3f)".formatted(median(seconds), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
