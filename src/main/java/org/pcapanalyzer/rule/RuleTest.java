package org.pcapanalyzer.rule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code analyze rules test} does: runs the samples that the rules name and compares. */
public final class RuleTest {
    private final Samples samples;

    public RuleTest(List<Path> samples) {
        this.samples = new Samples(List.copyOf(samples));
    }

    /** Analyses a capture; gives what its rules said, by rule, without those that found nothing. */
    public interface Analysis {
        Map<String, Said> said(Path capture) throws IOException, RuleException;
    }

    /**
     * What a rule said of a capture.
     *
     * @param stands false if all that it found was withdrawn
     * @param words  the summary of a finding, or why it was withdrawn
     */
    public record Said(boolean stands, String words) {
        private static final Said NOTHING = new Said(false, "");
    }

    /**
     * One expectation and what came of it.
     *
     * @param mustReport what the rule's tests say of this sample
     * @param said       what the analysis of the sample said
     */
    public record Outcome(String rule, String sample, boolean mustReport, Said said) {

        public boolean passed() {
            return mustReport == said.stands();
        }

        /** One line for people. */
        @Override
        public String toString() {
            String is = said.stands() ? "reports" : "is silent";
            return (passed() ? "ok    " : "FAIL  ") + rule + " " + is + " in " + sample + (passed() ? "" : wrong());
        }

        private String wrong() {
            return ", but must " + (mustReport ? "report" : "be silent")
                    + (said.words().isEmpty() ? "" : ": " + said.words());
        }
    }

    /**
     * Outcomes of all tests of the rules that run, in their order; each sample is analysed once.
     *
     * @throws RuleException if a sample does not exist, or a rule fails on one
     */
    public List<Outcome> run(RuleLibrary library, Analysis analysis) throws IOException, RuleException {
        Map<String, Map<String, Said>> said = new TreeMap<>();
        for (Map.Entry<String, Path> sample : samples(library).entrySet()) {
            said.put(sample.getKey(), analysis.said(sample.getValue()));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Rule rule : library.rules()) {
            outcomes.addAll(outcomes(rule, rule.tests().fires(), true, said));
            outcomes.addAll(outcomes(rule, rule.tests().silent(), false, said));
        }
        return outcomes;
    }

    private static List<Outcome> outcomes(
            Rule rule, List<String> samples, boolean mustReport, Map<String, Map<String, Said>> said) {
        return samples.stream()
                .map(sample -> new Outcome(
                        rule.id(), sample, mustReport, said.get(sample).getOrDefault(rule.id(), Said.NOTHING)))
                .toList();
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
