package org.pcapanalyzer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.diagnosis.FindingBuilder.capture;
import static org.pcapanalyzer.diagnosis.FindingBuilder.finding;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.diagnosis.Confidence.Rating;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;

/** Each weakness takes its factor and says so; what the rule holds is 0.9. */
class ConfidenceTest {
    private static final FlowFacts WELL_SEEN = FlowFacts.NONE;

    @Test
    void shouldLeaveWhatIsWellSeen() {
        assertRating(0.9, List.of(), rate(finding("a-1").flows(1, 2), WELL_SEEN));
        assertRating(0.9, List.of(), rate(finding("a-1"), WELL_SEEN));
    }

    @Test
    void shouldFallWithTheAcksOfBytesThatWereNeverCaptured() {
        String bytes = " of the ACKs in its flows cover bytes that the capture does not hold";
        assertRating(0.9, List.of(), rate(finding("a-1"), new FlowFacts(0.009, 0, 0, 0)));
        assertRating(0.81, List.of("2 %" + bytes), rate(finding("a-1"), new FlowFacts(0.02, 0, 0, 0)));
        assertRating(0.63, List.of("20 %" + bytes), rate(finding("a-1"), new FlowFacts(0.2, 0, 0, 0)));
        assertRating(
                0.45,
                List.of("80 %" + bytes + ", as in one that is sampled"),
                rate(finding("a-1"), new FlowFacts(0.8, 0, 0, 0)));
    }

    @Test
    void shouldFallWhereTheSnaplenCutWhatTheLayerNeeds() {
        FlowFacts cut = new FlowFacts(0, 0.75, 0, 0);
        assertRating(0.9, List.of(), rate(finding("a-1"), cut));
        assertRating(
                0.63,
                List.of("75 % of the packets in its flows are cut by the snaplen"),
                rate(finding("a-1").layer(Layer.TLS), cut));
    }

    @Test
    void shouldFallWhereTheCaptureEndsBeforeTheStory() {
        FlowFacts open = new FlowFacts(0, 0, 1, 0);
        assertRating(
                0.72,
                List.of("it begins 2 s before the capture ends"),
                rate(finding("a-1").time(8, 10), open));
        assertRating(0.9, List.of(), rate(finding("a-1").time(5, 10), open));
        assertRating(0.9, List.of(), rate(finding("a-1").time(8, 10), WELL_SEEN));
    }

    @Test
    void shouldFallWhereMemoryEndedFlows() {
        assertRating(
                0.81,
                List.of("the bound on memory ended some of its flows early"),
                rate(finding("a-1"), new FlowFacts(0, 0, 0, 0.1)));
    }

    @Test
    void shouldFallWhereASingleFlowShowsIt() {
        assertRating(
                0.855, List.of("a single flow shows it"), rate(finding("a-1").flows(7), WELL_SEEN));
    }

    @Test
    void shouldFallWhereOnlyAPartWasLookedAt() {
        Confidence part = new Confidence(FindingBuilder.facts(1000, 400), Map.of());
        String why = "only a part of the capture was looked at, as asked for";
        assertRating(0.81, List.of(why), rate(part, finding("a-1")));
        assertRating(0.81, List.of(why), part.ofHealth(List.of(), false));
    }

    @Test
    void shouldFallWithFaultsOfTheCaptureThatTheRuleDoesNotName() {
        Confidence confidence = FindingBuilder.sure();
        FindingBuilder oneSided = capture("capture-one-sided-1").severity(Severity.HIGH);
        assertRating(
                0.675,
                List.of("of the capture: Title of capture-one-sided"),
                rate(confidence, finding("a-1"), oneSided));
        assertRating(
                0.81,
                List.of("of the capture: Title of capture-one-sided"),
                rate(confidence, finding("a-1"), oneSided.severity(Severity.MEDIUM)));
        assertRating(0.9, List.of(), rate(confidence, finding("a-1"), oneSided.severity(Severity.LOW)));
        assertRating(
                0.9,
                List.of(),
                rate(
                        confidence,
                        finding("a-1").flows(1, 2),
                        capture("capture-one-sided-1").flows(8, 9)));
        assertRating(0.9, List.of(), rate(confidence, finding("a-1"), capture("capture-loss-1")));
    }

    @Test
    void shouldFallByThePartThatTheCaptureMayHaveFaked() {
        Finding finding = finding("a-1").unless("loss").flows(1, 2, 3, 4).build();
        Finding loss = capture("loss-1").flows(1).build();
        Coverage faked = Coverage.byCapture(finding, List.of(loss));
        assertRating(
                0.675,
                List.of("loss-1 concerns 1 of its 4 flows and can look like this"),
                FindingBuilder.sure().rate(finding, faked, List.of(loss)));
    }

    @Test
    void shouldSayTheStrongestReasonFirst() {
        assertRating(
                0.9 * 0.95 * 0.7,
                List.of(
                        "20 % of the ACKs in its flows cover bytes that the capture does not hold",
                        "a single flow shows it"),
                rate(finding("a-1").flows(7), new FlowFacts(0.2, 0, 0, 0)));
    }

    @Test
    void shouldHoldHealthAsFarAsTheCaptureAllows() {
        Confidence confidence = FindingBuilder.sure();
        assertRating(0.9, List.of(), confidence.ofHealth(List.of(), false));
        assertRating(0.9, List.of(), confidence.ofHealth(List.of(quality(Severity.INFO)), false));
        List<String> why = List.of("of the capture: Title of q");
        assertRating(0.8, why, confidence.ofHealth(List.of(quality(Severity.LOW)), false));
        assertRating(0.6, why, confidence.ofHealth(List.of(quality(Severity.MEDIUM)), false));
        assertRating(0.3, why, confidence.ofHealth(List.of(quality(Severity.HIGH)), false));
        assertRating(0.63, List.of("the bound on memory ended rules early"), confidence.ofHealth(List.of(), true));
    }

    private static Finding quality(Severity severity) {
        return capture("q-1").severity(severity).build();
    }

    private static Rating rate(FindingBuilder finding, FlowFacts facts) {
        Finding built = finding.build();
        return rate(new Confidence(FindingBuilder.facts(1000, 1000), Map.of(built.id(), facts)), finding);
    }

    private static Rating rate(Confidence confidence, FindingBuilder finding, FindingBuilder... quality) {
        return confidence.rate(
                finding.build(),
                Coverage.byCapture(finding.build(), List.of()),
                Stream.of(quality).map(FindingBuilder::build).toList());
    }

    private static void assertRating(double confidence, List<String> why, Rating rating) {
        assertEquals(confidence, rating.confidence(), 1e-9);
        assertEquals(why, rating.why());
    }
}
