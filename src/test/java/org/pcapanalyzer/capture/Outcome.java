package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.pcapanalyzer.capture.Readings.Seen;

/**
 * What came of reading hostile bytes.
 *
 * @param readings null if they were refused
 * @param refusal  what the user is told then, else empty
 */
record Outcome(Readings readings, String refusal) {
    private static final int MOST_DAMAGES_TOLD = 12;

    /** Opens a capture, or refuses to. */
    interface Opening {
        FrameReader open() throws IOException;
    }

    /** Reads to the end; whatever fails otherwise than by refusing is a fault of ours. */
    static Outcome of(Opening opening) throws IOException {
        try {
            return new Outcome(Readings.of(opening.open()), "");
        } catch (CaptureException e) {
            assertFit(e.getMessage());
            return new Outcome(null, e.getMessage());
        }
    }

    /** Opens bytes as they come through a pipe. */
    static FrameReader openInBlocks(byte[] bytes, int blockBytes) throws IOException {
        ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes));
        return CaptureFiles.open(CaptureSource.hashed("test.cap", channel, CaptureSource.UNKNOWN_SIZE), blockBytes);
    }

    boolean isRead() {
        return readings != null;
    }

    List<Seen> frames() {
        return isRead() ? readings.frames() : List.of();
    }

    /** Whether a compressed stream is cut or broken. */
    boolean isStreamDamaged() {
        String told = isRead() ? readings.damage() : refusal;
        return told.contains(" stream is broken before byte ") || told.contains(" stream ends at byte ");
    }

    /** Holds frames and summary against each other and against the bytes of the file. */
    void assertConsistent(byte[] source) {
        List<Seen> frames = readings.frames();
        CaptureSummary summary = readings.summary();
        long capturedBytes = 0;
        long originalBytes = 0;
        long regressions = 0;
        long clipped = 0;
        long firstNs = frames.isEmpty() ? 0 : Long.MAX_VALUE;
        long lastNs = 0;
        long previousNs = 0;
        for (int i = 0; i < frames.size(); i++) {
            Seen seen = frames.get(i);
            assertEquals(i + 1, seen.number());
            assertTrue(seen.timestampNs() >= 0, "a time before 1970");
            assertTrue(seen.interfaceId() < summary.interfaces().size(), "an interface that is not told");
            assertEquals(
                    seen.linkType(),
                    summary.interfaces().get(seen.interfaceId()).linkType());
            int captured = seen.hex().length() / 2;
            capturedBytes += captured;
            originalBytes += seen.originalLength();
            regressions += seen.timestampNs() < previousNs ? 1 : 0;
            clipped += captured < seen.originalLength() ? 1 : 0;
            firstNs = Math.min(firstNs, seen.timestampNs());
            lastNs = Math.max(lastNs, seen.timestampNs());
            previousNs = seen.timestampNs();
        }
        assertEquals(frames.size(), summary.frameCount());
        assertEquals(capturedBytes, summary.capturedBytes());
        assertEquals(originalBytes, summary.originalBytes());
        assertEquals(regressions, summary.timeRegressions());
        assertEquals(clipped, summary.clippedFrames());
        assertEquals(firstNs, summary.firstNs());
        assertEquals(lastNs, summary.lastNs());
        assertEquals(source.length, summary.sizeBytes());
        assertEquals(sha256(source), summary.sha256());
        assertTold(summary);
    }

    private static void assertTold(CaptureSummary summary) {
        assertTrue(summary.lostBytes() >= 0);
        assertTrue(summary.damageCount() >= summary.damage().size());
        assertTrue(summary.damage().size() <= MOST_DAMAGES_TOLD);
        assertTrue(summary.lostBytes() == 0 || !summary.damage().isEmpty(), "bytes lost without a word");
        assertTrue(!summary.truncated() || !summary.damage().isEmpty(), "cut without a word");
        summary.damage().forEach(Outcome::assertFit);
    }

    static void assertFit(String message) {
        assertEquals(message, Printable.text(message), "a message fit for a terminal");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
