package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import freemarker.template.TemplateModelException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.fuzz.Choices;

/**
 * Any text (a comment, a host's name) on its way into a report: what comes out is that text and nothing else. Input: UTF-8,
 * or UTF-16 units by the lowest bit of the first byte, which may be no characters.
 */
@Tag("fuzz")
final class EscapingFuzzTest {
    @FuzzTest
    void escape(byte[] input) throws TemplateModelException {
        Choices choices = new Choices(input);
        boolean isUtf16 = choices.bit();
        String text = new String(choices.rest(), isUtf16 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
        assertHtml(text);
        assertMarkdown(text.strip());
        assertTrue(VisibleText.cut(text).length() <= VisibleText.MAX_VALUE_LENGTH);
    }

    private static void assertHtml(String text) {
        String html = HtmlFormat.INSTANCE.escapePlainText(text);
        assertTrue(html.chars().noneMatch(c -> "<>\"'".indexOf(c) >= 0), () -> "markup in " + html);
        String read = html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
        assertEquals(VisibleText.block(text), read);
        assertPrintable(read.replace("\n", "").replace("\t", ""));
    }

    private static void assertMarkdown(String text) throws TemplateModelException {
        String line = VisibleText.line(text);
        assertPrintable(line);
        String markdown = MarkdownFormat.INSTANCE.escapePlainText(text);
        assertTrue(markdown.indexOf('\n') < 0, "more than a line");
        assertEquals(withoutSpaces(line), withoutSpaces(MarkdownFormatTest.textOf(markdown)));
        String span = MarkdownFormatTest.markup(MarkdownFormat.codeSpan(text));
        assertEquals(withoutSpaces(line.replace("\\|", "|")), withoutSpaces(MarkdownFormatTest.textOf(span)));
    }

    /** Spaces beside others, and at the ends, mean nothing in Markdown. */
    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s", "");
    }

    private static void assertPrintable(String text) {
        assertTrue(text.codePoints().noneMatch(EscapingFuzzTest::isSteering), "characters that steer a terminal");
    }

    private static boolean isSteering(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }
}
