package org.pcapanalyzer.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The letters of a flow's history in the order in which they came, at most {@value #LONGEST}. */
final class History {
    private static final int LONGEST = 64;

    private byte[] letters = new byte[8];
    private int length;
    private int seen;

    /** Adds a letter, lower case for the responder. */
    void add(char upperCase, Side side) {
        if (length == LONGEST) {
            return;
        }
        if (length == letters.length) {
            letters = Arrays.copyOf(letters, 2 * length);
        }
        letters[length++] = (byte) (side == Side.ORIG ? upperCase : Character.toLowerCase(upperCase));
    }

    /**
     * Adds a letter unless the side has it already.
     *
     * @param bit one of 16 bits that stands for the letter
     * @return true if the side had it
     */
    boolean addOnce(int bit, char upperCase, Side side) {
        int mask = side == Side.ORIG ? bit : bit << 16;
        if ((seen & mask) != 0) {
            return true;
        }
        seen |= mask;
        add(upperCase, side);
        return false;
    }

    @Override
    public String toString() {
        return new String(letters, 0, length, StandardCharsets.US_ASCII);
    }
}
