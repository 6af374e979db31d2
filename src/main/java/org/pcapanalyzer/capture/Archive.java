package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.FileInputStream;
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

/**
 * The members of a tar or zip archive. One that lies uncompressed on disk is read in place; of a compressed tar, and of
 * what comes through a pipe, the members are spooled.
 */
final class Archive {
    private static final String BROKEN =
            "%s: the %s archive is broken or cut (%s). Copy it again, or unpack what can be.";

    /** Files in one archive; those behind it are not looked at. */
    static final int MAX_MEMBERS = 10_000;

    private Archive() {}

    /**
     * Lists a tar archive that lies uncompressed on disk.
     *
     * @param members gets the members, those before a broken place too
     */
    static void tar(CaptureFile file, Path path, Consumer<CaptureFile> members) throws IOException {
        try (TarHeaders content = new TarHeaders(new FileInputStream(path.toFile()))) {
            listTar(file, content, (tar, entry) -> {
                if (!entry.isSparse()) {
                    long offset = content.offset();
                    long size = entry.getSize();
                    members.accept(file.member(
                            entry.getName(),
                            size,
                            () -> new Slice(CaptureFiles.channel(file.name(), path), offset, size)));
                }
            });
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
        // Closing the content would close nothing: the blocks belong to the input.
        listTar(file, new TarHeaders(new BlockInputStream(input.blocks())), (tar, entry) -> {
            Path copy = spool.copy(tar, input.printableName());
            CaptureFile spooled = CaptureFiles.file(file.name(), copy);
            members.accept(file.member(entry.getName(), spooled.size(), spooled.opener()));
        });
        if (!input.streamDamage().isEmpty()) {
            throw broken(file, "tar", new IOException(input.streamDamage()));
        }
    }

    /** Takes a member whose content is next in the archive. */
    private interface TarMember {
        void take(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException;
    }

    private static void listTar(CaptureFile file, TarHeaders content, TarMember members) throws IOException {
        try {
            TarArchiveInputStream tar = new TarArchiveInputStream(content);
            int count = 0;
            for (TarArchiveEntry entry = content.next(tar); entry != null; entry = content.next(tar)) {
                if (isRegular(entry) && isVisible(entry.getName())) {
                    if (++count > MAX_MEMBERS) {
                        throw tooMany(file);
                    }
                    members.take(tar, entry);
                }
            }
        } catch (CaptureException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw broken(file, "tar", e);
        }
    }

    /** Links are no members: what they name may lie anywhere. Nor are devices. */
    private static boolean isRegular(TarArchiveEntry entry) {
        boolean isLink = entry.isLink() || entry.isSymbolicLink();
        boolean isDevice = entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
        return entry.isFile() && !isLink && !isDevice;
    }

    /** Lists a zip archive that lies on disk; what is returned keeps its directory from being read again for each member. */
    static Closeable zip(CaptureFile file, Path path, Consumer<CaptureFile> members) throws IOException {
        ZipFile zip = openZip(file, path);
        if (zip.size() > MAX_MEMBERS) {
            zip.close();
            throw tooMany(file);
        }
        zip.stream()
                .filter(entry -> !entry.isDirectory() && isVisible(entry.getName()))
                .forEach(entry -> {
                    String name = entry.getName();
                    members.accept(file.member(name, entry.getSize(), () -> zipMember(file, path, name)));
                });
        return zip;
    }

    private static ZipFile openZip(CaptureFile file, Path path) throws IOException {
        try {
            return new ZipFile(path.toFile());
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

    private static CaptureException tooMany(CaptureFile file) {
        return new CaptureException("%s: holds more than %d files. Unpack it and name the captures."
                .formatted(Printable.text(file.name()), MAX_MEMBERS));
    }

    private static CaptureException broken(CaptureFile file, String format, Exception e) {
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
