package org.pcapanalyzer.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The letters of a flow's history in the order in which they came, at most {@value #LONGEST}. */
final class History {
    private static final int LONGEST = 64;

    private byte[] letters = new byte[8];
    private int length;

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

    /** Passes the letters through; there is no history while they are packed. */
    static History pack(History history, FieldPacker fields) {
        History passed = fields.isPacking() ? history : new History();
        passed.length = fields.number(passed.length);
        if (passed.letters.length < passed.length) {
            passed.letters = new byte[passed.length];
        }
        for (int i = 0; i < passed.length; i++) {
            passed.letters[i] = (byte) fields.number(passed.letters[i]);
        }
        return fields.isPacking() ? null : passed;
    }

    @Override
    public String toString() {
        return new String(letters, 0, length, StandardCharsets.US_ASCII);
    }
}
