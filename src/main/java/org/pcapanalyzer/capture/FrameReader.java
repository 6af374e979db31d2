package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Reads the frames of one capture, be it a file in its order or a set of files in that of time. Used by one thread. */
public interface FrameReader extends Closeable {
    /**
     * Points {@code frame} at the next frame.
     *
     * @return false at the end of the capture, or where damage ends what can be read; {@link #summaries()} tells which
     * @throws IOException if the source itself fails (device, pipe), not for damaged content; the message, that of a
     *     {@link CaptureException}, is fit for the user
     */
    boolean next(Frame frame) throws IOException;

    /** Called before the first frame: the bytes of frames stay in place until {@code user} no longer uses them. */
    default void lendTo(FrameUser user) {
        throw new UnsupportedOperationException("frames of this reader last until the next one");
    }

    /** What is known so far of each file, in the order of their numbers; complete once {@link #next} returned false. */
    List<CaptureSummary> summaries();

    /** {@link #summaries} of the first file, the only one unless this reads a set. */
    default CaptureSummary summary() {
        return summaries().get(0);
    }

    /** The interfaces that frames came from so far, each at the place of its number. */
    default List<CaptureInterface> interfaces() {
        return summary().interfaces();
    }

    /** The one of {@link #interfaces} with this number. */
    default CaptureInterface captureInterface(int id) {
        return interfaces().get(id);
    }

    /** Bytes of the sources consumed so far, for progress; compressed bytes where a source is compressed. */
    long sourceBytesRead();
}
