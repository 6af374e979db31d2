package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PcapngWriterTest {
    private static final String ARP =
            "ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 0a000001" + " 000000000000 0a000002";
    private static final List<CaptureInterface> INTERFACES = List.of(
            new CaptureInterface(0, "lo", 1, 0, 1_000_000, ""),
            new CaptureInterface(1, "eth0", 1, 65_535, 1_000_000_000, "arp or icmp"),
            new CaptureInterface(2, "any", 113, 96, 1_000_000, ""));

    @TempDir
    private Path folder;

    private static Frame frame(long number, long timestampNs, int interfaceId, String hex, long originalLength) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Frame frame = new Frame();
        frame.wrap(ByteBuffer.allocate(bytes.length + 3).put(3, bytes), 3, bytes.length, originalLength);
        frame.locate(number, timestampNs, INTERFACES.get(interfaceId).linkType(), interfaceId);
        return frame;
    }

    private static byte[] written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, INTERFACES, "evidence for incident 3")) {
            writer.write(frame(17, 1_700_000_000_123_456_789L, 1, ARP, 60), "asks for 10.0.0.2, in vain");
            writer.write(frame(18, 1_700_000_001_000_000_001L, 2, "0102030405", 900), "");
            writer.write(frame(19, 1_700_000_002_000_000_000L, 1, ARP, 60), "again: \u00e9\u4e2d");
        }
        return out.toByteArray();
    }

    @Test
    void shouldReadBackWhatWasWritten() throws IOException {
        Readings read = Readings.of(written());
        String arp = ARP.replace(" ", "");
        assertEquals(
                List.of(
                        new Readings.Seen(1, 1_700_000_000_123_456_789L, 1, 0, 60, arp),
                        new Readings.Seen(2, 1_700_000_001_000_000_001L, 113, 1, 900, "0102030405"),
                        new Readings.Seen(3, 1_700_000_002_000_000_000L, 1, 0, 60, arp)),
                read.frames());
        assertEquals(
                List.of(
                        new CaptureInterface(0, "eth0", 1, 65_535, 1_000_000_000, "arp or icmp"),
                        new CaptureInterface(1, "any", 113, 96, 1_000_000_000, "")),
                read.summary().interfaces());
        assertEquals(List.of("evidence for incident 3"), read.summary().comments());
        assertEquals(List.of(), read.summary().damage());
    }

    @Test
    void shouldWriteFramesOfInterfacesThatNobodyDescribed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, List.of(), "")) {
            writer.write(frame(1, 5, 2, "01", 1), "");
        }
        Readings read = Readings.of(out.toByteArray());
        assertEquals(List.of(new Readings.Seen(1, 5, 113, 0, 1, "01")), read.frames());
        assertEquals(List.of(), read.summary().comments());
    }

    @Test
    void shouldCutCommentsBeforeTheCharacterThatIsTooMuch() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, INTERFACES, "\u4e2d".repeat(30_000))) {
            writer.write(frame(1, 5, 0, "01", 1), "x" + "\u4e2d".repeat(30_000));
        }
        Readings read = Readings.of(out.toByteArray());
        assertEquals(1, read.frames().size());
        assertEquals(List.of(), read.summary().damage());
        assertTrue(read.summary().comments().get(0).startsWith("\u4e2d\u4e2d"));
        assertEquals(1, read.frames().get(0).number());
    }

    @Test
    void shouldBeReadByTsharkWithCommentsAndTimes() throws Exception {
        assumeTrue(Tool.isInstalled("tshark"), "tshark is not installed");
        Path file = Files.write(folder.resolve("evidence.pcapng"), written());
        List<String> lines = Tool.output(
                "tshark",
                "-r",
                file.toString(),
                "-T",
                "fields",
                "-e",
                "frame.time_epoch",
                "-e",
                "frame.interface_name",
                "-e",
                "frame.len",
                "-e",
                "frame.comment");
        assertEquals(
                List.of(
                        "1700000000.123456789\teth0\t60\tasks for 10.0.0.2, in vain",
                        "1700000001.000000001\tany\t900",
                        "1700000002.000000000\teth0\t60\tagain: \u00e9\u4e2d"),
                lines.stream().map(String::stripTrailing).toList());
    }
}
