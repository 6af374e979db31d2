package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.decode.TcpHeader;

/** {@code analyze follow} as its user meets it; flow 2 asks and is answered, with a gap and a copy that disagrees. */
final class FollowCommandTest {
    private static final int ACK = TcpHeader.ACK;

    @TempDir
    private Path scratch;

    private final ByteBuffer capture = ByteBuffer.allocate(10_000);
    private Path file;
    private long frames;

    @BeforeEach
    void writeCapture() throws IOException {
        capture.putInt(0xA1B2C3D4).putInt(0x00020004).putLong(0).putInt(262_144).putInt(1);
        frame(Packets.udp("10.0.0.1", 5000, "10.0.0.2", 53).payload(20));
        frame(client(TcpHeader.SYN, 999, ""));
        frame(server(TcpHeader.SYN | ACK, 4999, 1000, ""));
        frame(client(ACK, 1000, "GET /\u001b[31m HTTP/1.1\r\n\r\n"));
        frame(client(ACK, 1000, "PUT /\u001b[31m HTTP/1.1\r\n\r\n"));
        frame(server(ACK, 5000, 1023, "200 OK\nGr\u00fc\u00dfe \u202e \\ \r."));
        frame(server(ACK, 5123, 1023, "end\n"));
        frame(client(ACK, 1023, "").ack(5127));
        frame(server(ACK | TcpHeader.FIN, 5127, 1023, ""));
        file = Files.write(scratch.resolve("asked.pcap"), bytes());
    }

    private byte[] bytes() {
        byte[] bytes = new byte[capture.position()];
        capture.get(0, bytes);
        return bytes;
    }

    private static Packets client(int flags, int seq, String text) {
        return segment(Packets.tcp("10.0.0.1", 40_000, "10.0.0.2", 80), flags, seq, 5000, text);
    }

    private static Packets server(int flags, int seq, int ack, String text) {
        return segment(Packets.tcp("10.0.0.2", 80, "10.0.0.1", 40_000), flags, seq, ack, text);
    }

    private static Packets segment(Packets packet, int flags, int seq, int ack, String text) {
        return packet.flags(flags).seq(seq).ack(ack).payload(text.getBytes(StandardCharsets.UTF_8));
    }

    private void frame(Packets packet) {
        byte[] bytes = packet.bytes();
        capture.putInt(1_700_000_000).putInt((int) (++frames * 10_000));
        capture.putInt(bytes.length).putInt(bytes.length).put(bytes);
    }

    private Run follow(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "follow";
        arguments[1] = file.toString();
        arguments[2] = "2";
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Run.of(arguments);
    }

    @Test
    void shouldShowBothSidesAsTextThatSteersNothing() {
        Run run = follow();
        assertEquals(0, run.status());
        assertEquals("""
                flow 2: > originator 10.0.0.1:40000, < responder 10.0.0.2:80
                > GET /\\x1b[31m HTTP/1.1
                >\s
                < 200 OK
                < Gr\u00fc\u00dfe \\xe2\\x80\\xae \\\\ \\x0d.
                <! 100 bytes missing: not captured
                < end
                >! the capture ends
                <! closed (FIN)
                """, run.out());
        assertTrue(run.errorLine().contains("orig: 1 segment disagrees in 2 bytes"), run.err());
    }

    @Test
    void shouldShowHexadecimalRows() {
        List<String> lines = follow("--format", "hex").out().lines().toList();
        assertEquals("> 00000000  47 45 54 20 2f 1b 5b 33  31 6d 20 48 54 54 50 2f  GET /.[31m HTTP/", lines.get(1));
        assertEquals("> 00000010  31 2e 31 0d 0a 0d 0a                              1.1....", lines.get(2));
        assertTrue(lines.contains("<! 100 bytes missing: not captured"), lines.toString());
        assertEquals("< 0000007b  65 6e 64 0a                                       end.", lines.get(6));
    }

