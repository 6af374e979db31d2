package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimestampResolutionTest {
    @Test
    void shouldScaleDecimalTicks() {
        assertEquals(1_500_000_000L, TimestampResolution.of(6).nanos(1_500_000));
        assertEquals(1_500_000_000L, TimestampResolution.of(3).nanos(1_500));
        assertEquals(2_000_000_000L, TimestampResolution.of(0).nanos(2));
        assertEquals(1_500_000_001L, TimestampResolution.of(9).nanos(1_500_000_001L));
        assertEquals(1_500_000_000L, TimestampResolution.of(12).nanos(1_500_000_000_999L));
    }

    @Test
    void shouldScaleBinaryTicks() {
        assertEquals(1_500_000_000L, TimestampResolution.of(0x80 | 1).nanos(3));
        assertEquals(1_250_000_000L, TimestampResolution.of(0x80 | 20).nanos((1 << 20) + (1 << 18)));
        assertEquals(3_000_000_000L, TimestampResolution.of(0x80).nanos(3));
    }

    @Test
    void shouldTellUnitsPerSecond() {
        assertEquals(
                1_000_000, TimestampResolution.of(TimestampResolution.DEFAULT).unitsPerSecond());
        assertEquals(1 << 10, TimestampResolution.of(0x8A).unitsPerSecond());
        assertEquals(Long.MAX_VALUE, TimestampResolution.of(0xFF).unitsPerSecond());
        assertEquals(Long.MAX_VALUE, TimestampResolution.of(0x7F).unitsPerSecond());
    }

    @Test
    void shouldAgreeWithExactArithmeticForEveryResolution() {
        Random random = new Random(42);
        for (int tsresol = 0; tsresol < 256; tsresol++) {
            for (int i = 0; i < 200; i++) {
                long ticks = random.nextLong() >>> random.nextInt(64);
                assertEquals(
                        exactNanos(tsresol, ticks),
                        TimestampResolution.of(tsresol).nanos(ticks),
                        "tsresol " + tsresol + " ticks " + Long.toUnsignedString(ticks));
            }
            assertEquals(
                    exactNanos(tsresol, -1), TimestampResolution.of(tsresol).nanos(-1));
        }
    }

    private static long exactNanos(int tsresol, long ticks) {
        int exponent = tsresol & 0x7F;
        BigInteger perSecond = tsresol < 0x80 ? BigInteger.TEN.pow(exponent) : BigInteger.TWO.pow(exponent);
        return new BigInteger(Long.toUnsignedString(ticks))
                .multiply(BigInteger.valueOf(1_000_000_000))
                .divide(perSecond)
                .min(BigInteger.valueOf(TimestampResolution.MAX_NS))
                .longValueExact();
    }
}
