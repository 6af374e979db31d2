package org.pcapanalyzer.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Packs the fields of objects into few bytes, or unpacks them again. A class lists its fields once, in a method that serves
 * both ways: each goes in and comes out, the same where it is packed, as it was then where it is unpacked.
 *
 * <p>Of a number its difference to the one before of its kind is kept, with the sign in the lowest bit, in as many bytes as
 * that needs. How many that are stands in half a byte elsewhere, so that no branch depends on it:
 *
 * <pre>
 *   | count of the sizes 16 | sizes, 4 bits each, the first in the low bits | differences, lowest byte first |
 * </pre>
 */
final class FieldPacker {
    private static final int HEAD_BYTES = 2;
    /** A flow has some 250 fields, and some more for each segment that is remembered. */
    private static final int FIRST_FIELDS = 1024;

    /** In place of a size: {@link Flow#ABSENT}, or as many as there are. */
    private static final int SIZE_ABSENT = 9;

    private static final int SIZE_GREATEST = 10;
    /** In place of a size: one of the latest times, from here on. */
    private static final int SIZE_SAME_TIME = 11;

    private static final int LATEST_TIMES = 5;
    private static final int SIZE_BITS = 4;
    /** Bytes by which an array may be longer than what it holds. */
    private static final int MOST_SLACK = 48;

    private static final int SIZE_MASK = 0xF;
    /** Bytes behind each size that belong to the number, as a mask; by size. */
    private static final long[] MASKS = masks();

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final Object[] NO_OBJECTS = {};

    private final StateBudget budget;
    /** One in each byte, of which two are one when it is packed. */
    private byte[] sizes = new byte[FIRST_FIELDS];

    private byte[] numbers = new byte[(FIRST_FIELDS + 1) * Long.BYTES];
    private Object[] objects = new Object[Byte.SIZE];
    private int sizeCount;
    private int at;
    private int objectCount;
    private boolean isPacking;
    private final long[] latestTimes = new long[LATEST_TIMES];
    private int latestTime;
    private long lastFrame;
    private long lastPosition;

    FieldPacker(StateBudget budget) {
        this.budget = budget;
    }

    private static long[] masks() {
        long[] masks = new long[SIZE_MASK + 1];
        for (int size = 1; size <= Long.BYTES; size++) {
            masks[size] = -1L >>> Long.SIZE - size * Byte.SIZE;
        }
        return masks;
    }

    /** What the packed objects take their memory from. */
    StateBudget budget() {
        return budget;
    }

    boolean isPacking() {
        return isPacking;
    }

    /** Begins to pack; times and frames are near to those given. */
    void beginPacking(long timeNs, long frame) {
        begin(timeNs, frame);
        isPacking = true;
    }

    /** Begins to unpack what {@link #packed(byte[])} and {@link #objects} gave; time and frame are those of then. */
    void beginUnpacking(byte[] packed, Object[] kept, long timeNs, long frame) {
        begin(timeNs, frame);
        isPacking = false;
        int sizeBytes = (packed[0] & 0xFF | (packed[1] & 0xFF) << Byte.SIZE) + 1 >> 1;
        int rest = packed.length - HEAD_BYTES - sizeBytes;
        while (sizes.length < 2 * sizeBytes || numbers.length < rest + Long.BYTES) {
            grow();
        }
        for (int i = 0; i < sizeBytes; i++) {
            int pair = packed[HEAD_BYTES + i];
            sizes[2 * i] = (byte) (pair & SIZE_MASK);
            sizes[2 * i + 1] = (byte) (pair >> SIZE_BITS & SIZE_MASK);
        }
        System.arraycopy(packed, HEAD_BYTES + sizeBytes, numbers, 0, rest);
        if (kept.length > 0) {
            objects = kept;
        }
    }

    private void begin(long timeNs, long frame) {
        sizeCount = 0;
        at = 0;
        objectCount = 0;
        Arrays.fill(latestTimes, timeNs);
        latestTime = 0;
        lastFrame = frame;
        lastPosition = 0;
    }

    /**
     * What was packed.
     *
     * @param used an array that may serve again if it is neither too short nor much too long; may be null
     */
    byte[] packed(byte[] used) {
        int sizeBytes = sizeCount + 1 >> 1;
        int length = HEAD_BYTES + sizeBytes + at;
        boolean fits = used != null && used.length >= length && used.length - length <= MOST_SLACK;
        byte[] packed = fits ? used : new byte[length];
        packed[0] = (byte) sizeCount;
        packed[1] = (byte) (sizeCount >>> Byte.SIZE);
        for (int i = 0; i < sizeBytes; i++) {
            packed[HEAD_BYTES + i] = (byte) (sizes[2 * i] | sizes[2 * i + 1] << SIZE_BITS);
        }
        System.arraycopy(numbers, 0, packed, HEAD_BYTES + sizeBytes, at);
        return packed;
    }

