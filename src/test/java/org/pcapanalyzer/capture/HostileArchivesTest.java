package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that claim what nobody has room for, or name what is not theirs. */
final class HostileArchivesTest {
    private static final int TAR_RECORD_BYTES = 512;
    private static final byte[] CAPTURE = Bytes.little()
            .pcapHeader(0xA1B2C3D4L, 65_535, 1)
            .record(1, 0, "0102")
            .array();

    @TempDir
    private Path folder;

    /** Writes what a hostile archive consists of. */
    private interface Content {
        void write(OutputStream out) throws IOException;
    }

    private String gzip(String name, Content content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            content.write(out);
        }
        return file.toString();
    }

    private static void header(OutputStream out, String name, byte type, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setSize(size);
        if (type == TarConstants.LF_SYMLINK || type == TarConstants.LF_LINK) {
            entry.setLinkName("/etc/passwd");
        }
        byte[] record = new byte[TAR_RECORD_BYTES];
        entry.writeEntryHeader(record);
        out.write(record);
    }

    private static void member(OutputStream out, String name) throws IOException {
        header(out, name, TarConstants.LF_NORMAL, CAPTURE.length);
        out.write(CAPTURE);
        out.write(new byte[TAR_RECORD_BYTES - CAPTURE.length % TAR_RECORD_BYTES]);
    }

    private static long frames(CaptureSet set) throws IOException {
        return Readings.of(set.open()).frames().size();
    }

    /** GNU long name and long link name, attributes of one member and of all. */
    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_GNUTYPE_LONGLINK, 'x', 'g'})
    void shouldRefuseHeadersOfAnyLength(byte type) throws IOException {
        long size = 1L << 30;
        String file = gzip("headers.tgz", out -> {
            member(out, "before");
            header(out, "bomb", type, size);
            out.write("1073741824 path=".getBytes(StandardCharsets.US_ASCII));
            byte[] letters = "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 64; i++) {
                out.write(letters);
            }
        });
        try (CaptureSet set = CaptureSet.of(List.of(file))) {
            assertEquals(1, frames(set));
            assertTrue(set.leftOut().get(0).contains("its headers take more than 32 MiB"), set.leftOut()::toString);
        }
    }

    @Test
    void shouldListNoMoreThanTenThousandMembers() throws IOException {
        Path tar = folder.resolve("many.tar");
        Path zip = folder.resolve("many.zip");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(tar));
                ZipOutputStream zipped = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            for (int i = 0; i <= Archive.MAX_MEMBERS; i++) {
                header(out, "empty", TarConstants.LF_NORMAL, 0);
                zipped.putNextEntry(new ZipEntry("empty" + i));
            }
        }
        List<CaptureFile> members = new ArrayList<>();
        assertTooMany(() -> Archive.tar(CaptureFiles.file("many.tar", tar), tar, members::add));
        assertEquals(Archive.MAX_MEMBERS, members.size());
        assertTooMany(() -> Archive.zip(CaptureFiles.file("many.zip", zip), zip, members::add));
    }

    private static void assertTooMany(Executable listing) {
        CaptureException e = assertThrows(CaptureException.class, listing);
        assertTrue(e.getMessage().endsWith("holds more than 10000 files. Unpack it and name the captures."));
    }

    @Test
    void shouldFollowNoLinkOutOfAnArchive() throws IOException {
        String file = gzip("links.tgz", out -> {
            header(out, "link", TarConstants.LF_SYMLINK, 0);
            header(out, "hard", TarConstants.LF_LINK, 0);
            header(out, "device", TarConstants.LF_CHR, 0);
            member(out, "../../outside");
        });
        try (CaptureSet set = CaptureSet.of(List.of(file))) {
            assertEquals(1, frames(set));
            assertEquals(List.of(), set.leftOut());
        }
        assertFalse(Files.exists(folder.resolve("../../outside")), "written to where the archive says");
    }

    @Test
    void shouldPrintNamesOfMembersSafely() throws IOException {
        String file = gzip("names.tgz", out -> header(out, "\u001b[31m\u202e.pcap", TarConstants.LF_NORMAL, 0));
        CaptureException e = assertThrows(CaptureException.class, () -> CaptureSet.of(List.of(file)));
        assertEquals(Printable.text(e.getMessage()), e.getMessage());
    }
}
