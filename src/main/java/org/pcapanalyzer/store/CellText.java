package org.pcapanalyzer.store;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.duckdb.JsonNode;

/** A value of a result as text, and text made safe for a terminal: packets are written by strangers. */
final class CellText {
    private static final String CUT = "…";
    private static final double LONGEST_PLAIN = 1e18;
    private static final double SMALLEST_PLAIN = 1e-9;

    private CellText() {}

    /** Containers become JSON; null is not a value here. */
    static String of(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return decimal(((Number) value).doubleValue(), value.toString());
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        boolean isContainer = value instanceof List<?> || value instanceof Map<?, ?> || value instanceof JsonNode;
        return isContainer ? JsonText.of(value) : value.toString();
    }

    /** One line without control characters, escape sequences and characters that change the direction of writing. */
    static String forTerminal(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (Character.getType(character)) {
                case Character.CONTROL -> {
                    if (Character.isWhitespace(character)) {
                        safe.append(' ');
                    }
                }
                case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> safe.append(' ');
                case Character.FORMAT, Character.SURROGATE -> {}
                default -> safe.appendCodePoint(character);
            }
        });
        return safe.toString();
    }

    /** Columns of a terminal that a text takes. */
    static int width(String text) {
        return isPlain(text)
                ? text.length()
                : text.codePoints().map(CellText::width).sum();
    }

    /** The text, or its beginning and an ellipsis if it is wider than {@code width} columns. */
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder start = new StringBuilder();
        int room = width - 1;
        for (int character : text.codePoints().toArray()) {
            room -= width(character);
            if (room < 0) {
                break;
            }
            start.appendCodePoint(character);
        }
        return start.append(CUT).toString();
    }

    /** Nothing but printable ASCII: most texts are, and need no closer look. */
    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) < ' ' || text.charAt(at) > '~') {
                return false;
            }
        }
        return true;
    }

    private static int width(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean isWide = character >= 0x1100 && character <= 0x115F
                || character >= 0x2E80 && character <= 0xA4CF
                || character >= 0xAC00 && character <= 0xD7A3
                || character >= 0xF900 && character <= 0xFAFF
                || character >= 0xFE30 && character <= 0xFE6F
                || character >= 0xFF00 && character <= 0xFF60
                || character >= 0x1F300 && character <= 0x1FAFF
                || character >= 0x20000 && character <= 0x3FFFD;
        return isWide ? 2 : 1;
    }

    private static String decimal(double value, String text) {
        double size = Math.abs(value);
        boolean isPlain = size == 0 || size >= SMALLEST_PLAIN && size < LONGEST_PLAIN;
        return isPlain ? new BigDecimal(text).toPlainString() : text;
    }
}
