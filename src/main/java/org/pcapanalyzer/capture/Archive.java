package org.pcapanalyzer.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * The members of a tar or zip archive. One that lies uncompressed on disk is read in place; of a compressed tar, and of
 * what comes through a pipe, the members are spooled.
 */
final class Archive {
    private static final String BROKEN =
            "%s: the %s archive is broken or cut (%s). Copy it again, or unpack what can be.";

    private Archive() {}

    /**
     * Lists a tar archive that lies uncompressed on disk.
     *
     * @param members gets the members, those before a broken place too
     */
    static void tar(CaptureFile file, Path path, Consumer<CaptureFile> members) throws IOException {
        try (TarFile tar = new TarFile(path)) {
            for (TarArchiveEntry entry : tar.getEntries()) {
                if (entry.isFile() && !entry.isSparse() && isVisible(entry.getName())) {
                    long offset = entry.getDataOffset();
                    long size = entry.getSize();
                    members.accept(file.member(
                            entry.getName(),
                            size,
                            () -> new Slice(CaptureFiles.channel(file.name(), path), offset, size)));
                }
            }
        } catch (IOException e) {
            throw broken(file, "tar", e);
        }
    }

    /**
     * Spools the members of a tar archive that is compressed or comes through a pipe.
     *
     * @param input   the archive opened, at its first byte
     * @param members gets the members, those before a broken place too
     */
    static void spoolTar(CaptureFile file, CaptureInput input, Spool spool, Consumer<CaptureFile> members)
            throws IOException {
        try {
            // Closing the stream would close nothing: the blocks belong to the input.
            TarArchiveInputStream tar = new TarArchiveInputStream(new BlockInputStream(input.blocks()));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && isVisible(entry.getName())) {
                    Path copy = spool.copy(tar, input.printableName());
                    CaptureFile spooled = CaptureFiles.file(file.name(), copy);
                    members.accept(file.member(entry.getName(), spooled.size(), spooled.opener()));
                }
            }
            if (!input.streamDamage().isEmpty()) {
                throw new IOException(input.streamDamage());
            }
        } catch (CaptureException e) {
            throw e;
        } catch (IOException e) {
            throw broken(file, "tar", e);
        }
    }

    /** Lists a zip archive that lies on disk. */
    static void zip(CaptureFile file, Path path, Consumer<CaptureFile> members) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            zip.stream()
                    .filter(entry -> !entry.isDirectory() && isVisible(entry.getName()))
                    .forEach(entry -> {
                        String name = entry.getName();
                        members.accept(file.member(name, entry.getSize(), () -> zipMember(file, path, name)));
                    });
        } catch (IOException e) {
            throw broken(file, "zip", e);
        }
    }

    private static ReadableByteChannel zipMember(CaptureFile file, Path path, String name) throws IOException {
        try {
            ZipFile zip = new ZipFile(path.toFile());
            ZipEntry entry = zip.getEntry(name);
            InputStream content = entry == null ? InputStream.nullInputStream() : zip.getInputStream(entry);
            return new ZipMember(zip, Channels.newChannel(content));
        } catch (IOException e) {
            throw broken(file, "zip", e);
        }
    }

    /** Neither hidden nor what some systems add to archives. */
    private static boolean isVisible(String name) {
        return !name.startsWith("__MACOSX/")
                && !name.substring(name.lastIndexOf('/') + 1).startsWith(".");
    }

    private static CaptureException broken(CaptureFile file, String format, IOException e) {
        return new CaptureException(
                BROKEN.formatted(Printable.text(file.name()), format, Printable.text(String.valueOf(e.getMessage()))),
                e);
    }

    /** A part of a file. */
    private static final class Slice implements ReadableByteChannel {
        private final FileChannel channel;
        private long left;

        Slice(FileChannel channel, long offset, long size) throws IOException {
            this.channel = channel.position(offset);
            this.left = size;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (left == 0) {
                return -1;
            }
            int limit = target.limit();
            target.limit((int) Math.min(limit, target.position() + left));
            int count = channel.read(target);
            target.limit(limit);
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** A member's content, which closes its archive. */
    private record ZipMember(ZipFile zip, ReadableByteChannel content) implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return content.read(target);
        }

        @Override
        public boolean isOpen() {
            return content.isOpen();
        }

        @Override
        public void close() throws IOException {
            content.close();
            zip.close();
        }
    }
}
