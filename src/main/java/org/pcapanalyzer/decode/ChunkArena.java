package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/** Bounded memory outside the heap: chunks of equal size out of slabs that are allocated when first needed and kept. */
public final class ChunkArena {
    public static final int CHUNK_BYTES = 1 << 11;
    static final int SLAB_BYTES = 1 << 20;

    private static final int CHUNKS_PER_SLAB = SLAB_BYTES / CHUNK_BYTES;

    private final ByteBuffer[] slabs;
    private final int[] freeChunks;
    private int slabCount;
    private int freeCount;

    /** @param limitBytes rounded down to slabs of {@value #SLAB_BYTES} bytes */
    public ChunkArena(long limitBytes) {
        slabs = new ByteBuffer[(int) (limitBytes / SLAB_BYTES)];
        freeChunks = new int[slabs.length * CHUNKS_PER_SLAB];
    }

    /** Chunks that can be taken. */
    public int freeCount() {
        return freeCount + (slabs.length - slabCount) * CHUNKS_PER_SLAB;
    }

    /** Number of a chunk that is now taken; only if {@link #freeCount()} is not 0. */
    public int take() {
        if (freeCount == 0) {
            addSlab();
        }
        return freeChunks[--freeCount];
    }

    public void release(int chunk) {
        freeChunks[freeCount++] = chunk;
    }

    /** The buffer that holds a chunk, from {@link #offset} on. */
    public ByteBuffer slab(int chunk) {
        return slabs[chunk / CHUNKS_PER_SLAB];
    }

    public int offset(int chunk) {
        return chunk % CHUNKS_PER_SLAB * CHUNK_BYTES;
    }

    private void addSlab() {
        slabs[slabCount] = ByteBuffer.allocateDirect(SLAB_BYTES);
        int first = slabCount * CHUNKS_PER_SLAB;
        for (int chunk = first + CHUNKS_PER_SLAB - 1; chunk >= first; chunk--) {
            freeChunks[freeCount++] = chunk;
        }
        slabCount++;
    }
}
