package org.pcapanalyzer.capture;

/** How an interface of a pcapng file counts time: option {@code if_tsresol}, a power of 10 or of 2 per second. */
final class TimestampResolution {
    /** {@code if_tsresol} where an interface has none: microseconds. */
    static final int DEFAULT = 6;

    /** The last whole second that nanoseconds since the epoch can tell (in the year 2262). Times are cut here. */
    static final long MAX_NS = Long.MAX_VALUE / 1_000_000_000L * 1_000_000_000L;

    private static final int BINARY = 0x80;
    private static final int NANOS_EXPONENT = 9;
    private static final int MAX_SIGNED_POWER = 18;
    private static final int MAX_UNSIGNED_POWER = 19;
    private static final long NANOS = 1_000_000_000L;

    private final boolean binary;
    private final int exponent;
    private final long factor;
    private final long largestTicks;

    private TimestampResolution(boolean binary, int exponent) {
        this.binary = binary;
        this.exponent = exponent;
        this.factor = binary ? 0 : powerOfTen(Math.abs(NANOS_EXPONENT - exponent));
        this.largestTicks = binary || exponent > NANOS_EXPONENT ? 0 : MAX_NS / factor;
    }

    /** @param tsresol value of the option: bit 7 clear, ticks of 10^-value seconds; set, of 2^-(value without the bit) */
    static TimestampResolution of(int tsresol) {
        return new TimestampResolution((tsresol & BINARY) != 0, tsresol & ~BINARY);
    }

    /** Ticks per second; Long.MAX_VALUE where they are more. */
    long unitsPerSecond() {
        if (binary) {
            return exponent < 63 ? 1L << exponent : Long.MAX_VALUE;
        }
        return exponent > MAX_SIGNED_POWER ? Long.MAX_VALUE : powerOfTen(exponent);
    }

    /** Nanoseconds, rounded down, from 0 to {@link #MAX_NS}, for unsigned ticks. */
    long nanos(long ticks) {
        if (binary) {
            return Math.min(MAX_NS, binaryNanos(ticks));
        }
        if (exponent <= NANOS_EXPONENT) {
            return Long.compareUnsigned(ticks, largestTicks) > 0 ? MAX_NS : ticks * factor;
        }
        return exponent - NANOS_EXPONENT > MAX_UNSIGNED_POWER ? 0 : Long.divideUnsigned(ticks, factor);
    }

    private long binaryNanos(long ticks) {
        if (exponent >= Long.SIZE) {
            return exponent == Long.SIZE ? unsignedHigh(ticks) : unsignedHigh(ticks) >>> exponent - Long.SIZE;
        }
        long seconds = exponent == 0 ? ticks : ticks >>> exponent;
        if (Long.compareUnsigned(seconds, MAX_NS / NANOS) >= 0) {
            return MAX_NS;
        }
        long fraction = ticks & (1L << exponent) - 1;
        long high = unsignedHigh(fraction);
        long low = fraction * NANOS;
        return seconds * NANOS + (exponent == 0 ? 0 : high << Long.SIZE - exponent | low >>> exponent);
    }

    /** Upper 64 bits of the unsigned product with 10^9. */
    private static long unsignedHigh(long value) {
        return Math.multiplyHigh(value, NANOS) + (value >> Long.SIZE - 1 & NANOS);
    }

    /** Unsigned; meaningless beyond {@link #MAX_UNSIGNED_POWER}. */
    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
