package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;

/** Any bytes as an uncompressed capture: pcap with its variants, pcapng, damage and the search behind it. */
@Tag("fuzz")
final class ContainerFuzzTest {
    private static final int PCAPNG_FRAME_BYTES = 16;

    @FuzzTest
    void read(byte[] input) throws IOException {
        if (Compression.of(ByteBuffer.wrap(input)).isPresent()) {
            return;
        }
        Outcome whole = Outcome.of(() -> Readings.open(input));
        Outcome pieces = Outcome.of(() -> Outcome.openInBlocks(input, 257 + input.length % 509));
        assertEquals(whole, pieces, "read from a pipe in small blocks");
        if (whole.isRead()) {
            whole.assertConsistent(input);
            assertConserved(whole.readings(), input);
        }
    }

    /** Every byte of the file is of a header, of a frame, or lost. */
    private static void assertConserved(Readings readings, byte[] input) {
        CaptureSummary summary = readings.summary();
        long headerBytes = input.length - summary.capturedBytes() - summary.lostBytes();
        if (summary.format().equals("pcap")) {
            long recordHeaders =
                    headerBytes - PcapFormat.headerBytes(ByteBuffer.wrap(input).getInt(0));
            long each = summary.frameCount() == 0 ? 0 : recordHeaders / summary.frameCount();
            assertEquals(recordHeaders, each * summary.frameCount(), "bytes of record headers");
            assertTrue(summary.frameCount() == 0 || each >= 16 && each <= 28, () -> "record header of " + each);
        } else {
            assertTrue(headerBytes >= PCAPNG_FRAME_BYTES * summary.frameCount(), () -> "headers: " + headerBytes);
        }
    }
}
