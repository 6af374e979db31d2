package org.pcapanalyzer.capture;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.pcapanalyzer.capture.FrameIndex.Range;

/** Gives the frames of some ranges of a file the numbers that they have in the whole of it. Used by one thread. */
final class RangeReader implements FrameReader {
    private final FrameReader reader;
    private final Iterator<Range> ranges;
    private long number;
    private long rest;

    /** @param reader of a file that holds nothing but the ranges; closed with this one */
    RangeReader(FrameReader reader, List<Range> ranges) {
        this.reader = reader;
        this.ranges = ranges.iterator();
    }

    @Override
    public boolean next(Frame frame) throws IOException {
        if (!reader.next(frame)) {
            return false;
        }
        if (rest == 0) {
            Range range = ranges.next();
            number = range.firstFrame();
            rest = range.frameCount();
        }
        String comment = frame.comment();
        frame.locate(number++, frame.timestampNs(), frame.linkType(), frame.interfaceId());
        frame.annotate(comment);
        rest--;
        return true;
    }

    @Override
    public List<CaptureSummary> summaries() {
        return reader.summaries();
    }

    @Override
    public CaptureInterface captureInterface(int id) {
        return reader.captureInterface(id);
    }

    @Override
    public long sourceBytesRead() {
        return reader.sourceBytesRead();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
