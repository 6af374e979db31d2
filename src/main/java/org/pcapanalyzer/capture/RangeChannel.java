package org.pcapanalyzer.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Iterator;
import java.util.List;
import org.pcapanalyzer.capture.FrameIndex.Range;

/** Some ranges of a file, one behind the other, as if the file held nothing else. */
final class RangeChannel implements ReadableByteChannel {
    private final SeekableByteChannel file;
    private final Iterator<Range> ranges;
    private long rest;

    /** @param file closed with this channel */
    RangeChannel(SeekableByteChannel file, List<Range> ranges) {
        this.file = file;
        this.ranges = ranges.iterator();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (rest == 0) {
            if (!ranges.hasNext()) {
                return -1;
            }
            Range range = ranges.next();
            file.position(range.begin());
            rest = range.end() - range.begin();
        }
        ByteBuffer room = target.slice();
        room.limit((int) Math.min(rest, room.limit()));
        int count = file.read(room);
        if (count > 0) {
            target.position(target.position() + count);
            rest -= count;
        }
        return count;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
