package org.pcapanalyzer.flow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.pcapanalyzer.decode.ChunkArena;

/**
 * What all streams hold: pieces of segments, each with its place in the stream, the frame that brought it, and a chunk of
 * memory for its bytes. A piece without bytes stands for what the snaplen cut off. Pieces are numbered; the numbers of
 * released ones are used again.
 */
final class StreamMemory {
    static final int NONE = -1;
    static final int PIECE_BYTES = ChunkArena.CHUNK_BYTES;

    private static final int FIRST_CAPACITY = 64;

    private final ChunkArena chunks;
    private final int most;
    private long[] starts = {};
    private long[] ends = {};
    private long[] frames = {};
    private long[] timesNs = {};
    private boolean[] hasBytes = {};

    StreamMemory(long limitBytes) {
        chunks = new ChunkArena(limitBytes);
        most = chunks.freeCount();
    }

    /** Pieces that can be taken. */
    int freeCount() {
        return chunks.freeCount();
    }

    /** Pieces that could be taken if none were. */
    int most() {
        return most;
    }

    /** Takes a piece for the positions from {@code start} to before {@code end}, {@link #NONE} if none is free. */
    int take(long start, long end, Payload payload) {
        if (chunks.freeCount() == 0) {
            return NONE;
        }
        int piece = chunks.take();
        if (piece >= starts.length) {
            grow(piece + 1);
        }
        starts[piece] = start;
        ends[piece] = end;
        frames[piece] = payload.frame();
        timesNs[piece] = payload.timeNs();
        hasBytes[piece] = payload.hasBytesAt(start);
        if (hasBytes[piece]) {
            buffer(piece).put(offset(piece), payload.buffer(), payload.offset(start), (int) (end - start));
        }
        return piece;
    }

    private void grow(int least) {
        int capacity = Math.max(FIRST_CAPACITY, Math.max(least, 2 * starts.length));
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        frames = Arrays.copyOf(frames, capacity);
        timesNs = Arrays.copyOf(timesNs, capacity);
        hasBytes = Arrays.copyOf(hasBytes, capacity);
    }

    void release(int piece) {
        chunks.release(piece);
    }

    long start(int piece) {
        return starts[piece];
    }

    /** Position behind the last byte. */
    long end(int piece) {
        return ends[piece];
    }

    long frame(int piece) {
        return frames[piece];
    }

    long timeNs(int piece) {
        return timesNs[piece];
    }

    boolean hasBytes(int piece) {
        return hasBytes[piece];
    }

    ByteBuffer buffer(int piece) {
        return chunks.slab(piece);
    }

    /** Position of the piece's first byte in its buffer. */
    int offset(int piece) {
        return chunks.offset(piece);
    }
}
