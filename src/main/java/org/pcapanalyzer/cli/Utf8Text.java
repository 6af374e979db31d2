package org.pcapanalyzer.cli;

/** Turns bytes, one by one, into text that is safe to look at: UTF-8 where they are, escapes where they are not. */
final class Utf8Text {
    private static final int LONGEST_CHARACTER_BYTES = 4;
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    /** Smallest code point that needs so many bytes; shorter ones in more bytes are no UTF-8 (RFC 3629 3). */
    private static final int[] LEAST_CODE_POINT = {0, 0, 0x80, 0x800, 0x1_0000};

    private final StringBuilder shown = new StringBuilder();
    private final byte[] pending = new byte[LONGEST_CHARACTER_BYTES];
    private int pendingCount;
    private int wantedCount;

    /** Adds a byte; those of a character are shown when it is complete. */
    void add(byte value) {
        if (pendingCount > 0 && (value & 0xC0) != 0x80) {
            flush();
        }
        pending[pendingCount++] = value;
        if (pendingCount == 1) {
            wantedCount = length(value);
        }
        if (pendingCount == wantedCount) {
            showCharacter();
        }
    }

    /** Bytes of the character that begins with a byte; 1 also for bytes with which none begins. */
    private static int length(byte first) {
        if ((first & 0xE0) == 0xC0) {
            return 2;
        }
        if ((first & 0xF0) == 0xE0) {
            return 3;
        }
        return (first & 0xF8) == 0xF0 ? 4 : 1;
    }

    private void showCharacter() {
        int codePoint = wantedCount == 1 ? pending[0] : pending[0] & 0x7F >> wantedCount;
        for (int i = 1; i < pendingCount; i++) {
            codePoint = codePoint << 6 | pending[i] & 0x3F;
        }
        if (codePoint < LEAST_CODE_POINT[wantedCount] || !isShown(codePoint)) {
            flush();
        } else if (codePoint == '\\') {
            shown.append("\\\\");
        } else {
            shown.appendCodePoint(codePoint);
        }
        pendingCount = 0;
    }

    private static boolean isShown(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint >= ' ' || codePoint == '\t';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> Character.isValidCodePoint(codePoint);
        };
    }

    /** Adds a byte that is shown by its number. */
    void escape(int value) {
        flush();
        appendEscaped(value);
    }

    /** Shows the bytes of a character that is not complete, by their numbers. */
    void flush() {
        for (int i = 0; i < pendingCount; i++) {
            appendEscaped(pending[i]);
        }
        pendingCount = 0;
    }

    private void appendEscaped(int value) {
        shown.append("\\x").append(HEX[value >> 4 & 0xF]).append(HEX[value & 0xF]);
    }

    boolean hasShown() {
        return shown.length() > 0;
    }

    String takeShown() {
        String text = shown.toString();
        shown.setLength(0);
        return text;
    }
}
