package org.pcapanalyzer.select;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A program of the classic BSD packet filter and the machine that runs it: an accumulator {@code a}, an index register
 * {@code x}, 16 words of memory, 32 bits each, unsigned. An instruction, as in {@code struct bpf_insn}:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+---------------+---------------+
 * |             code              |  jump if true | jump if false |
 * +-------------------------------+---------------+---------------+
 * |                               k                               |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Jumps lead forward, but for the loop over a chain of headers that {@code protochain} compiles to. A loop that runs more
 * often than the frame has bytes rejects the frame, so that every run ends; so do a load beyond the captured bytes and a
 * division by zero. Nothing is allocated per frame. Used by one thread.
 *
 * <p>Source: S. McCanne, V. Jacobson, The BSD Packet Filter, 1993; libpcap's {@code bpf_filter.c}.
 */
final class FilterProgram {
    private static final int MEMORY_WORDS = 16;
    private static final int WORD_BITS = 32;

    // The classes of instructions.
    private static final int LD = 0x00;
    private static final int LDX = 0x01;
    private static final int ST = 0x02;
    private static final int STX = 0x03;
    private static final int ALU = 0x04;
    private static final int JMP = 0x05;
    private static final int RET = 0x06;
    private static final int MISC = 0x07;

    // Sizes of loads: 4, 2 and 1 bytes.
    private static final int W = 0x00;
    private static final int H = 0x08;
    private static final int B = 0x10;

    // Modes of loads: a constant, at k, at x + k, memory word k, the original length, 4 times the low nibble at k.
    private static final int IMM = 0x00;
    private static final int ABS = 0x20;
    private static final int IND = 0x40;
    private static final int MEM = 0x60;
    private static final int LEN = 0x80;
    private static final int MSH = 0xA0;

    // Operations.
    private static final int ADD = 0x00;
    private static final int SUB = 0x10;
    private static final int MUL = 0x20;
    private static final int DIV = 0x30;
    private static final int OR = 0x40;
    private static final int AND = 0x50;
    private static final int LSH = 0x60;
    private static final int RSH = 0x70;
    private static final int NEG = 0x80;
    private static final int MOD = 0x90;
    private static final int XOR = 0xA0;

    // Jumps: always, if equal, greater, greater or equal, if bits are set.
    private static final int JA = 0x00;
    private static final int JEQ = 0x10;
    private static final int JGT = 0x20;
    private static final int JGE = 0x30;
    private static final int JSET = 0x40;

    // The second operand, or what is returned: k, x, a.
    private static final int K = 0x00;
    private static final int X = 0x08;
    private static final int A = 0x10;

    private static final int TAX = 0x00;
    private static final int TXA = 0x80;

    private final int[] codes;
    private final int[] operands;
    /** Where to go on, by instruction. */
    private final int[] ifTrue;

    private final int[] ifFalse;
    private final int[] memory = new int[MEMORY_WORDS];
    private final boolean usesMemory;

    private FilterProgram(int[] codes, int[] operands, int[] ifTrue, int[] ifFalse) {
        this.codes = codes;
        this.operands = operands;
        this.ifTrue = ifTrue;
        this.ifFalse = ifFalse;
        this.usesMemory = Arrays.stream(codes).anyMatch(code -> (code & 0x07) == ST || (code & 0x07) == STX);
    }

    /**
     * @param instructions as in memory, in native byte order, from the buffer's position to its limit
     * @throws IllegalArgumentException if the program is none, could leave itself, divide by a constant zero, use memory
     *     that is not there, or needs what only a live capture knows
     */
    static FilterProgram of(ByteBuffer instructions) {
        int count = instructions.remaining() / Long.BYTES;
        int[] codes = new int[count];
        int[] operands = new int[count];
        int[] ifTrue = new int[count];
        int[] ifFalse = new int[count];
        for (int i = 0; i < count; i++) {
            codes[i] = instructions.getShort() & 0xFFFF;
            ifTrue[i] = i + 1 + (instructions.get() & 0xFF);
            ifFalse[i] = i + 1 + (instructions.get() & 0xFF);
            operands[i] = instructions.getInt();
            if (codes[i] == (JMP | JA)) {
                long target = i + 1L + operands[i];
                ifTrue[i] = target < 0 || target > count ? count : (int) target;
                ifFalse[i] = i + 1;
            }
        }
        FilterProgram program = new FilterProgram(codes, operands, ifTrue, ifFalse);
        program.validate();
        return program;
    }

