package org.pcapanalyzer.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines for a terminal of fixed width; deceptive characters are made visible first. */
final class TextWrapper {
    private final int columns;

    /** @param columns width of the terminal */
    TextWrapper(int columns) {
        this.columns = columns;
    }

    /**
     * Lines of {@code text}, the first after {@code first}, the others after {@code indent} spaces. Breaks at spaces; a
     * word wider than a line is broken where the line ends.
     */
    List<String> wrap(String first, int indent, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        int used = width(first);
        boolean isAtStart = true;
        for (String word : VisibleText.line(text).strip().split(" +")) {
            int gap = isAtStart ? 0 : 1;
            if (!isAtStart && used + gap + width(word) > columns) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(indent));
                used = indent;
                gap = 0;
            }
            line.append(" ".repeat(gap));
            used += gap;
            for (int c : word.codePoints().toArray()) {
                if (used + width(c) > columns) {
                    lines.add(line.toString());
                    line = new StringBuilder(" ".repeat(indent));
                    used = indent;
                }
                line.appendCodePoint(c);
                used += width(c);
            }
            isAtStart = false;
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /** Columns that a text takes. */
    static int width(String text) {
        return text.codePoints().map(TextWrapper::width).sum();
    }

    private static int width(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    /** East Asian wide characters and emoji (Unicode Standard Annex 11, coarsely). */
    private static boolean isWide(int codePoint) {
        return codePoint >= 0x1100
                && (codePoint <= 0x115f
                        || codePoint >= 0x2e80 && codePoint <= 0xa4cf
                        || codePoint >= 0xac00 && codePoint <= 0xd7a3
                        || codePoint >= 0xf900 && codePoint <= 0xfaff
                        || codePoint >= 0xfe30 && codePoint <= 0xfe6f
                        || codePoint >= 0xff00 && codePoint <= 0xff60
                        || codePoint >= 0xffe0 && codePoint <= 0xffe6
                        || codePoint >= 0x1f300 && codePoint <= 0x1faff
                        || codePoint >= 0x20000 && codePoint <= 0x3fffd);
    }
}