    @Test
    void shouldWriteTheBytesOfOneSideIntoAPipe() {
        assertEquals(
                "GET /\u001b[31m HTTP/1.1\r\n\r\n", follow("--side", "orig").out());
        Run last = follow("--side", "orig", "--overlap", "last");
        assertEquals("PUT /\u001b[31m HTTP/1.1\r\n\r\n", last.out());
        Run gap = follow("--side", "resp");
        assertEquals("200 OK\nGr\u00fc\u00dfe \u202e \\ \r.end\n", gap.out());
        assertTrue(gap.errorLine().contains("resp: 100 bytes are missing in 1 gap"), gap.err());
    }

    @Test
    void shouldWriteAFileWholeOrNotAtAll() throws IOException {
        Path out = scratch.resolve("out.bin");
        assertEquals(0, follow("--side", "orig", "-o", out.toString()).status());
        assertArrayEquals("GET /\u001b[31m HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8), Files.readAllBytes(out));
        Run missing = Run.of("follow", file.toString(), "3", "-o", out.toString());
        assertEquals(1, missing.status());
        assertTrue(Files.readString(out).startsWith("GET"), "an earlier file stays");
        try (var files = Files.list(scratch)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void shouldNotWriteOverTheCapture() throws IOException {
        Run run = follow("-o", scratch + "/./asked.pcap");
        assertEquals(2, run.status());
        assertTrue(run.errorLine().contains("the capture itself"), run.err());
        assertArrayEquals(bytes(), Files.readAllBytes(file));
    }

    @Test
    void shouldReadCompressedCaptures() throws IOException {
        file = scratch.resolve("asked.pcap.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes());
        }
        assertEquals(
                "GET /\u001b[31m HTTP/1.1\r\n\r\n", follow("--side", "orig").out());
    }

    @Test
    void shouldTellSchedulersOfWhatIsMissing() throws IOException {
        assertEquals(3, follow("--side", "resp", "--strict").status());
        assertEquals(0, follow("--side", "orig", "--strict").status());
        byte[] whole = bytes();
        file = Files.write(scratch.resolve("cut.pcap"), java.util.Arrays.copyOf(whole, whole.length - 5));
        Run cut = follow("--side", "orig", "--strict");
        assertEquals(3, cut.status());
        assertTrue(cut.err().contains("cut.pcap"), cut.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "999"})
    void shouldSayHowToFindFlows(String flow) {
        Run run = Run.of("follow", file.toString(), flow);
        assertEquals(1, run.status());
        assertEquals("", run.out());
        assertTrue(run.errorLine().contains("no TCP flow begins with frame " + flow), run.err());
        assertTrue(run.errorLine().contains("analyze sql"), run.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--side, left, 'sides are orig, resp, both'",
        "--format, pdf, 'text, hex, raw'",
        "--format, raw, choose --side orig",
        "--overlap, middle, 'first, last'"
    })
    void shouldRefuseWrongOptions(String option, String value, String expected) {
        Run run = follow(option, value);
        assertEquals(2, run.status());
        assertTrue(run.errorLine().contains(expected), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "0", "-1", "1.5"})
    void shouldRefuseWhatIsNoFlow(String flow) {
        Run run = Run.of("follow", file.toString(), flow);
        assertEquals(2, run.status());
        run.errorLine();
    }

    @Test
    void shouldNameAMissingCapture() {
        Run run = Run.of("follow", "nothing.pcap", "2");
        assertEquals(1, run.status());
        assertTrue(run.errorLine().contains("no such file"), run.err());
    }

    @Test
    void shouldColourSidesOnATerminalAndRefuseToSteerIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(out, new PrintStream(out, true, StandardCharsets.UTF_8), errors, true, false, 80);
        CommandRunner runner = new CommandRunner(terminal);
        assertEquals(2, runner.run(List.of("follow", file.toString(), "2", "--side", "orig", "--format", "raw")));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("--out"));
        assertEquals(0, runner.run(List.of("follow", file.toString(), "2", "--side", "orig")));
        String shown = out.toString(StandardCharsets.UTF_8);
        assertTrue(shown.contains("> GET /\\x1b[31m HTTP/1.1"), shown);
        assertEquals(terminal.wantsColour(), shown.contains("\u001b[31m> GET"));
        assertFalse(shown.contains("/\u001b"), "a byte of the stream reached the terminal");
    }
}
