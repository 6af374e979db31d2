package org.pcapanalyzer.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.fuzz.Choices;

/**
 * Any program on any frame, and any text as a filter expression; by the first byte of the input. A program is so many
 * instructions of 8 bytes as the second byte says, in big-endian order; all that is left is the frame.
 */
@Tag("fuzz")
final class FilterFuzzTest {
    private static final int MOST_INSTRUCTIONS = 32;
    private static final int MARGIN_BYTES = 64;
    private static final short RETURN_ACCUMULATOR = 0x16;

    @FuzzTest
    void select(byte[] input) {
        Choices choices = new Choices(input);
        if (choices.bit()) {
            checkWords(new String(choices.rest(), StandardCharsets.UTF_8));
        } else {
            run(choices);
        }
    }

    private static void checkWords(String expression) {
        try {
            FilterWords.check(expression);
        } catch (SelectionException e) {
            assertFalse(e.getMessage().isEmpty());
        }
    }

    private static void run(Choices choices) {
        int count = choices.below(MOST_INSTRUCTIONS);
        ByteBuffer instructions = ByteBuffer.allocate((count + 1) * Long.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            instructions.putShort((short) choices.u16());
            instructions.put((byte) choices.u8()).put((byte) choices.u8());
            instructions.putInt(choices.i32());
        }
        instructions.putShort(RETURN_ACCUMULATOR).putShort((short) 0).putInt(0);
        FilterProgram program;
        try {
            program = FilterProgram.of(instructions.flip());
        } catch (IllegalArgumentException e) {
            return;
        }
        long originalLength = choices.u16();
        byte[] frame = choices.rest();
        boolean isMatch = program.matches(ByteBuffer.wrap(frame), 0, frame.length, originalLength);
        byte[] block = new byte[frame.length + 2 * MARGIN_BYTES];
        Arrays.fill(block, (byte) 0x45);
        System.arraycopy(frame, 0, block, MARGIN_BYTES, frame.length);
        assertEquals(
                isMatch,
                program.matches(ByteBuffer.wrap(block), MARGIN_BYTES, frame.length, originalLength),
                "other bytes around the frame make a difference");
    }
}
