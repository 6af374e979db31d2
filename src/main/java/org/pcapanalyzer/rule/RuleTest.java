package org.pcapanalyzer.rule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@code analyze rules test} does: runs the samples that the rules name and compares. */
public final class RuleTest {
    private final Samples samples;

    public RuleTest(List<Path> samples) {
        this.samples = new Samples(List.copyOf(samples));
    }

    /** Analyses a capture; gives the ids of the rules with a finding that stands (was not withdrawn). */
    public interface Analysis {
        Set<String> reportingRules(Path capture) throws IOException, RuleException;
    }

    /**
     * One expectation and what came of it.
     *
     * @param mustReport what the rule's tests say of this sample
     * @param reported   what the analysis of the sample said
     */
    public record Outcome(String rule, String sample, boolean mustReport, boolean reported) {

        public boolean passed() {
            return mustReport == reported;
        }

        /** One line for people. */
        @Override
        public String toString() {
            String is = reported ? "reports" : "is silent";
            return (passed() ? "ok    " : "FAIL  ") + rule + " " + is + " in " + sample
                    + (passed() ? "" : ", but must " + (mustReport ? "report" : "be silent"));
        }
    }

    /**
     * Outcomes of all tests of the rules that run, in their order; each sample is analysed once.
     *
     * @throws RuleException if a sample does not exist, or a rule fails on one
     */
    public List<Outcome> run(RuleLibrary library, Analysis analysis) throws IOException, RuleException {
        Map<String, Set<String>> reporting = new TreeMap<>();
        for (Map.Entry<String, Path> sample : samples(library).entrySet()) {
            reporting.put(sample.getKey(), analysis.reportingRules(sample.getValue()));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Rule rule : library.rules()) {
            for (String sample : rule.tests().fires()) {
                outcomes.add(new Outcome(
                        rule.id(), sample, true, reporting.get(sample).contains(rule.id())));
            }
            for (String sample : rule.tests().silent()) {
                outcomes.add(new Outcome(
                        rule.id(), sample, false, reporting.get(sample).contains(rule.id())));
            }
        }
        return outcomes;
    }

    private Map<String, Path> samples(RuleLibrary library) throws RuleException {
        Map<String, Path> paths = new TreeMap<>();
        List<RuleProblem> problems = new ArrayList<>();
        for (RuleFile file : library.files()) {
            Rule.Tests tests = file.rule().tests();
            List<String> names = new ArrayList<>(tests.fires());
            names.addAll(tests.silent());
            for (String name : names) {
                samples.find(file, name)
                        .ifPresentOrElse(
                                path -> paths.put(name, path),
                                () -> problems.add(file.problem(
                                        "tests", "there is no sample '" + name + "': see analyze rules check")));
            }
        }
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        return paths;
    }
}
