package org.pcapanalyzer.capture;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/**
 * One file that may be a capture: on disk, a pipe, or a member of an archive.
 *
 * @param name         path as given, for messages and results; a member stands behind its archive and a slash
 * @param size         bytes as they are stored (compressed if it is), or {@link CaptureSource#UNKNOWN_SIZE}
 * @param isRereadable true if it can be opened more than once
 * @param opener       opens its bytes from the first
 */
record CaptureFile(String name, long size, boolean isRereadable, Opener opener) {
    /** Opens the bytes of a file; the caller closes them. */
    @FunctionalInterface
    interface Opener {
        ReadableByteChannel open() throws IOException;
    }

    /** The bytes with their digest taken. */
    CaptureSource hashed() throws IOException {
        return CaptureSource.hashed(name, opener.open(), size);
    }

    CaptureSource unhashed() throws IOException {
        return CaptureSource.unhashed(name, opener.open(), size);
    }

    /** A file within this one. */
    CaptureFile member(String member, long memberSize, Opener memberOpener) {
        return new CaptureFile(name + "/" + member, memberSize, true, memberOpener);
    }
}