    private void validate() {
        int count = codes.length;
        for (int i = 0; i < count; i++) {
            switch (codes[i] & 0x07) {
                case LD, LDX -> validateLoad(i);
                case ST, STX -> require(operands[i] >= 0 && operands[i] < MEMORY_WORDS, i, "memory that is not there");
                case ALU -> {
                    boolean divides = codes[i] == (ALU | DIV | K) || codes[i] == (ALU | MOD | K);
                    require(!divides || operands[i] != 0, i, "a division by zero");
                }
                case JMP -> require(ifTrue[i] < count && ifFalse[i] < count, i, "a jump out of the program");
                default -> {
                    // RET and MISC take nothing that could be wrong.
                }
            }
            require(isKnown(codes[i]), i, "an unknown code");
        }
        require(count > 0 && (codes[count - 1] & 0x07) == RET, count, "no end");
    }

    private void validateLoad(int i) {
        int mode = codes[i] & 0xE0;
        if (mode == MEM) {
            require(operands[i] >= 0 && operands[i] < MEMORY_WORDS, i, "memory that is not there");
        }
        if (mode == ABS || mode == MSH) {
            // Beyond this the kernel keeps what is no part of the frame: direction, interface, stripped VLAN tags.
            require(operands[i] >= 0, i, "what only a live capture knows");
        }
    }

    private static void require(boolean holds, int instruction, String what) {
        if (!holds) {
            throw new IllegalArgumentException("instruction " + instruction + ": " + what);
        }
    }

    private static boolean isKnown(int code) {
        return switch (code & 0x07) {
            case LD -> isLoad(code);
            case LDX ->
                code == (LDX | W | IMM) || code == (LDX | MEM) || code == (LDX | LEN) || code == (LDX | B | MSH);
            case ST -> code == ST;
            case STX -> code == STX;
            case ALU -> (code & 0xF0) <= XOR && code <= 0xFF && code != (ALU | NEG | X);
            case JMP -> code == (JMP | JA) || code <= 0xFF && (code & 0xF0) >= JEQ && (code & 0xF0) <= JSET;
            case RET -> code == (RET | K) || code == (RET | A);
            default -> code == (MISC | TAX) || code == (MISC | TXA);
        };
    }

    private static boolean isLoad(int code) {
        boolean isOfFrame = (code & ~(W | H | B)) == (LD | ABS) || (code & ~(W | H | B)) == (LD | IND);
        return isOfFrame && (code & 0x18) != 0x18 || code == (LD | IMM) || code == (LD | MEM) || code == (LD | LEN);
    }

    /** Instructions. */
    int length() {
        return codes.length;
    }

