package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.capture.Readings.Seen;

/** A pass over a few frames gives what a pass over all of them gives. */
class FurtherPassTest {
    private static final int FRAMES = 5_000;
    private static final Random RANDOM = new Random(7);

    @TempDir
    private Path folder;

    private static String frame(int number) {
        return "%04x".formatted(number) + "00".repeat(10 + number % 700);
    }

    private static Bytes pcap() {
        Bytes bytes = Bytes.little().pcapHeader(0xA1B2C3D4L, 65_535, 1);
        for (int number = 1; number <= FRAMES; number++) {
            bytes.record(number, number % 1_000_000, frame(number));
        }
        return bytes;
    }

    /** @param descriptionBefore number of a frame before which a second interface is described */
    private static Bytes pcapng(int descriptionBefore) {
        Bytes bytes = Bytes.big().section().describe(1, 0);
        for (int number = 1; number <= FRAMES; number++) {
            if (number == descriptionBefore) {
                bytes.describe(113, 96);
            }
            bytes.enhanced(
                    descriptionBefore > 0 && number > descriptionBefore ? number % 2 : 0,
                    number * 1_000L,
                    frame(number));
        }
        return bytes;
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static TreeSet<Long> someFrames() {
        TreeSet<Long> wanted = new TreeSet<>();
        for (int i = 0; i < 6; i++) {
            wanted.add(1L + RANDOM.nextInt(FRAMES));
        }
        return wanted;
    }

    /** Checks the frames of many passes; returns the most frames that one of them read. */
    private static int mostFramesRead(String... names) throws IOException {
        int most = 0;
        try (CaptureSet set = CaptureSet.of(List.of(names))) {
            Readings all = Readings.of(set.open());
            for (int pass = 0; pass < 40; pass++) {
                TreeSet<Long> wanted = someFrames();
                List<Seen> read = Readings.of(set.reopenAt(wanted)).frames();
                most = Math.max(most, read.size());
                assertEquals(chosen(all.frames(), wanted), chosen(read, wanted));
                assertTrue(all.frames().containsAll(read), "frames keep their numbers");
            }
        }
        return most;
    }

    private static List<Seen> chosen(List<Seen> frames, TreeSet<Long> wanted) {
        return frames.stream().filter(frame -> wanted.contains(frame.number())).toList();
    }

    @Test
    void shouldGoToFramesOfAPcapFile() throws IOException {
        assertTrue(mostFramesRead(file("a.pcap", pcap().array())) <= 7 * 256);
    }

    @Test
    void shouldGoToFramesOfAPcapngFile() throws IOException {
        assertTrue(mostFramesRead(file("a.pcapng", pcapng(0).array())) <= 7 * 256);
        assertTrue(mostFramesRead(file("b.pcapng", pcapng(100).array())) <= 7 * 256);
    }

    @Test
    void shouldReadAllWhereAnInterfaceIsDescribedLate() throws IOException {
        assertEquals(FRAMES, mostFramesRead(file("a.pcapng", pcapng(3_000).array())));
    }

    @Test
    void shouldReadAllWhereFramesHaveNoTimeOfTheirOwn() throws IOException {
        Bytes bytes = pcapng(0).block(3, Bytes.big().u32(2).hex("0102"));
        assertEquals(FRAMES + 1, mostFramesRead(file("a.pcapng", bytes.array())));
    }

    @Test
    void shouldReadAllOfADamagedFile() throws IOException {
        byte[] content = pcap().array();
        int cut = content.length - 3;
        assertEquals(FRAMES - 1, mostFramesRead(file("a.pcap", Arrays.copyOf(content, cut))));
    }

    @Test
    void shouldReadAllOfACompressedFileAndOfASet() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(pcap().array());
        }
        assertEquals(FRAMES, mostFramesRead(file("a.pcap.gz", packed.toByteArray())));
        String later = file(
                "b.pcap",
                Bytes.little()
                        .pcapHeader(0xA1B2C3D4L, 65_535, 1)
                        .record(90_000, 0, "00")
                        .array());
        assertEquals(FRAMES + 1, mostFramesRead(file("a.pcap", pcap().array()), later));
    }
}
