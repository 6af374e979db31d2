package org.pcapanalyzer.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A fuzzer's bytes as choices, taken from the front: an input reads like a script, and a change at one place changes
 * nothing before it. Behind the last byte every choice is 0.
 */
public final class Choices {
    private final ByteBuffer bytes;

    public Choices(byte[] input) {
        bytes = ByteBuffer.wrap(input);
    }

    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    public int u8() {
        return bytes.hasRemaining() ? bytes.get() & 0xFF : 0;
    }

    /** 0 to {@code bound - 1}, for bounds of at most 256. */
    public int below(int bound) {
        return u8() % bound;
    }

    public boolean bit() {
        return (u8() & 1) != 0;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public short i16() {
        return (short) u16();
    }

    public int i32() {
        return u16() << 16 | u16();
    }

    public long i64() {
        return (long) i32() << Integer.SIZE | Integer.toUnsignedLong(i32());
    }

    /** The next {@code count} bytes, fewer where the input ends. */
    public byte[] bytes(int count) {
        byte[] taken = new byte[Math.min(count, bytes.remaining())];
        bytes.get(taken);
        return taken;
    }

    /** All that is left. */
    public byte[] rest() {
        return bytes(bytes.remaining());
    }

    /** The next {@code count} bytes, with zeros where the input ends. */
    public byte[] padded(int count) {
        return Arrays.copyOf(bytes(count), count);
    }
}
