package org.pcapanalyzer.protocol.tls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of a message one after the other, big-endian. What lies beyond its end reads as 0 and leaves the reader
 * broken: a length is checked before what it guards, and a lie is asked for once, at the end.
 */
final class MessageBytes {
    private final byte[] bytes;
    private final int end;
    private int position;
    private boolean broken;

    /** Reads {@code bytes} from {@code start} to before {@code end}. */
    MessageBytes(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    int remaining() {
        return end - position;
    }

    boolean hasMore() {
        return position < end;
    }

    /** A field or vector did not fit. */
    boolean isBroken() {
        return broken;
    }

    int u8() {
        return (int) number(1);
    }

    int u16() {
        return (int) number(2);
    }

    int u24() {
        return (int) number(3);
    }

    private long number(int length) {
        if (!has(length)) {
            return 0;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[position++] & 0xFF;
        }
        return value;
    }

    /** A number of QUIC, whose first two bits tell its length (RFC 9000 16). */
    long variableNumber() {
        if (!has(1)) {
            return 0;
        }
        int length = 1 << ((bytes[position] & 0xFF) >> 6);
        long mask = -1L >>> Long.SIZE - (8 * length - 2);
        return number(length) & mask;
    }

    void skip(long length) {
        if (has(length)) {
            position += (int) length;
        }
    }

    /** The next {@code length} bytes; none if there are fewer. */
    MessageBytes part(long length) {
        if (!has(length)) {
            return new MessageBytes(bytes, position, position);
        }
        MessageBytes part = new MessageBytes(bytes, position, position + (int) length);
        position += (int) length;
        return part;
    }

    /** A vector behind its length in one byte. */
    MessageBytes vector8() {
        return part(u8());
    }

    /** A vector behind its length in two bytes. */
    MessageBytes vector16() {
        return part(u16());
    }

    /** A vector behind its length in three bytes. */
    MessageBytes vector24() {
        return part(u24());
    }

    /** All that is left, as numbers of two bytes. */
    int[] numbers16() {
        int[] numbers = new int[remaining() / 2];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = u16();
        }
        return numbers;
    }

    /** Copies all that is left. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, position, end);
        position = end;
        return rest;
    }

    /** All that is left, one character a byte. */
    String text() {
        return new String(rest(), StandardCharsets.ISO_8859_1);
    }

    private boolean has(long length) {
        if (remaining() < length) {
            broken = true;
            position = end;
            return false;
        }
        return true;
    }
}
