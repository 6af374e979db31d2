package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Markdown report read back by a Markdown parser. */
class MarkdownReportTest {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), AutolinkExtension.create()))
            .build();

    @TempDir
    private Path directory;

    @Test
    void shouldHaveTheSameSectionsAsThePage() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            List<String> headings = nodes(report(fixture)).stream()
                    .filter(Heading.class::isInstance)
                    .map(heading -> ((Text) heading.getFirstChild()).getLiteral())
                    .toList();

            assertEquals(
                    List.of(
                            "The path from 10.2.0.2 to 10.1.0.2 drops packets above 1400 bytes and tells nobody.",
                            "Layers",
                            "Incident 1: MTU black hole",
                            "Impact",
                            "Root cause",
                            "What it could be instead",
                            "What the capture cannot show",
                            "Evidence",
                            "Fix",
                            "Verify",
                            "Lesson",
                            "Symptoms that this explains",
                            "Measured values",
                            "Services",
                            "Hosts",
                            "Where the time went",
                            "Timeline",
                            "Capture quality",
                            "Top flows",
                            "What was checked",
                            "Settings used"),
                    headings);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "[x](javascript:alert(1))",
                "![x](http://203.0.113.1/x.png)",
                "<script>alert(1)</script>",
                "a | b | c",
                "```\n# heading\n```",
                "` `` ``` ````",
                "https://example.org www.example.org a@example.org",
                "line one\n\n# heading\n- item",
                "\\",
                "|",
                "\u001b[31m \u202e",
                "=1+1",
            })
    void shouldPrintHostileTextAsText(String text) throws Exception {
        try (ReportFixture plain = ReportFixture.hostile("plain");
                ReportFixture hostile = ReportFixture.hostile(text)) {
            List<Node> expected = nodes(report(plain));
            List<Node> actual = nodes(report(hostile));

            assertEquals(count(expected, Heading.class), count(actual, Heading.class), "headings");
            assertEquals(count(expected, TableBlock.class), count(actual, TableBlock.class), "tables");
            assertEquals(count(expected, TableRow.class), count(actual, TableRow.class), "rows");
            assertEquals(count(expected, TableCell.class), count(actual, TableCell.class), "cells");
            for (Class<? extends Node> type : List.of(Link.class, Image.class, HtmlInline.class, HtmlBlock.class)) {
                assertEquals(0, count(actual, type), type.getSimpleName());
            }
            String markdown = Files.readString(directory.resolve("report.md"));
            assertFalse(markdown.contains("\u001b") || markdown.contains("\u202e"), "deceptive characters");
        }
    }

    @Test
    void shouldHoldTheFramesTakenApart() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            report(fixture);
            String markdown = Files.readString(directory.resolve("report.md"));

            assertTrue(
                    markdown.contains(
                            "Frame 8, 1,514 bytes on the wire: 10.2.0.2:80 → 10.1.0.2:39051 · TCP ACK, 1,448 bytes of payload"));
            assertTrue(markdown.contains("    IPv4: Source 10.2.0.2; Destination 10.1.0.2; Total length 1,500 bytes;"));
        }
    }

    private Node report(ReportFixture fixture) throws Exception {
        new ReportWriter(directory, Set.of(ReportFormat.MARKDOWN))
                .write(fixture.input, ReportFacts.read(fixture.connection()), fixture.connection());
        return PARSER.parse(Files.readString(directory.resolve("report.md")));
    }

    private static long count(List<Node> nodes, Class<? extends Node> type) {
        return nodes.stream().filter(type::isInstance).count();
    }

    private static List<Node> nodes(Node root) {
        List<Node> nodes = new ArrayList<>();
        for (Node node = root.getFirstChild(); node != null; node = node.getNext()) {
            nodes.add(node);
            nodes.addAll(nodes(node));
        }
        return nodes;
    }
}
