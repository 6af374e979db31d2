package org.pcapanalyzer.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pcapanalyzer.rule.Evidence;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Flows;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Narrative;
import org.pcapanalyzer.rule.Rule;
import org.pcapanalyzer.rule.RuleFixture;
import org.pcapanalyzer.rule.Scope;
import org.pcapanalyzer.rule.Severity;

/** A finding of a made-up rule: transport, medium, confidence 0.9, one client and server, ten seconds, no flows. */
final class FindingBuilder {
    private final String id;
    private Layer layer = Layer.TRANSPORT;
    private Severity severity = Severity.MEDIUM;
    private double confidence = 0.9;
    private List<String> explains = List.of();
    private List<String> unless = List.of();
    private Flows flows = Flows.NONE;
    private Scope scope = new Scope(List.of("10.0.0.1"), List.of("10.0.0.9"), "");
    private long start = RuleFixture.time(0);
    private long end = RuleFixture.time(10);
    private String summary;

    private FindingBuilder(String id) {
        this.id = id;
        this.summary = id + " happened";
    }

    /** @param id {@code RULE-N} */
    static FindingBuilder finding(String id) {
        return new FindingBuilder(id);
    }

    /** A finding of layer capture about all of it. */
    static FindingBuilder capture(String id) {
        return finding(id).layer(Layer.CAPTURE).scope("", "", "");
    }

    /** Doubts nothing but what the capture may have faked. */
    static Confidence sure() {
        return new Confidence(facts(1000, 1000), Map.of());
    }

    /** A capture of ten flows that ends ten seconds after the beginning. */
    static CaptureFacts facts(long framesRead, long frames) {
        return new CaptureFacts(
                framesRead,
                frames,
                true,
                RuleFixture.time(10),
                0,
                0,
                10,
                2,
                0,
                0,
                0,
                10,
                10,
                10,
                100,
                0,
                0,
                0,
                UpperFacts.NONE);
    }

    FindingBuilder layer(Layer value) {
        layer = value;
        return this;
    }

    FindingBuilder severity(Severity value) {
        severity = value;
        return this;
    }

    FindingBuilder confidence(double value) {
        confidence = value;
        return this;
    }

    FindingBuilder explains(String... rules) {
        explains = List.of(rules);
        return this;
    }

    FindingBuilder unless(String... rules) {
        unless = List.of(rules);
        return this;
    }

    FindingBuilder flows(long... ids) {
        flows = Flows.of(Arrays.stream(ids).boxed().toList());
        return this;
    }

    /** The first of so many flows. */
    FindingBuilder flowsOf(long count, long... ids) {
        flows = new Flows(Arrays.stream(ids).boxed().toList(), count);
        return this;
    }

    /** Addresses separated by blanks, empty for none. */
    FindingBuilder scope(String clients, String servers, String service) {
        scope = new Scope(words(clients), words(servers), service);
        return this;
    }

    /** Seconds after the beginning. */
    FindingBuilder time(long from, long to) {
        start = RuleFixture.time(from);
        end = RuleFixture.time(to);
        return this;
    }

    FindingBuilder summary(String value) {
        summary = value;
        return this;
    }

    Finding build() {
        String ruleId = id.substring(0, id.lastIndexOf('-'));
        Rule.Report texts = new Rule.Report("s", "r", List.of("a"), "c", List.of("f"), List.of("v"), "l");
        Rule rule = new Rule(
                ruleId,
                "Title of " + ruleId,
                layer,
                Severity.HIGH,
                "d",
                Map.of(),
                List.of(),
                "m",
                "e",
                explains,
                unless,
                texts,
                List.of(),
                new Rule.Tests(List.of(), List.of()));
        return new Finding(
                id,
                rule,
                severity,
                confidence,
                scope,
                start,
                end,
                flows,
                Map.of("n", 1L),
                List.of(new Evidence(3, start, "x")),
                "frame.number == 3",
                new Narrative(
                        summary, "cause", List.of("other"), "hidden", List.of("fix"), List.of("verify"), "lesson"));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
