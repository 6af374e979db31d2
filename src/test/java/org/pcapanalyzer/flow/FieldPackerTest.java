package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldPackerTest {
    private static final long NOW_NS = 1_700_000_000_000_000_000L;
    private static final Side[] SIDES = Side.values();

    private final FieldPacker fields =
            new FieldPacker(new StateBudget(new FlowLimits(1, 4, 4, 1 << 20, 1, 0), new LimitCounts()));

    private byte[] packNumbers(long... numbers) {
        fields.beginPacking(NOW_NS, 7);
        for (long number : numbers) {
            fields.number(number);
            fields.time(number);
            fields.frame(number);
            fields.position(number);
            fields.sequence((int) number);
            fields.number((int) number);
            fields.number(Double.longBitsToDouble(number));
        }
        return fields.packed(null);
    }

    @Test
    void shouldGiveBackNumbersOfAnySize() {
        List<Long> list = new ArrayList<>(List.of(Flow.ABSENT, Long.MAX_VALUE, Long.MIN_VALUE + 1, NOW_NS, 0L, -1L));
        for (int shift = 0; shift < Long.SIZE; shift++) {
            list.add(1L << shift);
            list.add(-(1L << shift) - 1);
            list.add((1L << shift) - 1);
        }
        long[] numbers = list.stream().mapToLong(Long::longValue).toArray();
        byte[] packed = packNumbers(numbers);
        fields.beginUnpacking(packed, fields.objects(), NOW_NS, 7);
        for (long number : numbers) {
            assertEquals(number, fields.number(0L));
            assertEquals(number, fields.time(0));
            assertEquals(number, fields.frame(0));
            assertEquals(number, fields.position(0));
            assertEquals((int) number, fields.sequence(0));
            assertEquals((int) number, fields.number(0));
            assertEquals(number, Double.doubleToRawLongBits(fields.number(0.0)));
        }
    }

    @Test
    void shouldGiveBackFlagsConstantsAndObjects() {
        Object kept = new Object();
        fields.beginPacking(0, 0);
        fields.flag(true);
        fields.object(null);
        fields.constant(Side.RESP, SIDES);
        fields.object(kept);
        fields.constant(null, SIDES);
        fields.flag(false);
        byte[] packed = fields.packed(null);
        assertEquals(5, packed.length, "two bytes of count, six halves");
        Object[] objects = fields.objects();
        assertArrayEquals(new Object[] {kept}, objects);
        fields.beginUnpacking(packed, objects, 0, 0);
        assertTrue(fields.flag(false));
        assertEquals(null, fields.object("other"));
        assertEquals(Side.RESP, fields.constant(Side.ORIG, SIDES));
        assertSame(kept, fields.object(null));
        assertEquals(null, fields.constant(Side.ORIG, SIDES));
        assertTrue(!fields.flag(true));
    }

    @Test
    void shouldPackATimeOfLateIntoHalfAByte() {
        fields.beginPacking(NOW_NS, 0);
        for (int i = 0; i < 4; i++) {
            fields.time(NOW_NS);
        }
        assertEquals(4, fields.packed(null).length);
    }

    @Test
    void shouldUseAnArrayAgainThatFits() {
        byte[] packed = packNumbers(new long[100]);
        packNumbers(new long[100]);
        assertSame(packed, fields.packed(packed));
        packNumbers(1);
        assertNotSame(packed, fields.packed(packed));
    }
}
