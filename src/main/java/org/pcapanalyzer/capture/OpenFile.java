package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;

/** A file of a set while it is read: its reader, and its next frame. */
final class OpenFile implements Closeable {
    private final FrameReader reader;
    private final Frame head = new Frame();
    private final boolean isEmpty;
    private String failure = "";

    /** Reads the first frame. */
    OpenFile(FrameReader reader) throws IOException {
        this.reader = reader;
        this.isEmpty = !advance();
    }

    /** As {@link FrameReader#lendTo}, from the next frame on. */
    void lendTo(FrameUser user) {
        reader.lendTo(user);
    }

    /** The next frame, valid until {@link #advance}. */
    Frame head() {
        return head;
    }

    /** True if the file has no frame at all. */
    boolean isEmpty() {
        return isEmpty;
    }

    /** Goes to the next frame; false if there is none, also where the source fails, which its summary then tells. */
    boolean advance() throws IOException {
        try {
            return reader.next(head);
        } catch (CaptureException e) {
            failure = e.getMessage();
            return false;
        }
    }

    /** The interface that the next frame came from. */
    CaptureInterface headInterface() {
        return reader.captureInterface(head.interfaceId());
    }

    CaptureSummary summary() {
        return failure.isEmpty() ? reader.summary() : reader.summary().withDamage(failure);
    }

    long sourceBytesRead() {
        return reader.sourceBytesRead();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
