package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The texts of one rule's report, compiled. */
final class ReportTexts {
    private static final Set<String> ENGINE_NAMES = Set.of(
            MatchColumns.FLOW_IDS,
            MatchColumns.CLIENTS,
            MatchColumns.SERVERS,
            MatchColumns.SERVICE,
            MatchColumns.TS_START,
            MatchColumns.TS_END,
            MatchColumns.SEVERITY,
            MatchColumns.CONFIDENCE,
            MatchColumns.FLOW_COUNT);

    private final RuleFile file;
    private final ReportText summary;
    private final ReportText rootCause;
    private final List<ReportText> alternatives;
    private final ReportText cannotSee;
    private final List<ReportText> fix;
    private final List<ReportText> verify;
    private final ReportText lesson;

    private ReportTexts(RuleFile file, List<RuleProblem> problems) {
        this.file = file;
        Rule.Report report = file.rule().report();
        Compiler compiler = new Compiler(file, problems);
        summary = compiler.text("report.summary", report.summary());
        rootCause = compiler.text("report.root_cause", report.rootCause());
        alternatives = compiler.texts("report.alternatives", report.alternatives());
        cannotSee = compiler.text("report.cannot_see", report.cannotSee());
        fix = compiler.texts("report.fix", report.fix());
        verify = compiler.texts("report.verify", report.verify());
        lesson = compiler.text("report.lesson", report.lesson());
    }

    static ReportTexts compile(RuleFile file) throws RuleException {
        List<RuleProblem> problems = new ArrayList<>();
        ReportTexts texts = new ReportTexts(file, problems);
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        return texts;
    }

    /** Names in the texts that neither the rule, the columns of its match, nor the engine gives. */
    List<RuleProblem> unknownNames(Set<String> matchColumns) {
        Set<String> known = new TreeSet<>(ENGINE_NAMES);
        known.addAll(matchColumns);
        known.addAll(file.rule().parameters().keySet());
        known.addAll(TextFunctions.ALL.keySet());
        return all().flatMap(text -> text.names().stream()
                        .filter(name -> !known.contains(name))
                        .map(name -> file.problem(
                                text.key(),
                                "'" + name + "' is neither a parameter, a column of match nor a function: mend its"
                                        + " spelling or return it from match")))
                .toList();
    }

    /** The texts for one finding. An item of a list that comes out empty is left out. */
    Narrative render(Map<String, Object> row) throws RuleException {
        Map<String, Object> model = new LinkedHashMap<>(row);
        model.putAll(TextFunctions.ALL);
        return new Narrative(
                summary.render(file, model),
                rootCause.render(file, model),
                render(alternatives, model),
                cannotSee.render(file, model),
                render(fix, model),
                render(verify, model),
                lesson.render(file, model));
    }

    private List<String> render(List<ReportText> texts, Map<String, Object> model) throws RuleException {
        List<String> rendered = new ArrayList<>();
        for (ReportText text : texts) {
            String result = text.render(file, model);
            if (!result.isEmpty()) {
                rendered.add(result);
            }
        }
        return List.copyOf(rendered);
    }

    private Stream<ReportText> all() {
        return Stream.of(
                        Stream.of(summary, rootCause),
                        alternatives.stream(),
                        Stream.of(cannotSee),
                        fix.stream(),
                        verify.stream(),
                        Stream.of(lesson))
                .flatMap(texts -> texts);
    }

    /** Compiles texts and collects what is wrong with them; a wrong text stands in as an empty one. */
    private record Compiler(RuleFile file, List<RuleProblem> problems) {

        ReportText text(String key, String source) {
            try {
                return ReportText.compile(file, key, source);
            } catch (RuleException e) {
                problems.addAll(e.problems());
                return ReportText.plain(key);
            }
        }

        List<ReportText> texts(String key, List<String> sources) {
            List<ReportText> texts = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                texts.add(text(key + "[" + i + "]", sources.get(i)));
            }
            return texts;
        }
    }
}