    /** Objects that were not packed but kept. */
    Object[] objects() {
        return objectCount == 0 ? NO_OBJECTS : Arrays.copyOf(objects, objectCount);
    }

    /** Nanoseconds since the epoch, or {@link Flow#ABSENT}; one of the latest again costs half a byte. */
    long time(long value) {
        int same = isPacking ? putSameTime(value) : nextSameTime();
        if (same >= 0) {
            return latestTimes[same];
        }
        long out = pass(value, latestTimes[latestTime]);
        if (!isSpecial(out)) {
            latestTime = latestTime == LATEST_TIMES - 1 ? 0 : latestTime + 1;
            latestTimes[latestTime] = out;
        }
        return out;
    }

    /** Place of a time among the latest, written; -1 if it is none of them. */
    private int putSameTime(long value) {
        for (int i = 0; i < LATEST_TIMES; i++) {
            if (latestTimes[i] == value) {
                putSize(SIZE_SAME_TIME + i);
                return i;
            }
        }
        return -1;
    }

    private int nextSameTime() {
        int same = nextSize() - SIZE_SAME_TIME;
        sizeCount -= same < 0 ? 1 : 0;
        return same;
    }

    /** Number of a frame, or {@link Flow#ABSENT}. */
    long frame(long value) {
        long out = pass(value, lastFrame);
        lastFrame = isSpecial(out) ? lastFrame : out;
        return out;
    }

    /** Place in a stream, or {@link Flow#ABSENT}; those of one stream cost least one behind the other. */
    long position(long value) {
        long out = pass(value, lastPosition);
        lastPosition = isSpecial(out) ? lastPosition : out;
        return out;
    }

    /** Sequence number of the stream whose positions were passed last. */
    int sequence(int value) {
        return (int) pass(value - (int) lastPosition, 0) + (int) lastPosition;
    }

    /** Counts, lengths and spans of time. */
    long number(long value) {
        return pass(value, 0);
    }

    /** The same in 32 bits. */
    int number(int value) {
        return (int) pass(value, 0);
    }

    double number(double value) {
        return Double.longBitsToDouble(pass(Double.doubleToRawLongBits(value), 0));
    }

    boolean flag(boolean value) {
        if (isPacking) {
            putSize(value ? 1 : 0);
            return value;
        }
        return nextSize() != 0;
    }

    /** Null, or one of the values of an enum, all of which are given: at most 15. */
    <E extends Enum<E>> E constant(E value, E[] values) {
        if (isPacking) {
            putSize(value == null ? 0 : value.ordinal() + 1);
            return value;
        }
        int code = nextSize();
        return code == 0 ? null : values[code - 1];
    }

    /** An object, or null, that is kept as it is. */
    @SuppressWarnings("unchecked")
    <T> T object(T value) {
        if (!flag(value != null)) {
            return null;
        }
        if (isPacking) {
            if (objectCount == objects.length) {
                objects = Arrays.copyOf(objects, 2 * objectCount);
            }
            objects[objectCount++] = value;
            return value;
        }
        return (T) objects[objectCount++];
    }

    private static boolean isSpecial(long value) {
        return value == Flow.ABSENT || value == Long.MAX_VALUE;
    }

    private long pass(long value, long base) {
        if (isPacking) {
            write(value, base);
            return value;
        }
        return read(base);
    }

    private void write(long value, long base) {
        long difference = value - base;
        long folded = difference << 1 ^ difference >> Long.SIZE - 1;
        int size = Long.BYTES - (Long.numberOfLeadingZeros(folded) >>> 3);
        if (isSpecial(value)) {
            putSize(value == Flow.ABSENT ? SIZE_ABSENT : SIZE_GREATEST);
        } else {
            putSize(size);
            LONGS.set(numbers, at, folded);
            at += size;
        }
    }

    private long read(long base) {
        int size = nextSize();
        if (size > Long.BYTES) {
            return size == SIZE_ABSENT ? Flow.ABSENT : Long.MAX_VALUE;
        }
        long folded = (long) LONGS.get(numbers, at) & MASKS[size];
        at += size;
        return base + (folded >>> 1 ^ -(folded & 1));
    }

    private void putSize(int size) {
        if (sizeCount == sizes.length) {
            grow();
        }
        sizes[sizeCount++] = (byte) size;
    }

    private int nextSize() {
        return sizes[sizeCount++];
    }

    private void grow() {
        sizes = Arrays.copyOf(sizes, 2 * sizes.length);
        numbers = Arrays.copyOf(numbers, (sizes.length + 1) * Long.BYTES);
    }
}
