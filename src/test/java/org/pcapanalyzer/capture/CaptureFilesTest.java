package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CaptureFilesTest {
    private static final long MICROS = 0xA1B2C3D4L;

    @TempDir
    private Path folder;

    private static byte[] pcap(int frames) {
        Bytes bytes = Bytes.little().pcapHeader(MICROS, 65_535, 1);
        for (int i = 0; i < frames; i++) {
            bytes.record(i, 0, "0102030405060708");
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        Bytes joined = Bytes.little();
        Arrays.stream(parts).forEach(joined::raw);
        return joined.array();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private String refusal(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("x.pcap"), content);
        return refusal(file.toString());
    }

    private static String refusal(String name) {
        String message = assertThrows(CaptureException.class, () -> CaptureFiles.open(name))
                .getMessage();
        assertFalse(message.contains("\n"), message);
        assertTrue(message.endsWith("."), message);
        return message;
    }

    @Test
    void shouldReadFileByContentWhateverItsName() throws Exception {
        Path file = Files.write(folder.resolve("capture.txt"), pcap(3));
        Readings read = Readings.of(CaptureFiles.open(file.toString()));
        assertEquals(3, read.frames().size());
        assertEquals(file.toString(), read.summary().name());
        assertEquals(sha256(pcap(3)), read.summary().sha256());
        assertEquals(pcap(3).length, read.summary().sizeBytes());
    }

    @Test
    void shouldKnowSizeBeforeTheEndButNotTheDigest() throws IOException {
        Path file = Files.write(folder.resolve("x"), pcap(1));
        try (FrameReader reader = CaptureFiles.open(file.toString())) {
            assertEquals(pcap(1).length, reader.summary().sizeBytes());
            assertEquals("", reader.summary().sha256());
        }
    }

    @Test
    void shouldReadAgainWithoutDigest() throws IOException {
        for (byte[] content : List.of(pcap(3), gzip(pcap(3)))) {
            Path file = Files.write(folder.resolve("x"), content);
            Readings read = Readings.of(CaptureFiles.reopen(file.toString()));
            assertEquals(3, read.frames().size());
            assertEquals("", read.summary().sha256());
        }
        assertThrows(CaptureException.class, () -> CaptureFiles.reopen("-"));
        assertThrows(CaptureException.class, () -> CaptureFiles.reopen("/dev/null"));
    }

    @Test
    void shouldReadGzipOfBothFormats() throws Exception {
        byte[] compressed = gzip(pcap(5));
        Readings read = Readings.of(compressed);
        assertEquals(5, read.frames().size());
        assertEquals("gzip", read.summary().compression());
        assertEquals("pcap", read.summary().format());
        assertEquals(sha256(compressed), read.summary().sha256(), "of the file, not of its content");
        assertEquals(compressed.length, read.summary().sizeBytes());

        Bytes pcapng = Bytes.big().section().describe(1, 0).enhanced(0, 1, "aa");
        assertEquals("pcapng", Readings.of(gzip(pcapng.array())).summary().format());
    }

    @Test
    void shouldReadAllMembersOfGzipWhereverTheyAreCut() throws IOException {
        byte[] whole = pcap(9);
        for (int cut = 1; cut < whole.length; cut += 13) {
            byte[] members = join(
                    gzip(Arrays.copyOf(whole, cut)),
                    gzip(new byte[0]),
                    gzip(Arrays.copyOfRange(whole, cut, whole.length)));
            Readings read = Readings.of(members);
            assertEquals(9, read.frames().size(), "cut at " + cut);
            assertEquals(List.of(), read.summary().damage());
        }
    }

    @Test
    void shouldReadCutGzipAsFarAsItGoes() throws Exception {
        byte[] whole = gzip(pcap(2_000));
        for (int length = 1; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            Readings read;
            try {
                read = Readings.of(cut);
            } catch (CaptureException e) {
                assertTrue(length < 300, "header of " + length + " bytes: " + e.getMessage());
                continue;
            }
            assertTrue(read.summary().truncated());
            assertEquals(1, read.summary().damage().size());
            assertTrue(read.damage().contains("the gzip stream ends at byte " + length), read.damage());
            assertEquals(sha256(cut), read.summary().sha256());
        }
    }

    @Test
    void shouldReportBrokenGzipAndHashTheRest() throws Exception {
        byte[] broken = gzip(pcap(20));
        broken[broken.length - 6] ^= 1;
        byte[] file = join(broken, new byte[200_000]);
        Readings read = Readings.of(file);
        assertEquals(20, read.frames().size());
        assertTrue(read.damage().contains("the gzip stream is broken"), read.damage());
        assertFalse(read.summary().truncated());
        assertEquals(sha256(file), read.summary().sha256());
    }

    @Test
    void shouldIgnoreBytesBehindGzipAsGzipDoes() throws Exception {
        byte[] file = join(gzip(pcap(2)), new byte[100_000]);
        Readings read = Readings.of(file);
        assertEquals(2, read.frames().size());
        assertEquals(List.of(), read.summary().damage());
        assertEquals(sha256(file), read.summary().sha256());
    }

    @Test
    void shouldHashWholeSourceWhereDamageStopsReading() throws Exception {
        byte[] file = join(pcap(1), Bytes.little().record(0, 0, -1, -1).array(), new byte[5 << 20]);
        Readings read = Readings.of(file);
        assertEquals(1, read.summary().damage().size());
        assertEquals(sha256(file), read.summary().sha256());
        assertEquals(file.length, read.summary().sizeBytes());
    }

    @Test
    void shouldGiveUpDigestOfEndlessPipeAfterDamage() throws IOException {
        byte[] damaged = join(pcap(1), Bytes.little().record(0, 0, -1, -1).array());
        SpyChannel endless = new SpyChannel(damaged, Optional.empty());
        Readings read = Readings.of(CaptureFiles.open("pipe", endless));
        assertEquals(1, read.frames().size());
        assertEquals("", read.summary().sha256());
        assertTrue(read.damage().endsWith("what follows is not analysed."), read.damage());
        assertFalse(endless.isOpen());
    }

    @Test
    void shouldGiveFramesBeforeDeviceFails() throws IOException {
        SpyChannel failing = new SpyChannel(pcap(30), Optional.of(new IOException("Input/output error")));
        try (FrameReader reader = CaptureFiles.open("disk.pcap", failing)) {
            Frame frame = new Frame();
            for (int i = 0; i < 30; i++) {
                assertTrue(reader.next(frame));
            }
            String message = assertThrows(CaptureException.class, () -> reader.next(frame))
                    .getMessage();
            assertTrue(message.startsWith("disk.pcap: reading failed at byte " + pcap(30).length), message);
        }
    }

    @Test
    void shouldKeepFramesWhereDeviceFailsBehindDamage() throws IOException {
        byte[] damaged = join(pcap(30), Bytes.little().record(0, 0, -1, -1).array());
        SpyChannel failing = new SpyChannel(damaged, Optional.of(new IOException("Input/output error")));
        Readings read = Readings.of(CaptureFiles.open("disk.pcap", failing));
        assertEquals(30, read.frames().size());
        assertEquals(2, read.summary().damage().size());
        assertTrue(read.damage().contains("reading failed"), read.damage());
        assertEquals("", read.summary().sha256());
    }

    @Test
    void shouldCallStandardInputByItsName() {
        SpyChannel text = new SpyChannel("a,b,c,d,e\n".repeat(60).getBytes(), Optional.empty());
        String message = assertThrows(CaptureException.class, () -> CaptureFiles.open("-", text))
                .getMessage();
        assertTrue(message.startsWith("standard input: is text"), message);
    }

    @Test
    void shouldCloseChannelWhereOpeningFails() {
        SpyChannel channel = new SpyChannel(new byte[600], Optional.empty());
        assertThrows(CaptureException.class, () -> CaptureFiles.open("x", channel));
        assertFalse(channel.isOpen());
    }

    /** Gives its content, then fails or goes on with zeros for ever. */
    private static final class SpyChannel implements ReadableByteChannel {
        private final ByteBuffer content;
        private final Optional<IOException> failure;
        private volatile boolean open = true;

        SpyChannel(byte[] content, Optional<IOException> failure) {
            this.content = ByteBuffer.wrap(content);
            this.failure = failure;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int count = target.remaining();
            if (content.hasRemaining()) {
                count = Math.min(count, content.remaining());
                target.put(content.slice(content.position(), count));
                content.position(content.position() + count);
                return count;
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
            target.position(target.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Test
    void shouldSayWhatIsWrongWithNames() throws IOException {
        assertTrue(refusal(folder.resolve("none.pcap").toString()).contains("no such file"));
        assertTrue(refusal(folder.toString()).contains("is a directory"));
        assertTrue(refusal("a\0b").contains("no such file"));
        assertFalse(refusal("a\nb\u001b[31m").contains("\u001b"));
    }

    @Test
    void shouldSayThatFileIsUnreadable() throws IOException {
        Path file = Files.write(folder.resolve("secret.pcap"), pcap(1));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "the superuser reads everything");
        assertTrue(refusal(file.toString()).contains("not readable by this user"));
    }

    @Test
    void shouldSayThatFileIsEmptyOrTooShort() throws IOException {
        assertTrue(refusal(new byte[0]).contains("empty"));
        assertTrue(refusal(new byte[] {1}).contains("only 1 byte long"));
        assertTrue(refusal(Arrays.copyOf(pcap(0), 23)).contains("ends after 23 bytes, inside its pcap file header"));
        assertTrue(refusal(gzip(new byte[0])).contains("(decompressed): empty"));
        assertTrue(refusal(new byte[] {0x1F, (byte) 0x8B}).contains("the gzip stream ends at byte 2"));
    }

    @Test
    void shouldNameForeignFormatsAndTheirConverter() throws IOException {
        assertForeign("736e6f6f70000000 00000002", "snoop", "editcap");
        assertForeign("474d4255 00000000", "Network Monitor", "editcap");
        assertForeign("a12b3c4d 00020004", "Navtel", "editcap");
        assertForeign("504b0304 00000000", "zip", "Unpack");
        assertForeign("7f454c46 02010100", "begins with 7f 45 4c 46 02 01 01 00", "editcap");
        assertForeign("0000000000000000 4455434b", "DuckDB", "analyze sql");
        assertTrue(refusal("10:00:01 IP a > b\n".getBytes()).contains("is text"));
        assertForeign("00".repeat(72) + "020002c0 00000000", "event trace", "etl2pcapng");
        String erf = "0000000000000064 02 04 0018 0000 0008 0102030405060708";
        assertForeign(erf + erf, "ERF", "editcap");
        assertTrue(refusal(gzip(gzip(pcap(1)))).contains("a second time"));
        byte[] tar = new byte[512];
        System.arraycopy("ustar".getBytes(), 0, tar, 257, 5);
        assertTrue(refusal(tar).contains("tar archive"));
    }

    private void assertForeign(String hex, String name, String remedy) throws IOException {
        String message = refusal(Bytes.big().hex(hex).array());
        assertTrue(message.contains(name) && message.contains(remedy), message);
    }

    @Test
    void shouldReadStandardInput() throws Exception {
        Process process = probe();
        try (OutputStream in = process.getOutputStream()) {
            in.write(pcap(7));
        }
        String answer = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals("7 frames of - " + pcap(7).length + " " + sha256(pcap(7)), answer.strip());
    }

    @Test
    void shouldLetGoOfSilentStandardInput() throws Exception {
        Process process = probe("1");
        try (OutputStream in = process.getOutputStream()) {
            // A block and as much more as the pipe itself holds: nobody waits for the other.
            in.write(pcap(44_500));
            in.flush();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "hangs although the reader was closed");
            assertEquals(
                    "1 frames closed, threads 0",
                    new String(process.getInputStream().readAllBytes()).strip());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process probe(String... arguments) throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> command = new java.util.ArrayList<>(
                List.of(java, "-cp", System.getProperty("java.class.path"), StandardInputProbe.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
