package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CompressionTest {
    private static byte[] pcap(int frames) {
        Bytes bytes = Bytes.little().pcapHeader(0xA1B2C3D4L, 65_535, 1);
        Random random = new Random(frames);
        for (int i = 0; i < frames; i++) {
            bytes.record(i, 0, "%016x".formatted(random.nextLong()));
        }
        return bytes.array();
    }

    private static byte[] join(byte[]... parts) {
        Bytes joined = Bytes.little();
        Arrays.stream(parts).forEach(joined::raw);
        return joined.array();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldReadOneMember(Compression compression) throws IOException {
        byte[] file = Compressed.of(compression, pcap(500));
        Readings read = Readings.of(file);
        assertEquals(Readings.of(pcap(500)).frames(), read.frames());
        assertEquals(compression.name().toLowerCase(Locale.ROOT), read.summary().compression());
        assertEquals(file.length, read.summary().sizeBytes());
        assertEquals(64, read.summary().sha256().length());
        assertEquals(List.of(), read.summary().damage());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldReadSeveralMembersCutAnywhere(Compression compression) throws IOException {
        byte[] whole = pcap(9);
        for (int cut = 1; cut < whole.length; cut += 29) {
            Readings read = Readings.of(join(
                    Compressed.of(compression, Arrays.copyOf(whole, cut)),
                    Compressed.of(compression, Arrays.copyOfRange(whole, cut, whole.length))));
            assertEquals(9, read.frames().size(), "cut at " + cut);
            assertEquals(List.of(), read.summary().damage());
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldPassOverAnyNumberOfEmptyMembers(Compression compression) throws IOException {
        byte[] empty = Compressed.of(compression, new byte[0]);
        Bytes file = Bytes.little().raw(Compressed.of(compression, Arrays.copyOf(pcap(1), 30)));
        for (int i = 0; i < (compression == Compression.XZ ? 1_000 : 50_000); i++) {
            file.raw(empty);
        }
        file.raw(Compressed.of(compression, Arrays.copyOfRange(pcap(1), 30, pcap(1).length)));
        assertEquals(Readings.of(pcap(1)).frames(), Readings.of(file).frames());
    }

    /** RFC 8878, section 3.1.2; parallel compressors write such frames. */
    @Test
    void shouldPassOverSkippableFramesOfZstd() throws IOException {
        byte[] whole = pcap(9);
        byte[] skippable =
                Bytes.little().u32(0x184D2A50L).u32(3).raw(new byte[3]).array();
        Readings read = Readings.of(join(
                Compressed.of(Compression.ZSTD, Arrays.copyOf(whole, 50)),
                skippable,
                Compressed.of(Compression.ZSTD, Arrays.copyOfRange(whole, 50, whole.length)),
                skippable));
        assertEquals(Readings.of(whole).frames(), read.frames());
        assertEquals(List.of(), read.summary().damage());
    }

    @Test
    void shouldReadGzipUpToItsBrokenPlace() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(out, true);
        gzip.write(pcap(70));
        gzip.flush();
        out.writeBytes(new byte[] {-1, -1, -1, -1});
        Readings read = Readings.of(out.toByteArray());
        assertEquals(Readings.of(pcap(70)).frames(), read.frames());
        assertTrue(read.damage().contains("the gzip stream is broken"), read.damage());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldReadCutStreamAsFarAsItGoes(Compression compression) throws IOException {
        byte[] whole = Compressed.of(compression, pcap(300));
        for (int length = whole.length - 1; length > whole.length / 2; length -= 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                Readings read = Readings.of(cut);
                assertTrue(read.summary().truncated(), () -> "cut at " + cut.length + ": " + read.damage());
                assertTrue(read.damage().contains("stream ends at byte " + length), read.damage());
            } catch (CaptureException e) {
                assertTrue(e.getMessage().contains("stream ends at byte " + length), e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldSurviveAnyChange(Compression compression) throws IOException {
        byte[] whole = Compressed.of(compression, pcap(200));
        Random random = new Random(compression.ordinal());
        int damaged = 0;
        for (int round = 0; round < 150; round++) {
            byte[] changed = whole.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                damaged += Readings.of(changed).summary().damage().isEmpty() ? 0 : 1;
            } catch (CaptureException e) {
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
                damaged++;
            }
        }
        assertTrue(damaged > 0);
    }
}
