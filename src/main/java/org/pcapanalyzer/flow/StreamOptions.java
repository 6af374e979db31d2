package org.pcapanalyzer.flow;

import java.util.Objects;

/**
 * How streams are put together and what may be held for it. Memory is counted in chunks of
 * {@value org.pcapanalyzer.decode.ChunkArena#CHUNK_BYTES} bytes, of which every held piece of a segment takes one.
 *
 * @param overlap                   which copy counts where two disagree
 * @param heldBytesPerDirection     bytes that wait for others before them; beyond that the first hole is given up.
 *                                  More than the receive windows of real hosts
 * @param comparedBytesPerDirection bytes handed over but not acknowledged that are kept to compare further copies with
 *                                  them; beyond that the oldest are forgotten; 0 compares nothing
 * @param heldBytes                 both, of all flows together; bytes to compare take at most half of it
 */
public record StreamOptions(
        OverlapPolicy overlap, int heldBytesPerDirection, int comparedBytesPerDirection, long heldBytes) {
    private static final int HELD_PERCENT = 10;

    public StreamOptions {
        Objects.requireNonNull(overlap);
        if (heldBytesPerDirection < 0 || comparedBytesPerDirection < 0 || heldBytes < 0) {
            throw new IllegalArgumentException("a limit is negative");
        }
    }

    /** The options of one of several that share the memory. */
    StreamOptions part(int parts) {
        return new StreamOptions(overlap, heldBytesPerDirection, comparedBytesPerDirection, heldBytes / parts);
    }

    /** 16 MiB to wait and 256 KiB to compare per direction; {@value #HELD_PERCENT} % of the heap's size for all. */
    public static StreamOptions forHeap(long maxHeapBytes, OverlapPolicy overlap) {
        return new StreamOptions(overlap, 16 << 20, 256 << 10, maxHeapBytes / 100 * HELD_PERCENT);
    }
}
