package org.pcapanalyzer.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in the notation of the BSD Packet Filter: code, jump if true, jump if false, k, in hexadecimal. */
final class FilterProgramTest {
    private static final String ACCEPT = "06 0 0 1";
    private static final String RETURN_A = "16 0 0 0";

    /** Behind four bytes of another frame, and before as many. */
    private static final String FRAME = "80 01 02 03 04 05 06 47";

    @ParameterizedTest
    @CsvSource({
        "20 0 0 0, 80010203",
        "20 0 0 4, 04050647",
        "28 0 0 6, 647",
        "30 0 0 7, 47",
        "00 0 0 deadbeef, deadbeef",
        "80 0 0 0, 5dc"
    })
    void shouldLoad(String load, String expected) {
        assertTrue(isEqual(expected, load), load);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 0 0 5", "20 0 0 7fffffff", "28 0 0 7", "30 0 0 8", "b1 0 0 8"})
    void shouldRejectTheFrameWhereALoadBeginsOrEndsBehindIt(String load) {
        assertFalse(matches(load, ACCEPT), load);
    }

    @ParameterizedTest
    @CsvSource({"40, 4, 04050647", "48, 6, 647", "50, 7, 47"})
    void shouldLoadBehindTheIndex(String code, String index, String expected) {
        assertTrue(isEqual(expected, "01 0 0 " + index, code + " 0 0 0"));
        assertTrue(isEqual(expected, "01 0 0 1", code + " 0 0 " + Integer.toHexString(hex(index) - 1)));
    }

    @Test
    void shouldNotWrapTheSumOfIndexAndConstant() {
        assertFalse(matches("01 0 0 ffffffff", "50 0 0 8", ACCEPT));
        assertFalse(matches("01 0 0 8", "50 0 0 ffffffff", ACCEPT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40 0 0 1", "48 0 0 3", "50 0 0 4"})
    void shouldRejectTheFrameWhereALoadBehindTheIndexEndsBehindIt(String load) {
        assertFalse(matches("01 0 0 4", load, ACCEPT), load);
    }

    @Test
    void shouldLoadTheLengthOfAnIpHeader() {
        assertTrue(isEqual("1c", "b1 0 0 7", "87 0 0 0"));
    }

    @ParameterizedTest
    @CsvSource({
        // operation, a, operand, result
        "00, ffffffff, 2, 1",
        "10, 1, 2, ffffffff",
        "20, 80000001, 2, 2",
        "30, fffffffe, 2, 7fffffff",
        "90, ffffffff, 10, f",
        "40, f0, 0f, ff",
        "50, f0, 3c, 30",
        "a0, f0, 3c, cc",
        "60, 1, 1f, 80000000",
        "60, 1, 20, 0",
        "60, 1, ffffffff, 0",
        "70, 80000000, 1f, 1",
        "70, 80000000, 20, 0"
    })
    void shouldComputeWithAConstantAndWithTheIndex(String operation, String a, String operand, String expected) {
        String withConstant = Integer.toHexString(hex(operation) | 4) + " 0 0 " + operand;
        String withIndex = Integer.toHexString(hex(operation) | 0xC) + " 0 0 0";
        assertTrue(isEqual(expected, "00 0 0 " + a, withConstant), withConstant);
        assertTrue(isEqual(expected, "00 0 0 " + a, "01 0 0 " + operand, withIndex), withIndex);
    }

    @Test
    void shouldNegate() {
        assertTrue(isEqual("ffffffff", "00 0 0 1", "84 0 0 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3c", "9c"})
    void shouldRejectTheFrameWhereTheIndexDividesByZero(String code) {
        assertFalse(matches("00 0 0 1", "01 0 0 0", code + " 0 0 0", ACCEPT));
    }

    @ParameterizedTest
    @CsvSource({
        // jump, a, operand, taken
        "15, 5, 5, true",
        "15, 5, 6, false",
        "25, ffffffff, 1, true",
        "25, 5, 5, false",
        "35, 5, 5, true",
        "35, 1, 80000000, false",
        "45, 6, 2, true",
        "45, 5, 2, false"
    })
    void shouldJump(String jump, String a, String operand, boolean isTaken) {
        String withIndex = Integer.toHexString(hex(jump) | 8);
        assertEquals(isTaken, matches("00 0 0 " + a, jump + " 1 0 " + operand, "06 0 0 0", ACCEPT));
        assertEquals(isTaken, matches("00 0 0 " + a, "01 0 0 " + operand, withIndex + " 1 0 0", "06 0 0 0", ACCEPT));
        assertEquals(!isTaken, matches("00 0 0 " + a, jump + " 0 1 " + operand, "06 0 0 0", ACCEPT));
    }

    @Test
    void shouldJumpAlways() {
        assertTrue(matches("05 0 0 1", "06 0 0 0", ACCEPT));
    }

    @Test
    void shouldKeepWordsInMemory() {
        assertTrue(isEqual("7", "00 0 0 7", "02 0 0 f", "00 0 0 0", "60 0 0 f"));
        assertTrue(isEqual("9", "01 0 0 9", "03 0 0 0", "01 0 0 0", "61 0 0 0", "87 0 0 0"));
        assertTrue(isEqual("3", "00 0 0 3", "07 0 0 0", "00 0 0 0", "87 0 0 0"));
        assertTrue(isEqual("5dc", "81 0 0 0", "87 0 0 0"));
    }

    @Test
    void shouldNotSeeInMemoryWhatTheFrameBeforeLeft() {
        FilterProgram program = program("60 0 0 1", "15 1 0 0", "06 0 0 0", "00 0 0 1", "02 0 0 1", ACCEPT);
        ByteBuffer frame = ByteBuffer.allocate(4);
        assertTrue(program.matches(frame, 0, 4, 4));
        assertTrue(program.matches(frame, 0, 4, 4));
    }

    @Test
    void shouldEndALoopThatRunsMoreOftenThanTheFrameHasBytes() {
        // Counts the accumulator up until it is 4, 8 and 9: a loop back over 2 instructions.
        assertTrue(matches("00 0 0 0", "04 0 0 1", "15 1 0 4", "05 0 0 fffffffd", ACCEPT));
        assertTrue(matches("00 0 0 0", "04 0 0 1", "15 1 0 9", "05 0 0 fffffffd", ACCEPT));
        assertFalse(matches("00 0 0 0", "04 0 0 1", "15 1 0 a", "05 0 0 fffffffd", ACCEPT));
        assertFalse(matches("05 0 0 ffffffff", ACCEPT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30 0 0 0", // no end
                "05 0 0 1,06 0 0 1", // behind the end
                "05 0 0 fffffffe,06 0 0 1", // before the begin
                "05 0 0 7fffffff,06 0 0 1",
                "15 1 0 0,06 0 0 1",
                "15 0 1 0,06 0 0 1",
                "34 0 0 0,06 0 0 1", // by zero
                "94 0 0 0,06 0 0 1",
                "02 0 0 10,06 0 0 1", // memory
                "03 0 0 ffffffff,06 0 0 1",
                "60 0 0 10,06 0 0 1",
                "61 0 0 10,06 0 0 1",
                "30 0 0 fffff004,06 0 0 1", // ancillary
                "b4 0 0 1,06 0 0 1", // unknown codes
                "55 0 0 0,06 0 0 1",
                "38 0 0 0,06 0 0 1",
                "29 0 0 0,06 0 0 1",
                "0e 0 0 1",
                "17 0 0 0,06 0 0 1",
                "100 0 0 0,06 0 0 1"
            })
    void shouldRefuseAProgramThatCouldLeaveItselfOrIsNone(String instructions) {
        assertThrows(IllegalArgumentException.class, () -> program(instructions.split(",")));
    }

    @Test
    void shouldRefuseNoProgramAtAll() {
        assertThrows(IllegalArgumentException.class, () -> FilterProgram.of(ByteBuffer.allocate(0)));
    }

    /** Whether these instructions leave this value in the accumulator. */
    private static boolean isEqual(String expected, String... instructions) {
        String[] program = new String[instructions.length + 3];
        System.arraycopy(instructions, 0, program, 0, instructions.length);
        program[instructions.length] = "15 0 1 " + expected;
        program[instructions.length + 1] = ACCEPT;
        program[instructions.length + 2] = "06 0 0 0";
        return matches(program);
    }

    private static boolean matches(String... instructions) {
        ByteBuffer buffer =
                ByteBuffer.wrap(HexFormat.of().parseHex(("ffffffff" + FRAME + "ffffffff").replace(" ", "")));
        return program(instructions).matches(buffer, 4, 8, 1500);
    }

    @Test
    void shouldReturnWhatTheAccumulatorSays() {
        assertFalse(matches("00 0 0 0", RETURN_A));
        assertTrue(matches("00 0 0 80000000", RETURN_A));
    }

    private static FilterProgram program(String... instructions) {
        ByteBuffer program =
                ByteBuffer.allocate(instructions.length * Long.BYTES).order(ByteOrder.nativeOrder());
        for (String instruction : instructions) {
            String[] fields = instruction.split(" ");
            program.putShort((short) hex(fields[0]))
                    .put((byte) hex(fields[1]))
                    .put((byte) hex(fields[2]))
                    .putInt(hex(fields[3]));
        }
        return FilterProgram.of(program.flip());
    }

    private static int hex(String digits) {
        return Integer.parseUnsignedInt(digits, 16);
    }
}
