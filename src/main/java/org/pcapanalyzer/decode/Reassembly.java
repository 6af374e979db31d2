package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One datagram in the making: what is known of it, and its bytes in chunks of the arena. */
final class Reassembly {
    /** What further fragments mean. */
    enum State {
        /** They are awaited. */
        OPEN,
        /** They are counted alone: the datagram cannot be put together any more. */
        BROKEN,
        /** They are copies, or of another datagram: this one went out already. */
        DONE
    }

    private static final int MAX_CHUNKS = (1 << 16) / ChunkArena.CHUNK_BYTES;
    private static final int NO_CHUNK = -1;

    final FragmentedDatagram datagram = new FragmentedDatagram();
    /** Bytes that fragments cover by their headers. */
    final ByteRanges covered = new ByteRanges();
    /** Those of them that were captured. */
    final ByteRanges held = new ByteRanges();

    State state = State.OPEN;
    /** Next header of the first fragment: where decoding goes on. */
    int firstProtocol;
    /** Links of {@link FragmentTable}. */
    int bucket;

    Reassembly nextInBucket;
    Reassembly older;
    Reassembly younger;

    private final int[] chunks = new int[MAX_CHUNKS];

    Reassembly() {
        Arrays.fill(chunks, NO_CHUNK);
    }

    /** Begins with the fragment that {@code packet} stands at. */
    void begin(Packet packet, long id) {
        state = State.OPEN;
        covered.clear();
        held.clear();
        datagram.firstNs = packet.timestampNs;
        datagram.firstFrame = packet.frameNumber;
        datagram.ipVersion = packet.ipVersion;
        datagram.sourceHigh = packet.sourceHigh;
        datagram.sourceLow = packet.sourceLow;
        datagram.destinationHigh = packet.destinationHigh;
        datagram.destinationLow = packet.destinationLow;
        datagram.ipProtocol = packet.ipProtocol;
        datagram.ipId = id;
        datagram.fragmentCount = 0;
        datagram.bytesSeen = 0;
        datagram.maxFragLength = 0;
        datagram.totalLength = -1;
        datagram.isFirstSeen = false;
        datagram.hasOverlap = false;
        datagram.sourcePort = -1;
        datagram.destinationPort = -1;
    }

    /** True if a fragment with this identification belongs to the datagram; IPv4 numbers each protocol on its own. */
    boolean matches(Packet packet, long id) {
        return datagram.ipId == id
                && datagram.sourceLow == packet.sourceLow
                && datagram.destinationLow == packet.destinationLow
                && datagram.sourceHigh == packet.sourceHigh
                && datagram.destinationHigh == packet.destinationHigh
                && datagram.ipVersion == packet.ipVersion
                && (packet.ipVersion == 6 || datagram.ipProtocol == packet.ipProtocol);
    }

    /** Chunks that {@link #store} would have to take for these bytes. */
    int chunksNeeded(int start, int end) {
        int needed = 0;
        for (int i = start / ChunkArena.CHUNK_BYTES; i * ChunkArena.CHUNK_BYTES < end; i++) {
            if (chunks[i] == NO_CHUNK) {
                needed++;
            }
        }
        return needed;
    }

    /** Copies bytes of {@code source} to {@code start}, except where bytes are held already: the first copy stays. */
    void store(ChunkArena arena, ByteBuffer source, int sourceOffset, int start, int end) {
        int from = held.nextMissing(start);
        while (from < end) {
            int to = held.nextPresent(from, end);
            copyIn(arena, source, sourceOffset + from - start, from, to);
            from = held.nextMissing(to);
        }
    }

    /** True if the bytes held from {@code start} on equal those of {@code source}; bytes that are not held count as equal. */
    boolean equals(ChunkArena arena, ByteBuffer source, int sourceOffset, int start, int end) {
        int position = start;
        while (position < end) {
            int missing = Math.min(end, held.nextMissing(position));
            for (; position < missing; position++) {
                int chunk = chunks[position / ChunkArena.CHUNK_BYTES];
                int at = arena.offset(chunk) + position % ChunkArena.CHUNK_BYTES;
                if (arena.slab(chunk).get(at) != source.get(sourceOffset + position - start)) {
                    return false;
                }
            }
            position = held.nextPresent(position, end);
        }
        return true;
    }

    /** Copies the first {@code length} bytes, all of them held, to the start of {@code target}. */
    void copyTo(ChunkArena arena, ByteBuffer target, int length) {
        for (int position = 0; position < length; position += ChunkArena.CHUNK_BYTES) {
            int chunk = chunks[position / ChunkArena.CHUNK_BYTES];
            int count = Math.min(ChunkArena.CHUNK_BYTES, length - position);
            target.put(position, arena.slab(chunk), arena.offset(chunk), count);
        }
    }

    /** Gives all chunks back. */
    void release(ChunkArena arena) {
        for (int i = 0; i < MAX_CHUNKS; i++) {
            if (chunks[i] != NO_CHUNK) {
                arena.release(chunks[i]);
                chunks[i] = NO_CHUNK;
            }
        }
    }

    private void copyIn(ChunkArena arena, ByteBuffer source, int sourceOffset, int from, int to) {
        int position = from;
        while (position < to) {
            int index = position / ChunkArena.CHUNK_BYTES;
            int inChunk = position % ChunkArena.CHUNK_BYTES;
            if (chunks[index] == NO_CHUNK) {
                chunks[index] = arena.take();
            }
            int chunk = chunks[index];
            int count = Math.min(ChunkArena.CHUNK_BYTES - inChunk, to - position);
            arena.slab(chunk).put(arena.offset(chunk) + inChunk, source, sourceOffset + position - from, count);
            position += count;
        }
    }
}