    /**
     * @param buffer         big-endian
     * @param offset         of the frame's first byte
     * @param capturedLength bytes of the frame in the buffer
     * @param originalLength what expressions call {@code len}
     */
    boolean matches(ByteBuffer buffer, int offset, int capturedLength, long originalLength) {
        if (usesMemory) {
            // What the frame before left there is none of this frame's business.
            Arrays.fill(memory, 0);
        }
        int a = 0;
        int x = 0;
        int next = 0;
        int loops = 0;
        while (true) {
            int at = next++;
            int k = operands[at];
            switch (codes[at]) {
                case LD | H | ABS -> {
                    if (k > capturedLength - 2) {
                        return false;
                    }
                    a = buffer.getShort(offset + k) & 0xFFFF;
                }
                case LD | B | ABS -> {
                    if (k >= capturedLength) {
                        return false;
                    }
                    a = buffer.get(offset + k) & 0xFF;
                }
                case LD | W | ABS -> {
                    if (k > capturedLength - 4) {
                        return false;
                    }
                    a = buffer.getInt(offset + k);
                }
                case LD | H | IND -> {
                    long i = Integer.toUnsignedLong(x) + Integer.toUnsignedLong(k);
                    if (i > capturedLength - 2) {
                        return false;
                    }
                    a = buffer.getShort(offset + (int) i) & 0xFFFF;
                }
                case LD | B | IND -> {
                    long i = Integer.toUnsignedLong(x) + Integer.toUnsignedLong(k);
                    if (i >= capturedLength) {
                        return false;
                    }
                    a = buffer.get(offset + (int) i) & 0xFF;
                }
                case LD | W | IND -> {
                    long i = Integer.toUnsignedLong(x) + Integer.toUnsignedLong(k);
                    if (i > capturedLength - 4) {
                        return false;
                    }
                    a = buffer.getInt(offset + (int) i);
                }
                case LDX | B | MSH -> {
                    if (k >= capturedLength) {
                        return false;
                    }
                    x = (buffer.get(offset + k) & 0xF) << 2;
                }
                case LD | IMM -> a = k;
                case LD | MEM -> a = memory[k];
                case LD | LEN -> a = (int) originalLength;
                case LDX | IMM -> x = k;
                case LDX | MEM -> x = memory[k];
                case LDX | LEN -> x = (int) originalLength;
                case ST -> memory[k] = a;
                case STX -> memory[k] = x;
                case JMP | JA -> {
                    next = ifTrue[at];
                    if (next <= at && ++loops > capturedLength) {
                        return false;
                    }
                }
                case JMP | JEQ | K -> next = a == k ? ifTrue[at] : ifFalse[at];
                case JMP | JGT | K -> next = Integer.compareUnsigned(a, k) > 0 ? ifTrue[at] : ifFalse[at];
                case JMP | JGE | K -> next = Integer.compareUnsigned(a, k) >= 0 ? ifTrue[at] : ifFalse[at];
                case JMP | JSET | K -> next = (a & k) != 0 ? ifTrue[at] : ifFalse[at];
                case JMP | JEQ | X -> next = a == x ? ifTrue[at] : ifFalse[at];
                case JMP | JGT | X -> next = Integer.compareUnsigned(a, x) > 0 ? ifTrue[at] : ifFalse[at];
                case JMP | JGE | X -> next = Integer.compareUnsigned(a, x) >= 0 ? ifTrue[at] : ifFalse[at];
                case JMP | JSET | X -> next = (a & x) != 0 ? ifTrue[at] : ifFalse[at];
                case RET | K -> {
                    return k != 0;
                }
                case RET | A -> {
                    return a != 0;
                }
                case MISC | TAX -> x = a;
                case MISC | TXA -> a = x;
                default -> {
                    int operand = (codes[at] & X) == 0 ? k : x;
                    int operation = codes[at] & 0xF0;
                    if (operand == 0 && (operation == DIV || operation == MOD)) {
                        return false;
                    }
                    a = compute(operation, a, operand);
                }
            }
        }
    }

    private static int compute(int operation, int a, int operand) {
        return switch (operation) {
            case ADD -> a + operand;
            case SUB -> a - operand;
            case MUL -> a * operand;
            case DIV -> Integer.divideUnsigned(a, operand);
            case MOD -> Integer.remainderUnsigned(a, operand);
            case OR -> a | operand;
            case AND -> a & operand;
            case XOR -> a ^ operand;
            case LSH -> Integer.compareUnsigned(operand, WORD_BITS) < 0 ? a << operand : 0;
            case RSH -> Integer.compareUnsigned(operand, WORD_BITS) < 0 ? a >>> operand : 0;
            case NEG -> -a;
            default -> throw new IllegalStateException("operation " + operation + " was validated");
        };
    }
}
