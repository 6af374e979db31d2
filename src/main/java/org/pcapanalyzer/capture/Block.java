package org.pcapanalyzer.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/** A piece of a capture's content, with room before it for what a reader carries over from the piece before. */
final class Block {
    /** The system copies the bytes of a file twice as fast to where they lie in it in their pages. */
    private static final int PAGE_BYTES = 4096;

    private final ByteBuffer buffer;
    private final ByteBuffer view;
    private final int start;
    private final AtomicInteger holders = new AtomicInteger();
    private int end;

    /** @param headroomBytes room before the content; {@code contentBytes} at most follow */
    Block(int headroomBytes, int contentBytes) {
        ByteBuffer memory = ByteBuffer.allocateDirect(headroomBytes + contentBytes + PAGE_BYTES);
        buffer = memory.slice(PAGE_BYTES - memory.alignmentOffset(0, PAGE_BYTES), headroomBytes + contentBytes)
                .order(ByteOrder.BIG_ENDIAN);
        view = buffer.duplicate();
        start = headroomBytes;
        end = headroomBytes;
    }

    /** Headroom and content, big-endian; for absolute access. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Index of the first byte of the content. */
    int start() {
        return start;
    }

    /** Index behind the last byte of the content. */
    int end() {
        return end;
    }

    /** The buffer, ready to be filled with content. */
    ByteBuffer fillable() {
        return buffer.clear().position(start);
    }

    /** Hands the block, filled up to the buffer's position, to as many threads as will each call {@link #release}. */
    void handOver(int holderCount) {
        end = buffer.position();
        buffer.clear();
        holders.set(holderCount);
    }

    /** The content for relative access by one thread beside the reader. */
    ByteBuffer content() {
        return view.limit(end).position(start);
    }

    /** True for the last holder to let go: the block may be filled again. */
    boolean release() {
        return holders.decrementAndGet() == 0;
    }
}
