package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.capture.Readings.Seen;
import org.pcapanalyzer.fuzz.Choices;

/**
 * Several captures as one: files, or members of a tar, compressed or not, or of a zip. Input: how they come (1 byte), then
 * captures, each either bytes behind their length (2), or frames at times near those of others.
 */
@Tag("fuzz")
final class SetFuzzTest {
    private static final int MOST_MEMBERS = 5;
    private static final int MOST_FRAMES = 40;
    private static final Path FOLDER = temporaryFolder();

    /** How the captures come. */
    private enum Packing {
        FILES,
        TAR,
        TAR_GZ,
        ZIP
    }

    /** A frame of the set, and the file that it came from. */
    private record Merged(Seen frame, int captureId, boolean isRepeated) {}

    @FuzzTest
    void merge(byte[] input) throws IOException {
        Choices choices = new Choices(input);
        Packing packing = Packing.values()[choices.below(Packing.values().length)];
        List<byte[]> members = new ArrayList<>();
        while (choices.hasMore() && members.size() < MOST_MEMBERS) {
            members.add(choices.bit() ? choices.bytes(choices.u16()) : capture(choices));
        }
        List<List<Seen>> single = new ArrayList<>();
        for (byte[] member : members) {
            Outcome outcome = Outcome.of(() -> Readings.open(member));
            single.add(outcome.isRead() ? outcome.readings().frames() : List.of());
        }
        List<String> names = pack(packing, members);
        if (names.size() == 1 && packing == Packing.FILES) {
            return;
        }
        try (CaptureSet set = CaptureSet.of(names)) {
            assertMerged(set, single);
        } catch (CaptureException e) {
            assertTrue(single.stream().allMatch(List::isEmpty), () -> "refused, with frames: " + e.getMessage());
            Outcome.assertFit(e.getMessage());
        }
    }

    private static byte[] capture(Choices choices) {
        Bytes bytes = Bytes.little().pcapHeader(0xA1B2C3D4L, 65_535, choices.below(3));
        int count = choices.below(MOST_FRAMES);
        long time = 1000 + choices.u8();
        for (int i = 0; i < count; i++) {
            time += (byte) choices.u8();
            int length = choices.below(4);
            bytes.record(Math.max(0, time), 0, length, length).raw(choices.padded(length));
        }
        return bytes.array();
    }

    private static List<String> pack(Packing packing, List<byte[]> members) throws IOException {
        List<String> names = new ArrayList<>();
        if (packing == Packing.FILES) {
            for (byte[] member : members) {
                names.add(write(name(names.size()), member));
            }
            return names;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (packing == Packing.ZIP) {
            zip(members, out);
        } else {
            tar(members, out);
        }
        byte[] archive = out.toByteArray();
        return List.of(
                write("archive", packing == Packing.TAR_GZ ? Compressed.of(Compression.GZIP, archive) : archive));
    }

    private static void tar(List<byte[]> members, OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (int i = 0; i < members.size(); i++) {
                TarArchiveEntry entry = new TarArchiveEntry(name(i));
                entry.setSize(members.get(i).length);
                tar.putArchiveEntry(entry);
                tar.write(members.get(i));
                tar.closeArchiveEntry();
            }
        }
    }

    private static void zip(List<byte[]> members, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < members.size(); i++) {
                zip.putNextEntry(new ZipEntry(name(i)));
                zip.write(members.get(i));
            }
        }
    }

    private static String write(String name, byte[] content) throws IOException {
        Path file = Files.write(FOLDER.resolve(name), content);
        file.toFile().deleteOnExit();
        return file.toString();
    }

    private static String name(int member) {
        return "member" + member;
    }

    /** All frames come, each file's in their order, always the earliest of those that are next. */
    private static void assertMerged(CaptureSet set, List<List<Seen>> single) throws IOException {
        List<Merged> merged = new ArrayList<>();
        List<CaptureSummary> summaries;
        try (FrameReader reader = set.open()) {
            Frame frame = new Frame();
            while (reader.next(frame)) {
                merged.add(new Merged(Readings.seen(frame), frame.captureId(), frame.isRepeated()));
            }
            summaries = reader.summaries();
        }
        int[] next = new int[single.size()];
        for (int i = 0; i < merged.size(); i++) {
            Seen seen = merged.get(i).frame();
            assertEquals(i + 1, seen.number());
            int member = memberOf(summaries.get(merged.get(i).captureId() - 1));
            assertSameFrame(single.get(member).get(next[member]++), seen);
            for (int other = 0; other < next.length; other++) {
                boolean hasMore = next[other] < single.get(other).size();
                assertTrue(
                        other == member
                                || !hasMore
                                || single.get(other).get(next[other]).timestampNs() >= seen.timestampNs(),
                        "an earlier frame waits");
            }
            assertTrue(!merged.get(i).isRepeated() || isRepetition(merged, i), "no frame before it is the same");
        }
        assertEquals(single.stream().mapToInt(List::size).sum(), merged.size(), "frames of all files");
    }

    private static int memberOf(CaptureSummary summary) {
        String name = summary.name();
        return name.charAt(name.length() - 1) - '0';
    }

    private static void assertSameFrame(Seen single, Seen merged) {
        assertEquals(single.timestampNs(), merged.timestampNs());
        assertEquals(single.hex(), merged.hex());
        assertEquals(single.linkType(), merged.linkType());
        assertEquals(single.originalLength(), merged.originalLength());
    }

    private static boolean isRepetition(List<Merged> merged, int index) {
        Seen repeated = merged.get(index).frame();
        return merged.subList(0, index).stream()
                .anyMatch(before -> before.captureId() != merged.get(index).captureId()
                        && before.frame().timestampNs() == repeated.timestampNs()
                        && before.frame().hex().equals(repeated.hex()));
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("fuzz-");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
