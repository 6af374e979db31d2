package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import freemarker.template.TemplateModelException;
import java.util.List;
import java.util.Random;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is escaped is read back by a Markdown parser: it must come out as the same text and nothing else. */
class MarkdownFormatTest {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), AutolinkExtension.create()))
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain words, with 10.0.0.1 and 12 % of it",
                "192.0.2.80 refuses connections",
                "[x](javascript:alert(1))",
                "![x](http://203.0.113.1/pixel.png)",
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "&lt;b&gt; &amp; &#x3c;",
                "`code` and ``` fence ```",
                "**bold** _emphasis_ ~~gone~~",
                "# heading",
                "- item",
                "+ item",
                "1. item",
                "1) item",
                "12.",
                "> quote",
                "---",
                "===",
                "***",
                "| a | b |",
                "https://example.org/ and http://example.org",
                "www.example.org and WWW.example.org",
                "mail a@example.org, or @everyone",
                "<https://example.org>",
                "[ref]: http://example.org",
                "\\*not escaped\\*",
                "$x$ {: .class} ^1^",
                "=1+1",
                "-5",
                "ends with a backslash \\",
            })
    void shouldReadBackAsTheSameText(String text) {
        assertEquals(text, textOf(MarkdownFormat.INSTANCE.escapePlainText(text)));
    }

    @Test
    void shouldReadBackAnyMixtureOfMarks() {
        String marks = "[]()<>!`*_~#+-.|\\&:/@{}$^=\"' ax1wW";
        Random random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append(marks.charAt(random.nextInt(marks.length())));
            }
            String expected = text.toString().strip(); // spaces at the ends mean nothing in Markdown
            assertEquals(expected, textOf(MarkdownFormat.INSTANCE.escapePlainText(expected)));
        }
    }

    @Test
    void shouldStayOnOneLine() {
        assertEquals("a b", MarkdownFormat.INSTANCE.escapePlainText("a\nb"));
    }

    @Test
    void shouldKeepCodeSpansWhole() throws TemplateModelException {
        for (String code : List.of("a", "`", "``a` b", "x`", "<b>", "\\", "a|b", "[x](y)")) {
            Node node = onlyInline(markup(MarkdownFormat.codeSpan(code)));
            assertEquals(code, ((Code) node).getLiteral());
        }
        assertEquals("`a\\|b`", markup(MarkdownFormat.codeCell("a|b")));
        assertEquals("", MarkdownFormat.INSTANCE.getMarkupString(MarkdownFormat.codeSpan("")));
    }

    @Test
    void shouldKeepCodeBlocksWhole() throws TemplateModelException {
        for (String code : List.of("a\nb", "```\n# out", "~~~", "    indented", "````")) {
            Node block = PARSER.parse(markup(MarkdownFormat.codeBlock(code))).getFirstChild();
            assertEquals(code + "\n", ((FencedCodeBlock) block).getLiteral());
            assertEquals(null, block.getNext());
        }
    }

    static String markup(MarkdownText text) throws TemplateModelException {
        return MarkdownFormat.INSTANCE.getMarkupString(text);
    }

    private static Node onlyInline(String markdown) {
        Node paragraph = PARSER.parse(markdown).getFirstChild();
        assertTrue(paragraph.getFirstChild() == paragraph.getLastChild(), markdown);
        return paragraph.getFirstChild();
    }

    /** The text of a document that is one paragraph of text and code. */
    static String textOf(String markdown) {
        StringBuilder out = new StringBuilder();
        PARSER.parse(markdown).accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                out.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                out.append(code.getLiteral().replace("\\|", "|")); // as a cell of a table would read it
            }

            @Override
            protected void visitChildren(Node parent) {
                assertTrue(
                        parent instanceof Document || parent instanceof Paragraph,
                        () -> parent.getClass().getSimpleName() + " of " + markdown);
                super.visitChildren(parent);
            }
        });
        return out.toString();
    }
}
