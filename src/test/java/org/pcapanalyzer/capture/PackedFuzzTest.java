package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.capture.Readings.Seen;

/** Any bytes as a file as people have it: compressed, an archive, both, neither. */
@Tag("fuzz")
final class PackedFuzzTest {
    private static final Path FILE = temporaryFile();

    @FuzzTest
    void read(byte[] input) throws IOException {
        Outcome whole = Outcome.of(() -> Readings.open(input));
        Outcome pieces = Outcome.of(() -> Outcome.openInBlocks(input, 257 + input.length % 509));
        assertSameUpToDamage(whole, pieces);
        Files.write(FILE, input);
        try (CaptureSet set = CaptureSet.of(List.of(FILE.toString()))) {
            Readings asFile = Readings.of(set.open());
            if (whole.isRead()) {
                assertEquals(whole.frames(), asFile.frames());
                whole.assertConsistent(input);
            } else {
                assertMembersRead(set, asFile.frames());
            }
        } catch (CaptureException e) {
            assertTrue(!whole.isRead(), () -> "refused as a file alone: " + e.getMessage());
            Outcome.assertFit(e.getMessage());
        }
    }

    /** How far the bytes before damage of a compressed stream come out depends on how large the pieces are that are read. */
    private static void assertSameUpToDamage(Outcome whole, Outcome pieces) {
        if (whole.isStreamDamaged() || pieces.isStreamDamaged()) {
            List<Seen> less = whole.frames().size() < pieces.frames().size() ? whole.frames() : pieces.frames();
            assertEquals(less, whole.frames().subList(0, less.size()));
            assertEquals(less, pieces.frames().subList(0, less.size()));
        } else {
            assertEquals(whole, pieces, "read from a pipe in small blocks");
        }
    }

    /** The members of an archive read the same a second time. */
    private static void assertMembersRead(CaptureSet set, List<Seen> frames) throws IOException {
        assertTrue(set.isRereadable());
        assertEquals(frames, Readings.of(set.reopen()).frames());
        set.leftOut().forEach(Outcome::assertFit);
    }

    private static Path temporaryFile() {
        try {
            Path file = Files.createTempFile("fuzz-", ".cap");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
