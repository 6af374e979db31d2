package org.pcapanalyzer.capture;

/** Text of strangers (file names, error texts of the system) made fit for a one-line message on a terminal. */
final class Printable {
    private static final int MAX_LENGTH = 1024;

    private Printable() {}

    /** The text without control and format characters, cut at {@value #MAX_LENGTH} characters. */
    static String text(String raw) {
        String cut = raw.length() > MAX_LENGTH ? raw.substring(0, MAX_LENGTH) + "..." : raw;
        StringBuilder out = new StringBuilder(cut.length());
        cut.codePoints().forEach(c -> out.appendCodePoint(isPlain(c) ? c : '?'));
        return out.toString();
    }

    /** A number of bytes with its unit. */
    static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
