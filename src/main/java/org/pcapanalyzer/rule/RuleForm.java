package org.pcapanalyzer.rule;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be said of a rule from its file alone: names, texts that are there, placeholders. */
final class RuleForm {
    static final String SNAKE_CASE = "[a-z][a-z0-9_]*";
    static final String KEBAB_CASE = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private final RuleFile file;
    private final Rule rule;
    private final SqlTemplate match;
    private final SqlTemplate evidence;
    private final List<RuleProblem> problems = new ArrayList<>();

    private RuleForm(RuleFile file) {
        this.file = file;
        this.rule = file.rule();
        this.match = SqlTemplate.parse(rule.match());
        this.evidence = SqlTemplate.parse(rule.evidence());
    }

    static List<RuleProblem> problems(RuleFile file) {
        RuleForm form = new RuleForm(file);
        form.checkNames();
        form.checkTexts();
        form.checkParameters();
        form.checkSql("match", form.match);
        form.checkSql("evidence", form.evidence);
        form.checkUse();
        form.checkNeeds();
        return form.problems;
    }

    private void checkNames() {
        String name = file.path().getFileName().toString().replaceFirst("\\.yaml$", "");
        if (!rule.id().matches(KEBAB_CASE)) {
            fault("id", "id '" + rule.id() + "' is not kebab-case: use lower-case words with hyphens between");
        } else if (!rule.id().equals(name)) {
            fault("id", "id '" + rule.id() + "' is not the file's name: rename the file to " + rule.id() + ".yaml");
        }
        String folder = Optional.ofNullable(file.path().toAbsolutePath().getParent())
                .map(Path::getFileName)
                .map(Path::toString)
                .orElse("");
        if (!folder.equals(rule.layer().label())) {
            fault(
                    "layer",
                    "layer is " + rule.layer().label() + ": move the file to the folder "
                            + rule.layer().label() + "/");
        }
    }

    /** A table that match does not read cannot decide about it. */
    private void checkNeeds() {
        for (int i = 0; i < rule.needs().size(); i++) {
            String key = "needs[" + i + "]";
            String need = rule.needs().get(i).strip();
            Matcher form = RuleNeeds.FORM.matcher(need);
            boolean isRead = form.matches()
                    && Pattern.compile("\\b" + form.group(1) + "\\b")
                            .matcher(rule.match())
                            .find();
            if (!isRead) {
                fault(key, "needs names '" + need + "', which match does not read: name a table that it does");
            }
            SqlTemplate sql = SqlTemplate.parse(need);
            sql.faults().forEach(fault -> fault(key, fault.message()));
            sql.placeholders().stream()
                    .filter(name -> !match.placeholders().contains(name))
                    .forEach(name -> fault(key, "$" + name + " decides nothing in match: name a parameter that does"));
        }
    }

    private void checkTexts() {
        Rule.Report report = rule.report();
        wantText("title", rule.title());
        wantText("description", rule.description());
        wantText("match", rule.match());
        wantText("evidence", rule.evidence());
        wantText("report.summary", report.summary());
        wantText("report.root_cause", report.rootCause());
        wantText("report.cannot_see", report.cannotSee());
        wantText("report.lesson", report.lesson());
        wantTexts("report.alternatives", report.alternatives());
        wantTexts("report.fix", report.fix());
        wantTexts("report.verify", report.verify());
    }

    private void checkParameters() {
        rule.parameters().forEach((name, parameter) -> {
            String key = "parameters." + name;
            if (!name.matches(SNAKE_CASE)) {
                fault(key, "parameter '" + name + "' is not snake_case: use lower-case words with _ between");
            }
            if (!isScalar(parameter.value())) {
                fault(key + ".value", "value of '" + name + "' must be a number, text, true or false");
            }
            wantText(key + ".unit", parameter.unit());
            wantText(key + ".why", parameter.why());
        });
    }

    private void checkSql(String key, SqlTemplate sql) {
        for (SqlTemplate.Fault fault : sql.faults()) {
            problems.add(file.problemInText(key, fault.line(), fault.message()));
        }
        if (key.equals("match")) {
            for (String name : sql.placeholders()) {
                if (!rule.parameters().containsKey(name)) {
                    problems.add(file.problemInText(
                            key,
                            sql.lineOf(name),
                            "$" + name + " is no parameter of this rule: add it or mend its spelling"));
                }
            }
        }
    }

    private void checkUse() {
        Set<String> used = new TreeSet<>(match.placeholders());
        used.addAll(evidence.placeholders());
        for (String name : rule.parameters().keySet()) {
            if (!used.contains(name)) {
                fault(
                        "parameters." + name,
                        "parameter '" + name + "' is used in neither query: write $" + name
                                + " where it counts, or remove it");
            }
        }
    }

    private void wantText(String key, String text) {
        if (text.isBlank()) {
            fault(key, "'" + key + "' is empty: fill it in");
        }
    }

    private void wantTexts(String key, List<String> texts) {
        if (texts.isEmpty()) {
            fault(key, "'" + key + "' has no item: write at least one");
        }
        for (int i = 0; i < texts.size(); i++) {
            wantText(key + "[" + i + "]", texts.get(i));
        }
    }

    private void fault(String key, String message) {
        problems.add(file.problem(key, message));
    }

    private static boolean isScalar(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Number && !(value instanceof BigInteger);
    }
}
