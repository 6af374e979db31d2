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

/** Opens single captures, whatever their container; what a source is shows in its first bytes, never in its name. */
public final class CaptureFiles {
    /** Stands for standard input. */
    public static final String STANDARD_INPUT = "-";

    private CaptureFiles() {}

    /**
     * Opens a capture.
     *
     * @param name path of a file or named pipe, or {@link #STANDARD_INPUT}
     * @throws CaptureException if it cannot be read as a capture at all; archives and directories are for {@link CaptureSet}
     */
    public static FrameReader open(String name) throws IOException {
        return open(file(name).hashed());
    }

    /**
     * Opens a capture for a further pass, which takes no digest: {@link CaptureSummary#sha256} stays empty, and reading is
     * several times as fast.
     *
     * @param name path of a regular file
     * @throws CaptureException also if it is a pipe, which can be read only once
     */
    public static FrameReader reopen(String name) throws IOException {
        CaptureFile file = file(name);
        if (!file.isRereadable()) {
            throw notTwice(name);
        }
        return open(file.unhashed());
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

    static FrameReader open(CaptureSource source) throws IOException {
        return open(source, BlockReader.BLOCK_BYTES);
    }

    static FrameReader open(CaptureSource source, int blockBytes) throws IOException {
        CaptureInput input = input(source, blockBytes);
        try {
            return ContainerFormat.open(input);
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /** Closes the source where this fails. */
    static CaptureInput input(CaptureSource source, int blockBytes) throws IOException {
        try {
            return CaptureInput.of(source, blockBytes);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    static CaptureException notTwice(String name) {
        return new CaptureException("%s: cannot be read a second time. Save it to a file and analyse that."
                .formatted(name.equals(STANDARD_INPUT) ? "standard input" : Printable.text(name)));
    }

    /** The file of this name, which exists and is no directory. */
    static CaptureFile file(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return new CaptureFile(name, CaptureSource.UNKNOWN_SIZE, false, CaptureFiles::standardInput);
        }
        Path path = existing(name);
        if (Files.isDirectory(path)) {
            throw new CaptureException(
                    "%s: is a directory. Name the capture files in it.".formatted(Printable.text(name)));
        }
        return file(name, path);
    }

    static CaptureFile file(String name, Path path) throws IOException {
        boolean isRegular = Files.isRegularFile(path);
        long size = isRegular ? Files.size(path) : CaptureSource.UNKNOWN_SIZE;
        return new CaptureFile(name, size, isRegular, () -> channel(name, path));
    }

    static FileChannel channel(String name, Path path) throws IOException {
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

    static Path existing(String name) throws CaptureException {
        try {
            Path path = Path.of(name);
            if (name.isEmpty() || Files.notExists(path)) {
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
}
