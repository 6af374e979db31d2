package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CaptureSetTest {
    @TempDir
    private Path folder;

    /** A capture with a frame at each of these seconds; the first byte of a frame tells its second. */
    private static byte[] pcap(int... seconds) {
        Bytes bytes = Bytes.little().pcapHeader(0xA1B2C3D4L, 65_535, 1);
        for (int second : seconds) {
            bytes.record(second, 0, "%02x00".formatted(second));
        }
        return bytes.array();
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    /** Frames as file:second, with an asterisk where repeated. */
    private static List<String> read(FrameReader reader) throws IOException {
        List<String> seen = new ArrayList<>();
        Frame frame = new Frame();
        while (reader.next(frame)) {
            assertEquals(seen.size() + 1, frame.number());
            long second = frame.timestampNs() / 1_000_000_000L;
            assertEquals((byte) second, frame.buffer().get(frame.offset()));
            seen.add(frame.captureId() + ":" + second + (frame.isRepeated() ? "*" : ""));
        }
        return seen;
    }

    private static List<String> read(String... names) throws IOException {
        try (CaptureSet set = CaptureSet.of(List.of(names));
                FrameReader reader = set.open()) {
            List<String> seen = read(reader);
            try (FrameReader again = set.reopen()) {
                assertEquals(seen, read(again), "the second pass is the first");
            }
            return seen;
        }
    }

    @Test
    void shouldReadFilesInTimeOrderWhateverTheOrderOfNames() throws IOException {
        assertEquals(
                List.of("1:1", "1:2", "2:3", "2:4", "3:5"),
                read(file("c", pcap(5)), file("a", pcap(3, 4)), file("b", pcap(1, 2))));
    }

    @Test
    void shouldMergeOverlappingFilesByTime() throws IOException {
        assertEquals(
                List.of("1:1", "2:2", "1:3", "2:4", "1:5", "2:9"),
                read(file("a", pcap(1, 3, 5)), file("b", pcap(2, 4, 9))));
    }

    @Test
    void shouldKeepOrderWithinFileWhereItsTimeRunsBackwards() throws IOException {
        assertEquals(List.of("1:1", "2:4", "1:5", "1:2", "1:6"), read(file("a", pcap(1, 5, 2, 6)), file("b", pcap(4))));
    }

    @Test
    void shouldMarkFramesThatAnotherFileHoldsToo() throws IOException {
        assertEquals(
                List.of("1:1", "1:2", "2:2*", "1:2", "2:2*", "1:3", "2:3*", "2:4"),
                read(file("a", pcap(1, 2, 2, 3)), file("b", pcap(2, 2, 3, 4))));
    }

    @Test
    void shouldNotTakeOtherBytesAtTheSameTimeForARepetition() throws IOException {
        byte[] other = Bytes.little()
                .pcapHeader(0xA1B2C3D4L, 65_535, 1)
                .record(2, 0, "02ff")
                .array();
        assertEquals(List.of("1:2", "2:2"), read(file("a", pcap(2)), file("b", other)));
    }

    @Test
    void shouldTellEachFileForItself() throws IOException {
        String first = file("a", pcap(1, 2));
        String second = file("b.gz", Compressed.of(Compression.GZIP, pcap(3)));
        try (CaptureSet set = CaptureSet.of(List.of(second, first));
                FrameReader reader = set.open()) {
            assertEquals(3, read(reader).size());
            assertEquals(
                    List.of(first, second),
                    reader.summaries().stream().map(CaptureSummary::name).toList());
            assertEquals(
                    List.of(2L, 1L),
                    reader.summaries().stream().map(CaptureSummary::frameCount).toList());
            assertEquals("gzip", reader.summaries().get(1).compression());
            assertTrue(
                    reader.summaries().stream().allMatch(file -> file.sha256().length() == 64));
            assertEquals(Files.size(Path.of(first)) + Files.size(Path.of(second)), set.sizeBytes());
            assertEquals(set.sizeBytes(), reader.sourceBytesRead());
        }
    }

    @Test
    void shouldNumberInterfacesOverAllFiles() throws IOException {
        byte[] one = Bytes.little()
                .section()
                .describe(1, 0)
                .describe(113, 0)
                .enhanced(1, 1_000_000, "01")
                .array();
        byte[] two = Bytes.little()
                .section()
                .describe(101, 0)
                .enhanced(0, 2_000_000, "02")
                .array();
        try (CaptureSet set = CaptureSet.of(List.of(file("a", one), file("b", two)));
                FrameReader reader = set.open()) {
            Frame frame = new Frame();
            for (int linkType : new int[] {113, 101}) {
                assertTrue(reader.next(frame));
                assertEquals(
                        linkType, reader.interfaces().get(frame.interfaceId()).linkType());
            }
            assertEquals(1, frame.interfaceId());
        }
    }

    @Test
    void shouldReadCapturesOfDirectoryAndLeaveTheRestOut() throws IOException {
        Path ring = Files.createDirectory(folder.resolve("ring"));
        Files.write(ring.resolve("2.pcap"), pcap(2));
        Files.write(ring.resolve("1.pcap"), pcap(1));
        Files.writeString(ring.resolve("README"), "Captures of last night.\n");
        Files.write(ring.resolve("empty.pcap"), new byte[0]);
        Files.write(ring.resolve(".hidden"), new byte[] {1});
        try (CaptureSet set = CaptureSet.of(List.of(ring.toString()));
                FrameReader reader = set.open()) {
            assertEquals(List.of("1:1", "2:2"), read(reader));
            assertEquals(2, set.leftOut().size());
            assertTrue(
                    set.leftOut().get(0).contains("README: is text"),
                    set.leftOut().toString());
            assertEquals(3, reader.summaries().size(), "the empty file is told, the text is not");
            assertEquals("unknown", reader.summaries().get(2).format());
            assertTrue(reader.summaries().get(2).damage().get(0).contains("empty"));
        }
    }

    @Test
    void shouldRefuseWhatHoldsNoCaptureAtAll() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        for (List<String> names :
                List.of(List.of(empty.toString()), List.of("none1", "none2"), List.of(file("x.zip", zip())))) {
            CaptureException thrown = assertThrows(CaptureException.class, () -> CaptureSet.of(names));
            assertFalse(thrown.getMessage().contains("\n"), thrown.getMessage());
        }
    }

    @Test
    void shouldGoOnWithoutFileThatCannotBeRead() throws IOException {
        try (CaptureSet set = CaptureSet.of(List.of(file("a", pcap(1)), "nowhere.pcap"));
                FrameReader reader = set.open()) {
            assertEquals(List.of("1:1"), read(reader));
            assertTrue(set.leftOut().get(0).startsWith("nowhere.pcap: no such file"));
            assertEquals(1, reader.summaries().get(1).damageCount());
        }
    }

    @Test
    void shouldReadMembersOfArchives() throws IOException {
        byte[] tar = tar();
        for (byte[] archive : List.of(
                tar,
                zip("b.pcap", pcap(2), "a/.hidden", pcap(9), "a/a.pcap.xz", Compressed.of(Compression.XZ, pcap(1))),
                Compressed.of(Compression.GZIP, tar),
                Compressed.of(Compression.ZSTD, tar))) {
            String name = file("archive", archive);
            assertEquals(List.of("1:1", "2:2"), read(name));
            try (CaptureSet set = CaptureSet.of(List.of(name));
                    FrameReader reader = set.open()) {
                read(reader);
                assertEquals(name + "/a/a.pcap.xz", reader.summaries().get(0).name());
            }
        }
    }

    @Test
    void shouldReadMembersBeforeTheCutOfAnArchive() throws IOException {
        byte[] tar = tar();
        byte[] compressed = Compressed.of(Compression.GZIP, java.util.Arrays.copyOf(tar, 1_024 + 520));
        try (CaptureSet set = CaptureSet.of(List.of(file("cut.tgz", compressed)));
                FrameReader reader = set.open()) {
            assertEquals(List.of("1:2"), read(reader));
            assertTrue(
                    set.leftOut().get(0).contains("the tar archive is broken or cut"),
                    set.leftOut().toString());
        }
    }

    @Test
    void shouldDeleteWhatItUnpacked() throws IOException {
        byte[] archive = Compressed.of(Compression.GZIP, tar());
        List<Path> before = spools();
        try (CaptureSet set = CaptureSet.of(List.of(file("x.tgz", archive)))) {
            assertTrue(set.isRereadable());
        }
        assertEquals(before, spools());
    }

    private static List<Path> spools() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(path -> path.getFileName().toString().startsWith("analyze-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldNotOpenArchivesWithinArchives() throws IOException {
        try (CaptureSet set = CaptureSet.of(List.of(file("x.zip", zip("in.tar", tar(), "a.pcap", pcap(7)))))) {
            assertTrue(
                    set.leftOut().get(0).contains("tar archive within another archive"),
                    set.leftOut().toString());
        }
    }

    private static byte[] tar() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            add(tar, "b.pcap", pcap(2));
            add(tar, "a/a.pcap.xz", Compressed.of(Compression.XZ, pcap(1)));
        }
        return out.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    /** Counts how many of its channels are open. */
    private static final class OpenCounter {
        private int open;
        private int most;

        CaptureFile file(String name, byte[] content) {
            return new CaptureFile(name, content.length, true, () -> channel(content));
        }

        private ReadableByteChannel channel(byte[] content) {
            most = Math.max(most, ++open);
            ReadableByteChannel bytes = Channels.newChannel(new ByteArrayInputStream(content));
            return new ReadableByteChannel() {
                @Override
                public int read(ByteBuffer target) throws IOException {
                    return bytes.read(target);
                }

                @Override
                public boolean isOpen() {
                    return bytes.isOpen();
                }

                @Override
                public void close() throws IOException {
                    if (bytes.isOpen()) {
                        open--;
                    }
                    bytes.close();
                }
            };
        }
    }

    @Test
    void shouldOpenFilesThatFollowOneAnotherOneAtATime() throws IOException {
        OpenCounter counter = new OpenCounter();
        List<SetMember> members = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            members.add(new SetMember(
                    counter.file("f" + i, pcap(2 * i + 1, 2 * i + 2)),
                    (2 * i + 1) * 1_000_000_000L,
                    1,
                    Optional.empty()));
        }
        try (FrameReader reader = new MergedReader(members, List.of(), false)) {
            assertEquals(120, read(reader).size());
        }
        assertEquals(1, counter.most);
        assertEquals(0, counter.open);
    }

    @Test
    void shouldSayWhenTooManyFilesOverlap() throws IOException {
        OpenCounter counter = new OpenCounter();
        List<SetMember> members = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            members.add(new SetMember(counter.file("f" + i, pcap(1, 2)), 1_000_000_000L, 72, Optional.empty()));
        }
        try (FrameReader reader = new MergedReader(members, List.of(), false)) {
            CaptureException thrown = assertThrows(CaptureException.class, () -> reader.next(new Frame()));
            assertTrue(thrown.getMessage().contains("mergecap"), thrown.getMessage());
        }
        assertEquals(0, counter.open);
    }

    @Test
    void shouldNumberAnyNumberOfInterfacesInNoTime() throws IOException {
        Bytes many = Bytes.little().section();
        for (int i = 0; i < PcapngReader.MAX_INTERFACES; i++) {
            many.describe(1, 0);
        }
        for (int i = 0; i < PcapngReader.MAX_INTERFACES; i++) {
            many.enhanced(i, 0, "00");
        }
        List<String> names = List.of(file("many.pcapng", many.array()), file("one.pcap", pcap(1)));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try (CaptureSet set = CaptureSet.of(names);
                    FrameReader reader = set.open()) {
                Frame frame = new Frame();
                while (reader.next(frame)) {
                    // The last frames matter.
                }
                assertEquals(
                        PcapngReader.MAX_INTERFACES + 1, reader.interfaces().size());
            }
        });
    }
}
