package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees when the input, the place for results, or a rule is wrong: one line, a status, no half result. */
final class BadInputTest {
    private static final Path SAMPLE = Path.of("samples/mtu-black-hole.pcapng");

    @TempDir
    private Path scratch;

    @Test
    void shouldNameAMissingFile() throws IOException {
        assertRefused(1, scratch.resolve("nothing.pcap"), "nothing.pcap", "no such file");
    }

    @Test
    void shouldRefuseADirectoryWithoutCaptures() throws IOException {
        assertRefused(1, Files.createDirectory(scratch.resolve("captures")), "captures", "no capture among the files");
    }

    @Test
    void shouldRefuseAnEmptyFile() throws IOException {
        assertRefused(1, write("empty.pcap", new byte[0]), "empty.pcap", "empty");
    }

    @Test
    void shouldRefuseWhatIsNoCapture() throws IOException {
        byte[] text = "This is a letter, not a capture.\n".getBytes(StandardCharsets.UTF_8);
        assertRefused(1, write("letter.txt", text), "letter.txt", "not a packet capture");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 12, 23})
    void shouldRefuseACaptureCutInItsHeader(int length) throws IOException {
        byte[] header = header(1).array();
        assertRefused(1, write("cut.pcap", Arrays.copyOf(header, length)), "cut.pcap", "");
    }

    @Test
    void shouldAnalyseWhatPrecedesACutAndSayWhatWasLost() throws IOException {
        byte[] sample = Files.readAllBytes(Path.of("samples/healthy.pcapng"));
        Path cut = write("cut.pcapng", Arrays.copyOf(sample, sample.length - 7));

        JsonNode report = analyse(0, cut);

        assertTrue(report.at("/captures/0/truncated").asBoolean());
        assertTrue(report.at("/captures/0/packets").asLong() > 10);
        assertEquals("capture-truncated", report.at("/capture_quality/0/rule").asText());
        assertEquals(
                3,
                Run.of(
                                cut.toString(),
                                "--strict",
                                "-q",
                                "-o",
                                scratch.resolve("strict").toString())
                        .status());
    }

    @Test
    void shouldAnalyseWhatPrecedesARecordThatClaimsFourGigabytes() throws IOException {
        ByteBuffer capture = header(1).limit(200);
        frame(capture, new byte[60]);
        capture.putInt(1_700_000_000).putInt(1).putInt(-1).putInt(-1).put(new byte[30]);

        JsonNode report = analyse(0, write("liar.pcap", capture));

        assertEquals(1, report.at("/captures/0/packets").asLong());
        assertEquals("capture-truncated", report.at("/capture_quality/0/rule").asText());
    }

    @Test
    void shouldLeaveOutAFileThatCannotBeReadAndSaySo() throws IOException {
        String missing = scratch.resolve("ring-2.pcap").toString();
        Run run = Run.of(SAMPLE.toString(), missing, "-o", out().toString());

        assertEquals(0, run.status(), run.err());
        assertTrue(run.errorLine().contains("left out: " + missing + ": no such file"), run.err());
        JsonNode captures = new ObjectMapper()
                .readTree(out().resolve("report.json").toFile())
                .at("/captures");
        assertEquals(2, captures.size());
        assertEquals(106, captures.at("/0/packets").asLong());
        assertEquals("unknown", captures.at("/1/format").asText());
        assertEquals(1, captures.at("/1/damage_count").asLong());
        assertEquals(
                3,
                Run.of(SAMPLE.toString(), missing, "--strict", "-q", "-o", out().toString())
                        .status());
    }

    @Test
    void shouldRefuseASetOfWhichNothingCanBeRead() {
        Run run = Run.of("none-1.pcap", "none-2.pcap", "-o", out().toString());
        assertEquals(1, run.status(), run.err());
        assertTrue(run.errorLine().contains("none-1.pcap: no such file"), run.err());
    }

    @Test
    void shouldCountFramesOfAnUnknownLinkType() throws IOException {
        ByteBuffer capture = header(147).limit(200);
        frame(capture, new byte[60]);

        JsonNode report = analyse(0, write("user0.pcap", capture));

        assertEquals(1, report.at("/captures/0/packets").asLong());
        assertTrue(
                report.at("/captures/0").toString().contains("147"), () -> "link type in " + report.at("/captures/0"));
    }

    @Test
    void shouldRefuseAnOutputFolderThatCannotBeWritten() throws IOException {
        Path file = write("occupied", new byte[] {1});
        Run run = Run.of(SAMPLE.toString(), "-o", file.resolve("inside").toString());
        assertEquals(1, run.status());
        assertTrue(run.errorLine().contains("--out"), run.err());
    }

    /** The database engine would lay its log elsewhere. */
    @Test
    void shouldRefuseAFolderUnderWhichNoDatabaseCanLie() {
        Path asked = scratch.resolve("why?");
        Run run = Run.of(SAMPLE.toString(), "-o", asked.resolve("out").toString());
        assertEquals(2, run.status());
        assertTrue(run.errorLine().contains("--out"), run.err());
        assertFalse(Files.exists(asked));
    }

    @Test
    void shouldNotReplaceAFolderThatHoldsOtherFiles() throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("notes"));
        Files.writeString(folder.resolve("diary.txt"), "dear diary");
        Run run = Run.of(SAMPLE.toString(), "-o", folder.toString());
        assertEquals(1, run.status());
        assertTrue(run.errorLine().contains("diary.txt"), run.err());
        assertEquals("dear diary", Files.readString(folder.resolve("diary.txt")));
    }

    @Test
    void shouldReportAFullDiskAndLeaveNothing() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(scratch.resolve("disk"));
        assumeTrue(
                succeeds("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()), "needs root to mount");
        try {
            Run run = Run.of(SAMPLE.toString(), "-o", disk.resolve("out").toString());
            assertEquals(1, run.status());
            assertTrue(run.errorLine().contains("disk is full"), run.err());
            try (var left = Files.list(disk)) {
                assertEquals(List.of(), left.toList());
            }
        } finally {
            assertTrue(succeeds("umount", disk.toString()));
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Test
    void shouldNameFileAndLineOfARuleWithBrokenYaml() throws IOException {
        Path rules = Files.createDirectories(scratch.resolve("rules/transport"));
        Files.writeString(rules.resolve("broken.yaml"), "id: broken\ntitle: [unclosed\n");
        Run run = Run.of(SAMPLE.toString(), "--rules", scratch.resolve("rules").toString(), "-o", out().toString());
        assertEquals(1, run.status());
        assertTrue(run.errorLine().matches(".*broken\\.yaml:\\d+.*"), run.err());
        assertFalse(Files.exists(out()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--no-such-option",
                "--format",
                "--fail-on=terrible",
                "--format=docx",
                "--set=nonsense",
                "--memory=much",
                "--memory=1",
                "--memory=399m"
            })
    void shouldRefuseWrongUsage(String option) {
        Run run = Run.of(SAMPLE.toString(), option);
        assertEquals(2, run.status(), run.err());
        run.errorLine();
    }

    private Path out() {
        return scratch.resolve("out.analysis");
    }

    private void assertRefused(int status, Path capture, String... words) throws IOException {
        Run run = Run.of(capture.toString(), "-o", out().toString());
        assertEquals(status, run.status(), run.err());
        for (String word : words) {
            assertTrue(run.errorLine().contains(word), () -> "'" + word + "' in: " + run.err());
        }
        assertFalse(Files.exists(out()));
        try (var left = Files.list(scratch)) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.toString().contains("partial")).toList());
        }
    }

    private JsonNode analyse(int status, Path capture) throws IOException {
        Run run = Run.of(capture.toString(), "-o", out().toString());
        assertEquals(status, run.status(), run.err());
        return new ObjectMapper().readTree(out().resolve("report.json").toFile());
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(scratch.resolve(name), content);
    }

    private Path write(String name, ByteBuffer content) throws IOException {
        return write(name, Arrays.copyOf(content.array(), content.position()));
    }

    private static ByteBuffer header(int linkType) {
        ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0);
        return file.putInt(262_144).putInt(linkType);
    }

    private static void frame(ByteBuffer file, byte[] bytes) {
        file.putInt(1_700_000_000)
                .putInt(0)
                .putInt(bytes.length)
                .putInt(bytes.length)
                .put(bytes);
    }
}
