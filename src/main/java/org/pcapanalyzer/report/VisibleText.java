package org.pcapanalyzer.report;

import java.nio.charset.StandardCharsets;

/**
 * Makes text from captures and files safe to look at: what would move the cursor, turn the direction of reading or hide
 * is shown by its number, {@code <U+202E>}. Says nothing about HTML or Markdown; their output formats escape.
 */
final class VisibleText {
    /** Longest name, comment or value taken from a capture, in UTF-16 units. */
    static final int MAX_VALUE_LENGTH = 512;

    private VisibleText() {}

    /** Cuts a value of a capture to {@link #MAX_VALUE_LENGTH}, an ellipsis in place of the rest. */
    static String cut(String value) {
        String cut = value.length() <= MAX_VALUE_LENGTH ? value : value.substring(0, MAX_VALUE_LENGTH - 1) + "…";
        // UTF-8 has no lone surrogates: encoding turns them, those of the cut included, into question marks.
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** One line: line ends and tabs become spaces. */
    static String line(String text) {
        return visible(text, false);
    }

    /** Several lines: line ends and tabs stay; carriage returns are shown. */
    static String block(String text) {
        return visible(text, true);
    }

    private static String visible(String text, boolean keepLines) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n' || c == '\t') {
                out.append(keepLines ? (char) c : ' ');
            } else if (isDeceptive(c)) {
                out.append(String.format("<U+%04X>", c));
            } else {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    /** True for characters that print nothing of their own: controls, format characters, lone surrogates, unassigned. */
    private static boolean isDeceptive(int codePoint) {
        if (codePoint < 0x7f) {
            return codePoint < ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
