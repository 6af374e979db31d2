package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Captures from elsewhere, which lie beside the checkout where there are any, against what tshark said of them. */
final class SharedCapturesTest {
    private static final Path CAPTURES = Path.of("../shared/captures");
    private static final int NOT_READ = -1;

    /** Frames where we and tshark do not agree, and why. */
    private static final Map<String, Integer> DIFFERENCES = Map.of(
            // Link type 284 is unknown to tshark, which then reads nothing; an unknown link type does not hide frames
            // here.
            "linktypes/dsa.pcap",
            8,
            // The second record claims 1.4 GB. tshark takes the file for Nokia's variant and makes a frame of 1970 of
            // it.
            "corrupt/suricata_fuzz_cut.pcap",
            1,
            // A format that is named with its converter, but not read.
            "pcapng/solaris.snoop",
            NOT_READ);

    @BeforeEach
    void needCaptures() {
        assumeTrue(Files.isDirectory(CAPTURES), "no shared captures beside the checkout");
    }

    @Test
    void shouldCountFramesAsTsharkDoes() throws IOException {
        Map<String, Integer> expected = new TreeMap<>();
        Map<String, Integer> counted = new TreeMap<>();
        try (Stream<String> lines = Files.lines(CAPTURES.resolve("ORACLE.tsv"))) {
            for (String line : lines.skip(1).toList()) {
                String[] columns = line.split("\t");
                expected.put(columns[0], DIFFERENCES.getOrDefault(columns[0], Integer.parseInt(columns[2])));
                counted.put(columns[0], frameCount(CAPTURES.resolve(columns[0])));
            }
        }
        assertFalse(expected.isEmpty());
        assertEquals(expected, counted);
        assertTrue(expected.keySet().containsAll(DIFFERENCES.keySet()));
    }

    @Test
    void shouldTellTruncationAsTsharkDoes() throws IOException {
        for (String line : Files.readAllLines(CAPTURES.resolve("ORACLE.tsv"))) {
            String[] columns = line.split("\t");
            if (!columns[1].equals("cut-short") || DIFFERENCES.containsKey(columns[0])) {
                continue;
            }
            CaptureSummary summary = read(CAPTURES.resolve(columns[0]));
            assertTrue(summary.truncated(), columns[0]);
            assertEquals(1, summary.damage().size(), columns[0]);
        }
    }

    @Test
    void shouldOpenEveryFileOrSayWhyNotInOneLine() throws IOException {
        try (Stream<Path> files = Files.walk(CAPTURES).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                frameCount(file);
            }
        }
    }

    @Test
    void shouldGiveEveryFrameTheTimeAndLengthsThatTsharkGives() throws Exception {
        assumeTrue(Tool.isInstalled("tshark"), "tshark is not installed");
        for (String name : List.of(
                "pcapng/be_test005.pcapng",
                "pcapng/be_test201.pcapng",
                "pcapng/ng-interfaces.pcapng",
                "pcapng/gap-data-missing.pcapng",
                "pcapng/microsecs_big_endian.pcap",
                "pcapng/tcp-handshake-nano.pcap",
                "pcapng/combined.pcap.gz",
                "corrupt/bad-caplen.pcap")) {
            String file = CAPTURES.resolve(name).toString();
            List<String> theirs = Tool.output(
                    "tshark",
                    "-r",
                    file,
                    "-T",
                    "fields",
                    "-e",
                    "frame.number",
                    "-e",
                    "frame.time_epoch",
                    "-e",
                    "frame.cap_len",
                    "-e",
                    "frame.len");
            List<Readings.Seen> ours = Readings.of(CaptureFiles.open(file)).frames();
            assertEquals(theirs.size(), ours.size(), name);
            for (int i = 0; i < theirs.size(); i++) {
                assertEquals(theirs.get(i), line(ours.get(i), theirs.get(i).contains("\t\t")), name);
            }
        }
    }

    /** A frame as tshark prints it; one of a Simple Packet Block has no time there. */
    private static String line(Readings.Seen frame, boolean untimed) {
        long ns = frame.timestampNs();
        String time = untimed ? "" : "%d.%09d".formatted(ns / 1_000_000_000, ns % 1_000_000_000);
        return "%d\t%s\t%d\t%d".formatted(frame.number(), time, frame.hex().length() / 2, frame.originalLength());
    }

    private static int frameCount(Path file) throws IOException {
        try {
            CaptureSummary summary = read(file);
            summary.damage().forEach(sentence -> assertFalse(sentence.contains("\n"), sentence));
            assertEquals(64, summary.sha256().length());
            return (int) summary.frameCount();
        } catch (CaptureException e) {
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
            assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
            return NOT_READ;
        }
    }

    private static CaptureSummary read(Path file) throws IOException {
        try (FrameReader reader = CaptureFiles.open(file.toString())) {
            Frame frame = new Frame();
            long count = 0;
            while (reader.next(frame)) {
                assertEquals(++count, frame.number());
                assertTrue(frame.offset() + frame.capturedLength()
                        <= frame.buffer().capacity());
            }
            assertEquals(count, reader.summary().frameCount());
            return reader.summary();
        }
    }
}
