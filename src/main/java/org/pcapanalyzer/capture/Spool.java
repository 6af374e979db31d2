package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Temporary files for what can be read only once or only from its begin: the members of a compressed archive, an archive
 * from a pipe. Takes no more than half of the room that was free. Its files go when it is closed.
 */
final class Spool implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final List<Path> files = new ArrayList<>();
    private Path folder;
    private long roomBytes;

    /**
     * Copies a stream to its end.
     *
     * @param subject what is copied, for messages
     */
    Path copy(InputStream in, String subject) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        Path file = newFile(subject);
        int count;
        while ((count = in.read(buffer)) >= 0) {
            roomBytes -= count;
            if (roomBytes < 0) {
                throw new CaptureException("%s: unpacked it would fill more than half of the room in %s. %s"
                        .formatted(subject, folder.getParent(), "Unpack it elsewhere and name the captures."));
            }
            append(file, buffer, count, subject);
        }
        return file;
    }

    private static void append(Path file, byte[] buffer, int count, String subject) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, java.nio.file.StandardOpenOption.APPEND)) {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            throw noRoom(subject, file, e);
        }
    }

    private Path newFile(String subject) throws IOException {
        try {
            if (folder == null) {
                folder = Files.createTempDirectory("analyze-");
                folder.toFile().deleteOnExit();
                roomBytes = Files.getFileStore(folder).getUsableSpace() / 2;
            }
            Path file = Files.createFile(folder.resolve(Integer.toString(files.size())));
            file.toFile().deleteOnExit();
            files.add(file);
            return file;
        } catch (IOException e) {
            throw noRoom(subject, Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private static CaptureException noRoom(String subject, Path where, IOException e) {
        return new CaptureException(
                "%s: cannot be unpacked to %s (%s). Unpack it elsewhere and name the captures."
                        .formatted(subject, where, Printable.text(String.valueOf(e.getMessage()))),
                e);
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        if (folder != null) {
            Files.deleteIfExists(folder);
        }
    }
}
