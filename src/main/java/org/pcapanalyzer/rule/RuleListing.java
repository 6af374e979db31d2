package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.List;

/** Rules as lines of text, for the terminal. */
public final class RuleListing {
    private static final int WIDTH = 100;

    private RuleListing() {}

    /** One line per rule under a heading, those that are switched off marked. */
    public static List<String> list(RuleLibrary library) {
        int width = library.allRules().stream()
                .mapToInt(rule -> rule.id().length())
                .max()
                .orElse(0);
        String format = "%-" + Math.max(width, 4) + "s  %-11s  %-8s  %s";
        List<Rule> active = library.rules();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(format, "RULE", "LAYER", "SEVERITY", "TITLE"));
        for (Rule rule : library.allRules()) {
            String title = active.contains(rule) ? rule.title() : rule.title() + " (off)";
            lines.add(String.format(
                    format, rule.id(), rule.layer().label(), rule.severity().label(), title));
        }
        return lines;
    }

    /** All that a rule says of itself, its texts unfilled. */
    public static List<String> show(Rule rule) {
        List<String> lines = new ArrayList<>();
        lines.add(rule.id() + ": " + rule.title());
        lines.add("layer " + rule.layer().label() + ", severity "
                + rule.severity().label());
        lines.add("");
        lines.addAll(wrap(rule.description(), ""));
        section(lines, "Parameters (--set " + rule.id() + ".NAME=VALUE)", parameters(rule));
        section(lines, "Explains", joined(rule.explains()));
        section(lines, "Withdrawn by", joined(rule.unless()));
        section(lines, "Could be instead", items(rule.report().alternatives()));
        section(lines, "Cannot be seen", wrap(rule.report().cannotSee(), "  "));
        section(lines, "Fix", items(rule.report().fix()));
        section(lines, "Verify", items(rule.report().verify()));
        section(lines, "Lesson", wrap(rule.report().lesson(), "  "));
        section(lines, "References", joined(rule.references()));
        section(lines, "Reports in samples", joined(rule.tests().fires()));
        section(lines, "Is silent in samples", joined(rule.tests().silent()));
        section(lines, "Match", sql(rule.match()));
        section(lines, "Evidence", sql(rule.evidence()));
        return lines;
    }

    private static void section(List<String> lines, String heading, List<String> body) {
        if (!body.isEmpty()) {
            lines.add("");
            lines.add(heading);
            lines.addAll(body);
        }
    }

    private static List<String> parameters(Rule rule) {
        List<String> lines = new ArrayList<>();
        rule.parameters().forEach((name, parameter) -> {
            String unit = parameter.unit().equals("1") ? "" : " " + parameter.unit();
            lines.add("  " + name + " = " + parameter.value() + unit);
            lines.addAll(wrap(parameter.why(), "      "));
        });
        return lines;
    }

    private static List<String> joined(List<String> names) {
        return names.isEmpty() ? List.of() : wrap(String.join(", ", names), "  ");
    }

    private static List<String> items(List<String> texts) {
        List<String> lines = new ArrayList<>();
        for (String text : texts) {
            List<String> wrapped = wrap(text, "    ");
            lines.add("  - " + wrapped.get(0).strip());
            lines.addAll(wrapped.subList(1, wrapped.size()));
        }
        return lines;
    }

    private static List<String> sql(String query) {
        return query.stripTrailing().lines().map(line -> "  " + line).toList();
    }

    private static List<String> wrap(String text, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.strip().split("\\s+")) {
            boolean empty = line.length() == indent.length();
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
