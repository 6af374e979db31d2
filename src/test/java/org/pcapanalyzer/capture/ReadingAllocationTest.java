package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.junit.jupiter.api.Test;

/** Reading allocates per capture and per block handed over, not per frame. */
final class ReadingAllocationTest {
    private static final int FRAMES = 1_000_000;
    private static final int WARM_FRAMES = 100_000;
    private static final long ALLOWED_BYTES = 64 << 10;
    private static final String FRAME = "00".repeat(60);

    @Test
    void shouldNotAllocatePerFrameOfPcap() throws IOException {
        byte[] header = Bytes.little().pcapHeader(0xA1B2C3D4L, 65_535, 1).array();
        byte[] record = Bytes.little().record(1, 0, FRAME).array();
        assertFramesCostNothing(header, record);
    }

    @Test
    void shouldNotAllocatePerFrameOfPcapngWithOptions() throws IOException {
        byte[] header = Bytes.big().section().describe(1, 0).array();
        Bytes options = Bytes.big().option(2, new byte[4]).option(4, 1).endOfOptions();
        byte[] record = Bytes.big().enhanced(0, 1, FRAME, options).array();
        assertFramesCostNothing(header, record);
    }

    private static void assertFramesCostNothing(byte[] header, byte[] record) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        Frame frame = new Frame();
        try (FrameReader reader = CaptureFiles.open("generated", new RepeatingChannel(header, record))) {
            long count = 0;
            while (count < WARM_FRAMES && reader.next(frame)) {
                count++;
            }
            long before = threads.getThreadAllocatedBytes(self);
            while (count < FRAMES - 1 && reader.next(frame)) {
                count++;
            }
            long allocated = threads.getThreadAllocatedBytes(self) - before;
            assertTrue(allocated < ALLOWED_BYTES, allocated + " bytes allocated");
            while (reader.next(frame)) {
                count++;
            }
            assertEquals(FRAMES, count);
        }
    }

    /** A header, then the same record {@link #FRAMES} times. */
    private static final class RepeatingChannel implements ReadableByteChannel {
        private final ByteBuffer record;
        private ByteBuffer current;
        private int left = FRAMES;

        RepeatingChannel(byte[] header, byte[] record) {
            this.record = ByteBuffer.wrap(record);
            this.current = ByteBuffer.wrap(header);
        }

        @Override
        public int read(ByteBuffer target) {
            int start = target.position();
            while (target.hasRemaining() && (current.hasRemaining() || left > 0)) {
                if (!current.hasRemaining()) {
                    current = record.rewind();
                    left--;
                }
                int count = Math.min(current.remaining(), target.remaining());
                target.put(target.position(), current, current.position(), count);
                target.position(target.position() + count);
                current.position(current.position() + count);
            }
            return target.position() == start ? -1 : target.position() - start;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            left = 0;
        }
    }
}
