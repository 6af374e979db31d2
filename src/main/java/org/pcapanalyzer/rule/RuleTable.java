package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All rules as a page of Markdown, a table for each layer; {@code docs/rules.md} is this page. */
public final class RuleTable {
    private static final String HEAD = """
            # The rules

            %d rules in %d layers. A rule's file says more: what it is confused with, alternatives, what the capture cannot
            show, fix and check; `analyze rules show RULE` prints it, [rules/README.md](../rules/README.md) tells how to write one.

            This page is written by `analyze rules list --format md`.
            """;
    private static final String COLUMNS = """
            | rule | severity | detects | parameters | explains | withdrawn by |
            | --- | --- | --- | --- | --- | --- |
            """;

    private RuleTable() {}

    /** The page, line by line. */
    public static List<String> markdown(RuleLibrary library) {
        List<Rule> rules = library.allRules();
        List<Layer> layers = rules.stream().map(Rule::layer).distinct().toList();
        List<String> lines = new ArrayList<>(String.format(Locale.ROOT, HEAD, rules.size(), layers.size())
                .lines()
                .toList());
        for (Layer layer : layers) {
            lines.addAll(List.of("", "## Layer " + layer.label(), ""));
            lines.addAll(COLUMNS.lines().toList());
            rules.stream()
                    .filter(rule -> rule.layer() == layer)
                    .map(RuleTable::row)
                    .forEach(lines::add);
        }
        return lines;
    }

    private static String row(Rule rule) {
        String file = "../rules/" + rule.layer().label() + "/" + rule.id() + ".yaml";
        return "| "
                + String.join(
                        " | ",
                        "[" + rule.id() + "](" + file + ")",
                        rule.severity().label(),
                        cell(rule.title() + ". " + firstSentence(rule.description())),
                        parameters(rule),
                        String.join(", ", rule.explains()),
                        String.join(", ", rule.unless()))
                + " |";
    }

    private static String parameters(Rule rule) {
        return rule.parameters().entrySet().stream()
                .map(entry ->
                        "`" + entry.getKey() + "` " + cell(entry.getValue().value() + unit(entry.getValue())))
                .collect(Collectors.joining("<br>"));
    }

    private static String unit(Rule.Parameter parameter) {
        return parameter.unit().equals("1") ? "" : " " + parameter.unit();
    }

    private static String firstSentence(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        int end = line.indexOf(". ");
        return end < 0 ? line : line.substring(0, end + 1);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
