package org.pcapanalyzer.flow;

import java.nio.ByteBuffer;

/** Bytes of a stream, where they lie: a flyweight, filled again for each call of {@link StreamReader#data}. */
public final class StreamBytes {
    private ByteBuffer buffer;
    private int offset;
    private int length;
    private long streamOffset;
    private long frame;
    private long timeNs;

    StreamBytes() {}

    StreamBytes wrap(ByteBuffer buffer, int offset, int length) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    StreamBytes carriedBy(long frame, long timeNs) {
        this.frame = frame;
        this.timeNs = timeNs;
        return this;
    }

    StreamBytes at(long streamOffset) {
        this.streamOffset = streamOffset;
        return this;
    }

    /** What holds the bytes; read by absolute position. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Position of the first byte in {@link #buffer}. */
    public int offset() {
        return offset;
    }

    /** Number of bytes, at least 1. */
    public int length() {
        return length;
    }

    /** Bytes of the stream before these, those in gaps included. */
    public long streamOffset() {
        return streamOffset;
    }

    /** Number of the frame that carried them. */
    public long frame() {
        return frame;
    }

    /** When it was captured, nanoseconds since the epoch. */
    public long timeNs() {
        return timeNs;
    }

    /** Copies the bytes. */
    public void copyTo(byte[] target, int targetOffset) {
        buffer.get(offset, target, targetOffset, length);
    }
}
