package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * The bytes of a channel in direct blocks, the next of which a thread of its own fills while the current one is in use. What
 * a record leaves unread at the end of a block is carried over to the room before the next one, so that every record lies in
 * one piece. A second thread shows each block to an onlooker, which hashes it: that costs more than reading.
 *
 * <p>{@link #buffer()}, {@link #position()} and {@link #available()} say where the unread bytes lie; every call of
 * {@link #require} may move them to another buffer and gives the former one back. One thread reads and closes.
 */
final class BlockReader implements Closeable {
    /** All blocks together stay in the processor's cache on their way: 1 MiB reads twice as fast as 8 MiB. */
    static final int BLOCK_BYTES = 1 << 20;

    private static final int HEADROOM_BYTES = 256 << 10;
    private static final int BLOCK_COUNT = 8;
    /** So many blocks may wait for those who use their frames before reading waits for them. */
    private static final int MOST_LENT = BLOCK_COUNT - 4;

    private static final long JOIN_MILLIS = 1_000;

    /** Ends a queue. */
    private static final Block NOTHING = new Block(0, 0);

    private final ReadableByteChannel channel;
    private final int blockBytes;
    private final int headroomBytes;
    private final Consumer<ByteBuffer> onlooker;
    private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCK_COUNT + 1);
    private final BlockingQueue<Block> seen = new ArrayBlockingQueue<>(BLOCK_COUNT + 1);
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCK_COUNT + 2);
    private final Thread filler = new Thread(this::fillBlocks, "capture-prefetch");
    private final Thread shower = new Thread(this::showBlocks, "capture-digest");
    private volatile boolean stopped;
    private volatile Throwable failure;

    private Block block = NOTHING;
    private ByteBuffer joined = NOTHING.buffer();
    private ByteBuffer buffer = NOTHING.buffer();
    private int position;
    private int limit;
    private long bufferOffset;
    private boolean ended;
    private FrameUser user = FrameUser.NONE;
    private int lent;

    /**
     * Starts reading at once.
     *
     * @param channel    closed by the owner, before {@link #close()} where a read may hang in it
     * @param blockBytes size of a block; {@link #BLOCK_BYTES} unless the source is known to be smaller
     * @param onlooker   gets all bytes in order, in a thread of its own, up to {@link #stop}
     */
    BlockReader(ReadableByteChannel channel, int blockBytes, Consumer<ByteBuffer> onlooker) {
        this.channel = channel;
        this.blockBytes = blockBytes;
        this.headroomBytes = Math.min(HEADROOM_BYTES, blockBytes);
        this.onlooker = onlooker;
        start(filler);
        start(shower);
    }

    private static void start(Thread thread) {
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on blocks stay in place until what was read of them is not used any more. */
    void lendTo(FrameUser frameUser) {
        user = frameUser;
    }

    /** The buffer that holds the unread bytes, big-endian. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Index of the first unread byte in {@link #buffer()}. */
    int position() {
        return position;
    }

    /** Unread bytes at hand. */
    int available() {
        return limit - position;
    }

    /** Offset of the first unread byte in the channel's content. */
    long offset() {
        return bufferOffset + position;
    }

    /** Passes over bytes that are at hand. */
    void skip(int count) {
        position += count;
    }

    /**
     * Brings {@code count} unread bytes to hand, in one piece. Memory grows with the bytes that arrive, not with what is
     * asked for.
     *
     * @return false if the content ends before; what there is of it is then at hand
     * @throws IOException if the channel failed, after all bytes before the failure have been given out
     */
    boolean require(int count) throws IOException {
        while (limit - position < count) {
            if (ended) {
                rethrowFailure();
                return false;
            }
            Block next = take();
            if (next == NOTHING) {
                ended = true;
            } else if (limit - position <= next.start()) {
                moveTo(next);
            } else {
                join(next);
            }
        }
        return true;
    }

    private void moveTo(Block next) {
        int rest = limit - position;
        int start = next.start() - rest;
        next.buffer().put(start, buffer, position, rest);
        bufferOffset += position - start;
        giveBack(block);
        block = next;
        buffer = next.buffer();
        position = start;
        limit = next.end();
    }

    /** Puts the rest and the next block in one larger buffer: the way of records that no block can hold. */
    private void join(Block next) {
        user.awaitUnused();
        int rest = limit - position;
        int gain = next.end() - next.start();
        ByteBuffer target = joined;
        if (target.capacity() < rest + gain) {
            target = ByteBuffer.allocateDirect(Math.max(2 * target.capacity(), rest + gain));
        }
        if (buffer != target || position > 0) {
            target.put(0, buffer, position, rest);
        }
        target.put(rest, next.buffer(), next.start(), gain);
        bufferOffset += position;
        giveBack(block);
        giveBack(next);
        block = NOTHING;
        joined = target;
        buffer = target;
        position = 0;
        limit = rest + gain;
    }

    private Block take() throws IOException {
        try {
            return filled.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    /** Gives a block back when its frames are not used any more. */
    private void giveBack(Block read) {
        if (read == NOTHING) {
            return;
        }
        if (lent == MOST_LENT) {
            user.awaitUnused();
        }
        lent++;
        user.whenUnused(() -> {
            lent--;
            release(read);
        });
    }

    private void release(Block used) {
        if (used.release()) {
            free.add(used);
        }
    }

    private void rethrowFailure() throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        rethrowFault();
    }

    private void rethrowFault() {
        if (failure != null && !(failure instanceof IOException)) {
            throw new IllegalStateException("a thread behind the reader died", failure);
        }
    }

    /** Ends the prefetching, however much of the channel is unread; what is at hand stays valid. */
    void stop() throws IOException {
        stopped = true;
        free.add(NOTHING);
        try {
            filler.join();
            shower.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
        rethrowFault();
    }

    /** Ends the threads. One that hangs in a read that closing the channel does not end is left behind as a daemon. */
    @Override
    public void close() {
        stopped = true;
        filler.interrupt();
        shower.interrupt();
        try {
            filler.join(JOIN_MILLIS);
            shower.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True while a thread behind the reader lives. */
    boolean isReading() {
        return filler.isAlive() || shower.isAlive();
    }

    // What follows runs in the threads behind the reader.

    private void fillBlocks() {
        try {
            for (int allocated = 0; !stopped; ) {
                Block next = free.poll();
                if (next == null) {
                    next = allocated++ < BLOCK_COUNT ? new Block(headroomBytes, blockBytes) : free.take();
                }
                if (next == NOTHING || !fill(next)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            filled.add(NOTHING);
            seen.add(NOTHING);
        }
    }

    /** Fills a block and hands it over, whatever stops the filling; false at the end of the channel. */
    private boolean fill(Block next) throws IOException {
        ByteBuffer target = next.fillable();
        try {
            int count = 0;
            while (count >= 0 && target.hasRemaining() && !stopped) {
                count = channel.read(target);
            }
            return count >= 0;
        } finally {
            next.handOver(2);
            filled.add(next);
            seen.add(next);
        }
    }

    private void showBlocks() {
        try {
            for (Block next = seen.take(); next != NOTHING; next = seen.take()) {
                onlooker.accept(next.content());
                release(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure = e;
            stopped = true;
            free.add(NOTHING);
        }
    }
}
