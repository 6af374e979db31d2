package org.pcapanalyzer.report;

import freemarker.core.CommonMarkupOutputFormat;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Pattern;

/**
 * Output format of {@code .md.ftl} templates: whatever they print is escaped for CommonMark and its GitHub dialect, so
 * that a text from a capture stays one line of text, no link, no HTML, no cell of a table. Addresses, names and commands
 * read better as {@link #codeSpan} and {@link #codeBlock}.
 */
final class MarkdownFormat extends CommonMarkupOutputFormat<MarkdownText> {
    static final MarkdownFormat INSTANCE = new MarkdownFormat();

    private static final String ALWAYS_ESCAPED = "\\`*_[]|~$^{}";

    /** Words that dialects turn into links or mentions after escapes are undone; only code stops them. */
    private static final Pattern LINKED = Pattern.compile("://|www\\.|@", Pattern.CASE_INSENSITIVE);

    private MarkdownFormat() {}

    @Override
    public String getName() {
        return "Markdown";
    }

    @Override
    public String getMimeType() {
        return "text/markdown";
    }

    @Override
    public void output(String text, Writer out) throws IOException {
        out.write(escapePlainText(text));
    }

    @Override
    public String escapePlainText(String text) {
        String line = VisibleText.line(text);
        StringBuilder out = new StringBuilder(line.length() + 16);
        int start = 0;
        while (start < line.length()) {
            int space = line.indexOf(' ', start);
            int end = space < 0 ? line.length() : space;
            String word = line.substring(start, end);
            if (LINKED.matcher(word).find()) {
                out.append(span(word, "\\|"));
            } else {
                escape(line, start, end, out);
            }
            if (space >= 0) {
                out.append(' ');
            }
            start = end + 1;
        }
        return out.toString();
    }

    private static void escape(String line, int start, int end, StringBuilder out) {
        for (int i = start; i < end; i++) {
            char c = line.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> {
                    if (ALWAYS_ESCAPED.indexOf(c) >= 0 || meansSomethingHere(line, i)) {
                        out.append('\\');
                    }
                    out.append(c);
                }
            }
        }
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String builtInName) {
        return false;
    }

    @Override
    protected MarkdownText newTemplateMarkupOutputModel(String plainText, String markup) {
        return new MarkdownText(plainText, markup);
    }

    /** A code span outside of tables. */
    static MarkdownText codeSpan(String text) {
        return new MarkdownText(null, span(text, "|"));
    }

    /** A code span in a cell of a table, where a bar ends the cell even inside of code. */
    static MarkdownText codeCell(String text) {
        return new MarkdownText(null, span(text, "\\|"));
    }

    private static String span(String text, String bar) {
        String line = VisibleText.line(text).strip();
        if (line.isEmpty()) {
            return "";
        }
        String fence = "`".repeat(longestRun(line) + 1);
        String padding = line.startsWith("`") || line.endsWith("`") ? " " : "";
        return fence + padding + line.replace("|", bar) + padding + fence;
    }

    /** A fenced code block with the line ends around it; the fence outgrows every run of backticks inside. */
    static MarkdownText codeBlock(String text) {
        String lines = VisibleText.block(text);
        String fence = "`".repeat(Math.max(3, longestRun(lines) + 1));
        return new MarkdownText(null, fence + "text\n" + lines + "\n" + fence + "\n");
    }

    /** Characters that open a list, a heading, an image or a link of their own only where they stand. */
    private static boolean meansSomethingHere(String line, int i) {
        return switch (line.charAt(i)) {
            case '#', '=' -> isStart(line, i);
            case '+', '-' -> isStart(line, i) && !isLetterOrDigit(line, i + 1);
            case '.', ')' ->
                isAfterLeadingNumber(line, i) && !isLetterOrDigit(line, i + 1)
                        || line.regionMatches(true, i - 3, "www", 0, 3);
            case '!' -> line.startsWith("[", i + 1);
            case '(' -> i > 0 && line.charAt(i - 1) == ']';
            default -> false;
        };
    }

    private static boolean isStart(String line, int i) {
        return line.substring(0, i).isBlank();
    }

    private static boolean isAfterLeadingNumber(String line, int i) {
        String before = line.substring(0, i).strip();
        return !before.isEmpty() && before.chars().allMatch(Character::isDigit);
    }

    private static boolean isLetterOrDigit(String line, int i) {
        return i < line.length() && Character.isLetterOrDigit(line.charAt(i));
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
