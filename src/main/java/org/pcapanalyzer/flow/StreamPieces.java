package org.pcapanalyzer.flow;

/**
 * The pieces that one direction holds, in the order of its stream and without overlap: first those handed over, which
 * are kept to compare copies with them, then those that wait. A plain sorted array: most pieces come at its end and go
 * at its front, and what a hostile order has to move is bounded by the memory of a direction.
 */
final class StreamPieces {
    private static final int FIRST_CAPACITY = 8;
    private static final int[] EMPTY = {};
    /** No pieces, for good: what a stream has that holds none. */
    static final StreamPieces NONE = new StreamPieces(null);

    private final StreamMemory memory;
    private int[] pieces = EMPTY;
    private int head;
    private int count;
    private int toldCount;

    StreamPieces(StreamMemory memory) {
        this.memory = memory;
    }

    int count() {
        return count;
    }

    /** Pieces at the front that were handed over. */
    int toldCount() {
        return toldCount;
    }

    boolean isWaiting() {
        return count > toldCount;
    }

    /** Number in {@link StreamMemory} of the piece at an index. */
    int at(int index) {
        return pieces[head + index];
    }

    /** The first piece that waits; only if {@link #isWaiting}. */
    int firstWaiting() {
        return at(toldCount);
    }

    long start(int index) {
        return memory.start(at(index));
    }

    long end(int index) {
        return memory.end(at(index));
    }

    /** Index of the first piece that ends behind a position; {@link #count()} if none does. */
    int firstEndingAfter(long position) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (end(middle) <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Adds a piece that waits. */
    void add(int piece) {
        insert(firstEndingAfter(memory.start(piece)), piece);
    }

    /** Adds a piece that was handed over, behind all others that were. */
    void addTold(int piece) {
        insert(toldCount, piece);
        toldCount++;
    }

    private void insert(int index, int piece) {
        if (head + count == pieces.length) {
            makeRoom();
        }
        int from = head + index;
        System.arraycopy(pieces, from, pieces, from + 1, count - index);
        pieces[from] = piece;
        count++;
    }

    /** Moves the pieces to the front of the array, or to a larger one if it is more than half full. */
    private void makeRoom() {
        int[] source = pieces;
        if (2 * count >= pieces.length) {
            pieces = new int[Math.max(FIRST_CAPACITY, 2 * pieces.length)];
        }
        System.arraycopy(source, head, pieces, 0, count);
        head = 0;
    }

    /** Says that the first piece that waits was handed over. */
    void markTold() {
        toldCount++;
    }

    /** Forgets the first piece, which was handed over. */
    void removeFirst() {
        memory.release(pieces[head]);
        head++;
        count--;
        toldCount--;
    }

    /** Forgets the pieces handed over that end at or before a position. */
    void dropTold(long position) {
        while (toldCount > 0 && end(0) <= position) {
            removeFirst();
        }
    }

    /** Forgets all. */
    void release() {
        if (count > 0) {
            for (int i = 0; i < count; i++) {
                memory.release(at(i));
            }
            pieces = EMPTY;
            head = 0;
            count = 0;
            toldCount = 0;
        }
    }
}
