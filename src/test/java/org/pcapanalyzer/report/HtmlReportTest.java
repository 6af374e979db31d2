package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page read back by a strict parser. */
class HtmlReportTest {
    private static final Set<String> ELEMENTS = Set.of(
            "a",
            "body",
            "br",
            "caption",
            "code",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "footer",
            "h1",
            "h2",
            "h3",
            "head",
            "header",
            "html",
            "li",
            "link",
            "main",
            "meta",
            "nav",
            "ol",
            "p",
            "path",
            "pre",
            "rect",
            "section",
            "span",
            "strong",
            "style",
            "summary",
            "svg",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "title",
            "tr",
            "ul");

    @TempDir
    private Path directory;

    @Test
    void shouldBeWellFormedAndHeldByItsHeadings() throws Exception {
        for (ReportFixture fixture : ReportWriterTest.fixtures()) {
            try (fixture) {
                Document page = page(fixture);

                assertEquals("en", page.getDocumentElement().getAttribute("lang"));
                assertEquals(1, page.getElementsByTagName("h1").getLength());
                assertEquals(1, page.getElementsByTagName("main").getLength());
                int level = 0;
                for (Element heading : elements(page)) {
                    if (heading.getTagName().matches("h[1-6]")) {
                        int next = heading.getTagName().charAt(1) - '0';
                        assertTrue(next <= level + 1, heading.getTextContent());
                        level = next;
                    }
                }
            }
        }
    }

    @Test
    void shouldAllowNeitherScriptNorNetwork() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            Document page = page(fixture);

            String policy = elements(page).stream()
                    .filter(element -> element.getAttribute("http-equiv").equals("Content-Security-Policy"))
                    .findFirst()
                    .orElseThrow()
                    .getAttribute("content");
            assertTrue(policy.startsWith("default-src 'none'; style-src 'sha256-"), policy);
            assertFalse(policy.contains("unsafe"), policy);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</style><script>alert(1)</script>",
                "</title><script>",
                "${7*7} #{7*7} <#assign x=1> [=7*7]",
                "&lt;b&gt;&#60;",
                "javascript:alert(1)",
                "]]><!-- -->",
                "\u0000\u001b[31m\u202e\ufffe",
                "=HYPERLINK(\"http://203.0.113.1\")",
            })
    void shouldPrintHostileTextAsText(String text) throws Exception {
        try (ReportFixture fixture = ReportFixture.hostile(text)) {
            Document page = page(fixture);

            for (Element element : elements(page)) {
                assertTrue(ELEMENTS.contains(element.getTagName()), element.getTagName());
                for (int i = 0; i < element.getAttributes().getLength(); i++) {
                    String name = element.getAttributes().item(i).getNodeName();
                    assertFalse(name.startsWith("on") || name.equals("style") || name.equals("src"), name);
                }
                if (element.hasAttribute("href")) {
                    assertTrue(element.getAttribute("href").matches("#[a-z0-9-]+|data:,"), "href");
                }
            }
            String shown = VisibleText.block(text);
            for (String where : List.of("h1", "strong", "title")) {
                String content = page.getElementsByTagName(where).item(0).getTextContent();
                assertTrue(content.contains(shown), where + ": " + content);
            }
        }
    }

    @Test
    void shouldLeaveEscapingToTheOutputFormats() throws Exception {
        try (var templates = Files.list(Path.of("templates"))) {
            for (Path template :
                    templates.filter(path -> path.toString().contains(".ftl")).toList()) {
                String text = Files.readString(template);
                for (String bypass :
                        List.of("no_esc", "noautoesc", "autoesc", "outputformat", "interpret", "eval", "?api")) {
                    assertFalse(text.contains(bypass), template + " uses " + bypass);
                }
            }
        }
    }

    private Document page(ReportFixture fixture) throws Exception {
        new ReportWriter(directory, Set.of(ReportFormat.HTML))
                .write(fixture.input, ReportFacts.read(fixture.connection()), fixture.connection());
        DocumentBuilder builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new InputSource(new StringReader(Files.readString(directory.resolve("report.html")))));
    }

    private static List<Element> elements(Document page) {
        NodeList all = page.getElementsByTagName("*");
        return new ArrayList<>(IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .toList());
    }
}
