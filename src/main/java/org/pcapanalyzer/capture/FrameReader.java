package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;

/** Reads the frames of one capture in the order of the file. Used by one thread. */
public interface FrameReader extends Closeable {
    /**
     * Points {@code frame} at the next frame.
     *
     * @return false at the end of the capture, or where damage ends what can be read; {@link #summary()} tells which
     * @throws IOException if the source itself fails (device, pipe), not for damaged content; the message, that of a
     *     {@link CaptureException}, is fit for the user
     */
    boolean next(Frame frame) throws IOException;

    /** What is known of the capture so far; complete once {@link #next} returned false. */
    CaptureSummary summary();

    /** Bytes of the source consumed so far, for progress; compressed bytes where the source is compressed. */
    long sourceBytesRead();
}
