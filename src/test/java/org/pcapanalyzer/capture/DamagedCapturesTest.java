package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Whatever bytes change: frames that lie in their buffers, and at most one clear refusal. The seed makes runs equal. */
final class DamagedCapturesTest {
    private static final int ROUNDS = 1_000;

    private static byte[] pcap() {
        Bytes bytes = Bytes.little().pcapHeader(0xA1B2C3D4L, 65_535, 1);
        for (int i = 0; i < 10; i++) {
            bytes.record(i, i, "00".repeat(i));
        }
        return bytes.array();
    }

    private static byte[] pcapng() {
        Bytes options = Bytes.big()
                .option(2, "eth0")
                .option(9, new byte[] {9})
                .option(14, 5)
                .endOfOptions();
        Bytes bytes = Bytes.big().section(Bytes.big().option(1, "comment").endOfOptions());
        bytes.describe(1, 96, options).describe(113, 0);
        bytes.enhanced(1, 5, "010203", Bytes.big().option(4, 1).endOfOptions());
        bytes.block(2, Bytes.big().u16(0).u16(1).u64(9).u32(2).u32(2).hex("abcd"));
        bytes.block(3, Bytes.big().u32(60).hex("01020304"));
        bytes.block(5, Bytes.big().u32(0).u64(0).option(5, 1).option(7, 2).endOfOptions());
        return bytes.raw(Bytes.little()
                        .section()
                        .describe(1, 0)
                        .enhanced(0, 7, "00")
                        .array())
                .array();
    }

    @Test
    void shouldSurviveAnyChangeOfPcap() throws IOException {
        changeAndRead(pcap());
    }

    @Test
    void shouldSurviveAnyChangeOfPcapng() throws IOException {
        changeAndRead(pcapng());
    }

    @Test
    void shouldSurviveAnyChangeOfGzip() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(pcapng());
        }
        changeAndRead(out.toByteArray());
    }

    private static void changeAndRead(byte[] original) throws IOException {
        Random random = new Random(original.length);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = original.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = interesting(random);
            }
            refused += read(changed) ? 0 : 1;
        }
        assertTrue(refused > 0 && refused < ROUNDS, refused + " of " + ROUNDS + " refused");
    }

    private static byte interesting(Random random) {
        byte[] edges = {0, 1, -1, 127, -128};
        return random.nextBoolean() ? edges[random.nextInt(edges.length)] : (byte) random.nextInt();
    }

    private static boolean read(byte[] changed) throws IOException {
        try (FrameReader reader = Readings.open(changed)) {
            Frame frame = new Frame();
            while (reader.next(frame)) {
                assertTrue(frame.capturedLength() <= frame.buffer().capacity() - frame.offset());
                assertTrue(frame.timestampNs() >= 0 && frame.timestampNs() <= TimestampResolution.MAX_NS);
            }
            assertTrue(reader.summary().damage().size() <= 10);
            return true;
        } catch (CaptureException e) {
            assertTrue(!e.getMessage().contains("\n"), e.getMessage());
            return false;
        }
    }
}
