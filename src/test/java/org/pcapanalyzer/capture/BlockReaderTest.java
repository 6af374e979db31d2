package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BlockReaderTest {
    private static final int SMALL_BLOCK = 1_000;

    @Test
    void shouldGiveEveryByteOnceWhenRecordsStraddleBlocks() throws IOException {
        byte[] content = content(50_000);
        Random random = new Random(7);
        try (BlockReader reader = reader(content, SMALL_BLOCK)) {
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            int length = 1 + random.nextInt(5_000);
            while (reader.require(length)) {
                assertEquals(seen.size(), reader.offset());
                take(reader, length, seen);
                length = 1 + random.nextInt(5_000);
            }
            assertEquals(seen.size(), reader.offset());
            take(reader, reader.available(), seen);
            assertEquals(ByteBuffer.wrap(content), ByteBuffer.wrap(seen.toByteArray()));
        }
    }

    @Test
    void shouldJoinRecordsLargerThanBlockAndHeadroom() throws IOException {
        byte[] content = content(3 << 20);
        try (BlockReader reader = reader(content, 64 << 10)) {
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            for (int length : new int[] {10, 1 << 20, 7, 900_000, 3, 1_000_000}) {
                assertTrue(reader.require(length), "record of " + length);
                assertEquals(seen.size(), reader.offset());
                take(reader, length, seen);
            }
            assertFalse(reader.require(1 << 20));
            take(reader, reader.available(), seen);
            assertEquals(ByteBuffer.wrap(content), ByteBuffer.wrap(seen.toByteArray()));
        }
    }

    @Test
    void shouldGrowNoFurtherThanTheLargestRecordNeeds() throws IOException {
        int record = 4 << 20;
        try (BlockReader reader = reader(content(40 << 20), 64 << 10)) {
            while (reader.require(record)) {
                reader.skip(record);
                assertTrue(reader.buffer().capacity() <= 2 * (record + (64 << 10)), "holds " + reader.buffer());
            }
        }
    }

    @Test
    void shouldNotAllocateWhatIsAskedForButWhatArrives() throws IOException {
        try (BlockReader reader = reader(content(100), SMALL_BLOCK)) {
            assertFalse(reader.require(Integer.MAX_VALUE));
            assertEquals(100, reader.available());
        }
    }

    @Test
    void shouldKeepBufferBigEndianInEveryBlock() throws IOException {
        try (BlockReader reader = reader(content(2 << 20), 64 << 10)) {
            for (int length : new int[] {1, 100_000, 1 << 20}) {
                assertTrue(reader.require(length));
                assertSame(ByteOrder.BIG_ENDIAN, reader.buffer().order());
                reader.skip(length);
            }
        }
    }

    @Test
    void shouldShowOnlookerAllBytesInOrder() throws IOException {
        byte[] content = content(20_000);
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (BlockReader reader = new BlockReader(channel(content), SMALL_BLOCK, bytes -> copy(bytes, shown))) {
            while (reader.require(700)) {
                reader.skip(700);
            }
            reader.stop();
            assertEquals(ByteBuffer.wrap(content), ByteBuffer.wrap(shown.toByteArray()));
        }
    }

    @Test
    void shouldReportFailureOfChannelAfterTheBytesBeforeIt() throws IOException {
        ReadableByteChannel failing = new FailingChannel(content(2_500), new IOException("device gone"));
        try (BlockReader reader = new BlockReader(failing, SMALL_BLOCK, bytes -> {})) {
            assertTrue(reader.require(2_500));
            reader.skip(2_500);
            IOException thrown = assertThrows(IOException.class, () -> reader.require(1));
            assertEquals("device gone", thrown.getMessage());
        }
    }

    @Test
    void shouldReportDeathOfThreadInsteadOfWaitingForIt() {
        ReadableByteChannel broken = new FailingChannel(content(10), new IllegalArgumentException("bug"));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try (BlockReader reader = new BlockReader(broken, SMALL_BLOCK, bytes -> {})) {
                IllegalStateException thrown =
                        assertThrows(IllegalStateException.class, () -> reader.require(SMALL_BLOCK));
                assertEquals("bug", thrown.getCause().getMessage());
            }
        });
    }

    @Test
    void shouldReportDeathOfOnlookerInsteadOfWaitingForIt() {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try (BlockReader reader = new BlockReader(channel(content(1 << 20)), SMALL_BLOCK, bytes -> {
                throw new IllegalArgumentException("bug");
            })) {
                assertThrows(IllegalStateException.class, () -> reader.require(1 << 20));
                assertThrows(IllegalStateException.class, reader::stop);
            }
        });
    }

    @Test
    void shouldEndThreadsWhenReadingStopsEarly() throws IOException {
        BlockReader reader = reader(content(1 << 20), SMALL_BLOCK);
        assertTrue(reader.require(10));
        reader.close();
        assertFalse(reader.isReading());
    }

    @Test
    void shouldEndThreadsWhenPipeIsSilent() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.sink().write(ByteBuffer.wrap(content(3 * SMALL_BLOCK + 1)));
        BlockReader reader = new BlockReader(pipe.source(), SMALL_BLOCK, bytes -> {});
        assertTrue(reader.require(10));
        pipe.source().close();
        reader.close();
        assertFalse(reader.isReading());
        pipe.sink().close();
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static ReadableByteChannel channel(byte[] content) {
        return Channels.newChannel(new ByteArrayInputStream(content));
    }

    private static BlockReader reader(byte[] content, int blockBytes) {
        return new BlockReader(channel(content), blockBytes, bytes -> {});
    }

    private static void take(BlockReader reader, int length, ByteArrayOutputStream seen) {
        byte[] copy = new byte[length];
        reader.buffer().get(reader.position(), copy);
        seen.writeBytes(copy);
        reader.skip(length);
    }

    private static void copy(ByteBuffer bytes, ByteArrayOutputStream target) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        target.writeBytes(copy);
    }

    /** Gives its content, then fails. */
    private static final class FailingChannel implements ReadableByteChannel {
        private final ByteBuffer content;
        private final Exception failure;

        FailingChannel(byte[] content, Exception failure) {
            this.content = ByteBuffer.wrap(content);
            this.failure = failure;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (content.hasRemaining()) {
                int count = Math.min(content.remaining(), target.remaining());
                target.put(content.slice(content.position(), count));
                content.position(content.position() + count);
                return count;
            }
            if (failure instanceof IOException e) {
                throw e;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            content.limit(0);
        }
    }
}
