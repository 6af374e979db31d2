package org.pcapanalyzer.capture;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens captures, whatever their container; what a source is shows in its first bytes, never in its name. */
public final class CaptureFiles {
    /** Stands for standard input. */
    public static final String STANDARD_INPUT = "-";

    private CaptureFiles() {}

    /**
     * Opens a capture.
     *
     * @param name path of a file or named pipe, or {@link #STANDARD_INPUT}
     * @throws CaptureException if it cannot be read as a capture at all
     */
    public static FrameReader open(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return open(name, standardInput());
        }
        Path path = existingPath(name);
        FileChannel channel = channel(name, path);
        return open(CaptureSource.hashed(name, channel, sizeOf(path, channel)));
    }

    /**
     * Opens a capture for a further pass, which takes no digest: {@link CaptureSummary#sha256} stays empty, and reading is
     * several times as fast.
     *
     * @param name path of a regular file
     * @throws CaptureException also if it is a pipe, which can be read only once
     */
    public static FrameReader reopen(String name) throws IOException {
        boolean standardInput = name.equals(STANDARD_INPUT);
        if (standardInput || !Files.isRegularFile(existingPath(name))) {
            throw new CaptureException("%s: cannot be read a second time. Save it to a file and analyse that."
                    .formatted(standardInput ? "standard input" : Printable.text(name)));
        }
        Path path = existingPath(name);
        FileChannel channel = channel(name, path);
        return open(CaptureSource.unhashed(name, channel, sizeOf(path, channel)));
    }

    /**
     * Opens a capture that comes from elsewhere than a path.
     *
     * @param name    what to call it in messages and results
     * @param channel closed with the reader, also where opening fails
     */
    public static FrameReader open(String name, ReadableByteChannel channel) throws IOException {
        return open(CaptureSource.hashed(name, channel, CaptureSource.UNKNOWN_SIZE));
    }

    private static FileChannel channel(String name, Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            throw new CaptureException(
                    "%s: not readable by this user. Check its permissions.".formatted(Printable.text(name)), e);
        } catch (FileSystemException e) {
            throw new CaptureException(
                    "%s: cannot be opened (%s). Check the name and the file system."
                            .formatted(
                                    Printable.text(name),
                                    Printable.text(e.getReason() == null ? "gone meanwhile" : e.getReason())),
                    e);
        }
    }

    private static long sizeOf(Path path, FileChannel channel) throws IOException {
        return Files.isRegularFile(path) ? channel.size() : CaptureSource.UNKNOWN_SIZE;
    }

    private static Path existingPath(String name) throws CaptureException {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new CaptureException(
                        "%s: is a directory. Name the capture files in it.".formatted(Printable.text(name)));
            }
            if (Files.notExists(path)) {
                throw noSuchFile(name, new NoSuchFileException(name));
            }
            return path;
        } catch (InvalidPathException e) {
            throw noSuchFile(name, e);
        }
    }

    private static CaptureException noSuchFile(String name, Exception cause) {
        return new CaptureException(
                "%s: no such file. Check the name and the working directory.".formatted(Printable.text(name)), cause);
    }

    /** Closing its channel ends a read that waits for a silent pipe, which closing {@code System.in} would not. */
    private static ReadableByteChannel standardInput() {
        return new FileInputStream(FileDescriptor.in).getChannel();
    }

    static FrameReader open(CaptureSource source) throws IOException {
        try {
            CaptureInput input = CaptureInput.of(source);
            try {
                return ContainerFormat.open(input);
            } catch (IOException | RuntimeException e) {
                input.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }
}
