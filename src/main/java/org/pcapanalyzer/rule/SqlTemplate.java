package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A SQL query with placeholders {@code $name}. Placeholders are found by reading the SQL as DuckDB does, so that those in
 * strings, quoted identifiers and comments stay text.
 */
final class SqlTemplate {

    /** Text as it stands, or the name of a placeholder that begins at this offset. */
    private record Piece(boolean isPlaceholder, String text, int offset) {}

    /** Something that a rule's SQL must not contain; {@code line} counts from 1. */
    record Fault(int line, String message) {}

    private final String sql;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int position;
    private int textStart;

    private SqlTemplate(String sql) {
        this.sql = sql;
    }

    static SqlTemplate parse(String sql) {
        SqlTemplate template = new SqlTemplate(sql);
        while (template.position < sql.length()) {
            template.token();
        }
        template.flushText(sql.length());
        return template;
    }

    List<Fault> faults() {
        return faults;
    }

    Set<String> placeholders() {
        Set<String> names = new TreeSet<>();
        for (Piece piece : pieces) {
            if (piece.isPlaceholder()) {
                names.add(piece.text());
            }
        }
        return names;
    }

    /** Line, from 1, where the placeholder first stands. */
    int lineOf(String placeholder) {
        return pieces.stream()
                .filter(piece -> piece.isPlaceholder() && piece.text().equals(placeholder))
                .findFirst()
                .map(piece -> lineAt(piece.offset()))
                .orElse(1);
    }

    /** The query with each placeholder replaced by what {@code literal} gives for its name. */
    String fill(Function<String, String> literal) {
        StringBuilder filled = new StringBuilder(sql.length() + 64);
        for (Piece piece : pieces) {
            filled.append(piece.isPlaceholder() ? literal.apply(piece.text()) : piece.text());
        }
        return filled.toString();
    }

    private void token() {
        char c = sql.charAt(position);
        if (c == '\'') {
            boolean escapes =
                    position > 0 && "eE".indexOf(sql.charAt(position - 1)) >= 0 && !isPartOfName(position - 2);
            quoted('\'', escapes, "string");
        } else if (c == '"') {
            quoted('"', false, "quoted name");
        } else if (sql.startsWith("--", position)) {
            position = endOf("\n", position);
        } else if (sql.startsWith("/*", position)) {
            comment();
        } else if (c == '$') {
            dollar();
        } else if (c == ';' || c == '?') {
            fault(c == ';' ? "';' is not allowed: a rule's SQL is one query" : "'?' is not allowed: write $name");
            position++;
        } else if (isNameStart(c)) {
            position = endOfName(position);
        } else {
            position++;
        }
    }

    private void quoted(char quote, boolean escapes, String what) {
        int start = position++;
        while (position < sql.length()) {
            char c = sql.charAt(position++);
            if (escapes && c == '\\') {
                position++;
            } else if (c == quote) {
                if (position < sql.length() && sql.charAt(position) == quote) {
                    position++;
                } else {
                    return;
                }
            }
        }
        position = sql.length();
        faults.add(new Fault(lineAt(start), "the " + what + " that begins here has no end: add the closing " + quote));
    }

    private void comment() {
        int start = position;
        int depth = 0;
        do {
            if (sql.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (sql.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0 && position < sql.length());
        if (depth > 0) {
            faults.add(new Fault(lineAt(start), "the comment that begins here has no end: add */"));
        }
    }

    private void dollar() {
        int end = endOfWord(position + 1);
        String name = sql.substring(position + 1, end);
        if (end < sql.length() && sql.charAt(end) == '$') {
            fault("strings in dollar signs are not allowed: use single quotes");
        } else if (name.isEmpty() || !isNameStart(name.charAt(0))) {
            fault("'$' must be followed by the name of a parameter or column");
        } else {
            flushText(position);
            pieces.add(new Piece(true, name, position));
            textStart = end;
        }
        position = Math.max(end, position + 1);
    }

    private void flushText(int end) {
        if (end > textStart) {
            pieces.add(new Piece(false, sql.substring(textStart, end), textStart));
        }
        textStart = end;
    }

    private void fault(String message) {
        faults.add(new Fault(lineAt(position), message));
    }

    private int lineAt(int offset) {
        return 1 + (int) sql.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    private int endOf(String text, int from) {
        int found = sql.indexOf(text, from);
        return found < 0 ? sql.length() : found;
    }

    /** A name may hold {@code $} after its first character, as DuckDB reads it. */
    private int endOfName(int from) {
        int end = from;
        while (end < sql.length() && (isWord(sql.charAt(end)) || sql.charAt(end) == '$')) {
            end++;
        }
        return end;
    }

    private int endOfWord(int from) {
        int end = from;
        while (end < sql.length() && isWord(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean isPartOfName(int offset) {
        return offset >= 0 && (isWord(sql.charAt(offset)) || sql.charAt(offset) == '$');
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
