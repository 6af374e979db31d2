package org.pcapanalyzer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.pcapanalyzer.diagnosis.FindingBuilder.capture;
import static org.pcapanalyzer.diagnosis.FindingBuilder.finding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.RuleFixture;
import org.pcapanalyzer.rule.Severity;

class JudgementTest {

    @Test
    void shouldMakeIncidentsOfWhatNothingExplains() {
        Judgement judgement = judge(finding("a-1").flows(1), finding("b-1").flows(1));
        assertEquals("a-1 INCIDENT, b-1 INCIDENT", fates(judgement));
        assertEquals(
                List.of(1, 2),
                judgement.incidents().stream().map(Incident::number).toList());
    }

    @Test
    void shouldMakeASymptomOfWhatACauseExplainsOnTheSameFlows() {
        Judgement judgement = judge(
                finding("storm-1").flows(1, 2, 3),
                finding("hole-1").layer(Layer.NETWORK).explains("storm").flows(1, 2, 3, 4));
        assertEquals("storm-1 SYMPTOM by hole-1, hole-1 INCIDENT", fates(judgement));
        assertEquals(
                "Explained by hole-1, which concerns all of its 3 flows.",
                judgement.judged().get(0).because());
        assertEquals(List.of("storm-1"), symptoms(judgement.incidents().get(0)));
    }

    @Test
    void shouldKeepTwoIncidentsThatShareFewFlows() {
        Judgement judgement = judge(
                finding("storm-1").flows(1, 2, 3, 4, 5),
                finding("hole-1").explains("storm").flows(4, 5, 6));
        assertEquals("storm-1 INCIDENT, hole-1 INCIDENT", fates(judgement));
    }

    @Test
    void shouldExplainByMostOfTheFlows() {
        Judgement judgement = judge(
                finding("storm-1").flows(1, 2, 3, 4),
                finding("hole-1").explains("storm").flows(3, 4, 6));
        assertEquals("storm-1 SYMPTOM by hole-1, hole-1 INCIDENT", fates(judgement));
        assertEquals(
                "Explained by hole-1, which concerns 2 of its 4 flows.",
                judgement.judged().get(0).because());
    }

    @Test
    void shouldAddUpSeveralCausesAndNameTheLargest() {
        Judgement judgement = judge(
                finding("storm-1").flows(1, 2, 3, 4, 5, 6, 7),
                finding("hole-1").explains("storm").flows(1),
                finding("hole-2").explains("storm").flows(2, 3),
                finding("refused-1").explains("storm").flows(3, 4));
        assertEquals("storm-1 SYMPTOM by hole-2", fates(judgement).split(",")[0]);
    }

    @Test
    void shouldNotCountSharedFlowsTwice() {
        Judgement judgement = judge(
                finding("storm-1").flows(1, 2, 3, 4, 5),
                finding("hole-1").explains("storm").flows(1, 2),
                finding("hole-2").explains("storm").flows(1, 2));
        assertEquals("storm-1 INCIDENT", fates(judgement).split(",")[0]);
    }

    @Test
    void shouldFollowChainsToTheTopmostCause() {
        Judgement judgement = judge(
                finding("silent-1").layer(Layer.APPLICATION).flows(1),
                finding("storm-1").explains("silent").flows(1),
                finding("hole-1").explains("storm").flows(1));
        assertEquals("silent-1 SYMPTOM by hole-1, storm-1 SYMPTOM by hole-1, hole-1 INCIDENT", fates(judgement));
        assertEquals(
                "Explained by storm-1, which concerns all of its 1 flow, itself explained by hole-1.",
                judgement.judged().get(0).because());
        assertEquals(
                List.of("silent-1", "storm-1"), symptoms(judgement.incidents().get(0)));
    }

    @Test
    void shouldTieFindingsWithoutFlowsByHostsAndTime() {
        FindingBuilder cause = finding("loss-1").explains("slow").scope("10.0.0.1 10.0.0.2", "10.0.0.9", "");
        assertEquals("slow-1 SYMPTOM by loss-1", relation(finding("slow-1").scope("10.0.0.1", "10.0.0.9", ""), cause));
        assertEquals("slow-1 SYMPTOM by loss-1", relation(finding("slow-1").flows(5), cause));
        assertEquals("slow-1 INCIDENT", relation(finding("slow-1").scope("10.0.0.1", "10.0.0.8", ""), cause));
        assertEquals("slow-1 INCIDENT", relation(finding("slow-1").scope("10.0.0.3", "10.0.0.9", ""), cause));
        assertEquals("slow-1 SYMPTOM by loss-1", relation(finding("slow-1").scope("", "10.0.0.9", ""), cause));
        assertEquals("slow-1 SYMPTOM by loss-1", relation(finding("slow-1").time(19, 30), cause));
        assertEquals("slow-1 INCIDENT", relation(finding("slow-1").time(40, 50), cause));
    }

    @Test
    void shouldStandTimesAtTheEndOfTheirRange() {
        long last = (Long.MAX_VALUE - RuleFixture.time(0)) / 1_000_000_000L;
        FindingBuilder cause = finding("loss-1").explains("slow").time(last, last);
        assertEquals("slow-1 SYMPTOM by loss-1", relation(finding("slow-1").time(last, last), cause));
        assertEquals("slow-1 INCIDENT", relation(finding("slow-1").time(0, 10), cause));
    }

    @Test
    void shouldTieHostsOfTheSameServiceOnly() {
        FindingBuilder cause = finding("flood-1").explains("slow").scope("10.0.0.1", "10.0.0.9", "tcp/80");
        assertEquals(
                "slow-1 SYMPTOM by flood-1",
                relation(finding("slow-1").scope("10.0.0.1", "10.0.0.9", "tcp/80"), cause));
        assertEquals("slow-1 INCIDENT", relation(finding("slow-1").scope("10.0.0.1", "10.0.0.9", "tcp/22"), cause));
        assertEquals("slow-1 SYMPTOM by flood-1", relation(finding("slow-1").scope("10.0.0.1", "10.0.0.9", ""), cause));
    }

    @Test
    void shouldTakeAHostWithoutLinkAddressAsOutOfReachForAll() {
        FindingBuilder cause =
                finding("arp-1").layer(Layer.LINK).explains("syn").scope("10.0.0.254", "10.0.0.9", "");
        assertEquals(
                "syn-1 SYMPTOM by arp-1", relation(finding("syn-1").scope("10.1.0.5", "10.0.0.9", "tcp/80"), cause));
        assertEquals(
                "syn-1 SYMPTOM by arp-1", relation(finding("syn-1").scope("10.0.0.9", "10.7.0.1", "tcp/80"), cause));
        assertEquals("syn-1 INCIDENT", relation(finding("syn-1").scope("10.0.0.254", "10.0.0.8", "tcp/80"), cause));
    }

    @Test
    void shouldTakeACauseWithoutFlowsAndHostsAsAboutAllOfThatTime() {
        FindingBuilder cause =
                finding("silence-1").layer(Layer.LINK).explains("syn").scope("", "", "");
        assertEquals("syn-1 SYMPTOM by silence-1", relation(finding("syn-1").flows(1, 2), cause));
        assertEquals("syn-1 INCIDENT", relation(finding("syn-1").flows(1, 2).time(60, 70), cause));
    }

    @Test
    void shouldWithdrawWhatAFaultOfTheWholeCaptureCanFake() {
        Judgement judgement =
                judge(capture("loss-1"), finding("storm-1").unless("loss").flows(1, 2));
        assertEquals("loss-1 QUALITY, storm-1 WITHDRAWN by loss-1", fates(judgement));
        assertEquals(
                "Withdrawn, because loss-1 concerns the whole capture and can look like this.",
                judgement.judged().get(1).because());
        assertEquals(List.of(), judgement.incidents());
    }

    @Test
    void shouldLeaveWhatTheFaultCannotFake() {
        assertEquals(
                "loss-1 QUALITY, storm-1 INCIDENT",
                fates(judge(
                        capture("loss-1"),
                        finding("storm-1").unless("duplicates").flows(1, 2))));
    }

    @Test
    void shouldWithdrawIfMostFlowsAreAffectedByAnyOfTheCaptureFindings() {
        Judgement judgement = judge(
                capture("one-sided-1").flows(1),
                capture("one-sided-2").flows(2, 9),
                finding("syn-1").unless("one-sided").flows(1, 2, 3, 4));
        assertEquals("one-sided-1 QUALITY, one-sided-2 QUALITY, syn-1 WITHDRAWN by one-sided-1", fates(judgement));
    }

    @Test
    void shouldLowerTheConfidenceByThePartThatMayBeFaked() {
        Judgement judgement = judge(
                capture("one-sided-1").flows(1),
                finding("syn-1").unless("one-sided").flows(1, 2, 3, 4).confidence(0.8));
        assertEquals("one-sided-1 QUALITY, syn-1 INCIDENT", fates(judgement));
        assertEquals(0.6, judgement.incidents().get(0).finding().confidence(), 1e-9);
        assertEquals(0.6, judgement.judged().get(1).finding().confidence(), 1e-9);
    }

    @Test
    void shouldWithdrawByHostsWhereThereAreNoFlows() {
        FindingBuilder capture = capture("one-sided-1").scope("10.0.0.1", "10.0.0.9", "");
        assertEquals(
                "one-sided-1 QUALITY, arp-1 WITHDRAWN by one-sided-1",
                fates(judge(capture, finding("arp-1").unless("one-sided"))));
        assertEquals(
                "one-sided-1 QUALITY, arp-1 INCIDENT",
                fates(judge(capture, finding("arp-1").unless("one-sided").scope("10.0.0.7", "10.0.0.8", ""))));
    }

    @Test
    void shouldTakeARemarkOnTheCaptureAsNoDoubt() {
        assertEquals(
                "loss-1 QUALITY, storm-1 INCIDENT",
                fates(judge(
                        capture("loss-1").severity(Severity.INFO),
                        finding("storm-1").unless("loss").flows(1))));
    }

    @Test
    void shouldExplainNothingByWhatIsWithdrawn() {
        Judgement judgement = judge(
                capture("loss-1"),
                finding("hole-1").unless("loss").explains("storm").flows(1),
                finding("storm-1").flows(1));
        assertEquals("loss-1 QUALITY, hole-1 WITHDRAWN by loss-1, storm-1 INCIDENT", fates(judgement));
    }

    @Test
    void shouldLetOneFaultOfTheCaptureWithdrawAnother() {
        Judgement judgement = judge(
                capture("loss-1").unless("one-sided"),
                capture("one-sided-1"),
                finding("storm-1").unless("loss").flows(1));
        assertEquals("loss-1 WITHDRAWN by one-sided-1, one-sided-1 QUALITY, storm-1 INCIDENT", fates(judgement));
    }

    @Test
    void shouldRefuseCaptureRulesThatWithdrawEachOther() {
        assertThrows(
                IllegalArgumentException.class,
                () -> judge(capture("a-1").unless("b"), capture("b-1").unless("a")));
    }

    @Test
    void shouldMakeANoteOfWhatHurtsNobody() {
        Judgement judgement = judge(
                finding("mtu-1").severity(Severity.INFO).explains("storm").flows(1),
                finding("storm-1").severity(Severity.LOW).flows(1));
        assertEquals("mtu-1 NOTE, storm-1 SYMPTOM by mtu-1", fates(judgement));
        assertEquals(List.of(), judgement.incidents());
    }

    @Test
    void shouldNotHideHarmBehindWhatHurtsNobody() {
        Judgement judgement = judge(
                finding("storm-1").flows(1, 2),
                finding("late-1").severity(Severity.LOW).flows(1, 2),
                finding("mtu-1")
                        .severity(Severity.INFO)
                        .explains("storm", "late")
                        .flows(1, 2));
        assertEquals("storm-1 INCIDENT, late-1 SYMPTOM by mtu-1, mtu-1 NOTE", fates(judgement));
    }

    @Test
    void shouldOrderIncidentsBySeverityThenWeightThenTimeThenId() {
        Judgement judgement = judge(
                finding("f-1")
                        .severity(Severity.LOW)
                        .flows(LongStream.range(1, 100).toArray()),
                finding("e-1").time(1, 2),
                finding("d-1").time(1, 2),
                finding("c-1").time(0, 2),
                finding("b-1").confidence(0.5).flows(1, 2, 3),
                finding("a-1").severity(Severity.CRITICAL));
        assertEquals(
                List.of("a-1", "b-1", "c-1", "d-1", "e-1", "f-1"),
                judgement.incidents().stream()
                        .map(incident -> incident.finding().id())
                        .toList());
    }

    @Test
    void shouldJudgeTheSameInWhateverOrderFindingsCome() {
        List<Finding> findings = new ArrayList<>(Stream.of(
                        capture("loss-1").flows(5, 6),
                        capture("one-sided-1").flows(7),
                        finding("storm-1").unless("loss").flows(1, 2, 3),
                        finding("storm-2").unless("loss").flows(5, 6, 8),
                        finding("hole-1").explains("storm", "reset").flows(1, 2, 8),
                        finding("hole-2").explains("storm", "reset").flows(1, 2, 9),
                        finding("reset-1").flows(9),
                        finding("mtu-1").severity(Severity.INFO).flows(1))
                .map(FindingBuilder::build)
                .toList());
        String fates = sortedFates(judge(findings));
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(findings, random);
            assertEquals(fates, sortedFates(judge(findings)));
        }
    }

    @Test
    void shouldCompareFlowsAsFarAsBothKeepThem() {
        Judgement judgement = judge(
                finding("flood-1").severity(Severity.HIGH).explains("queue").flowsOf(1_000_000, 1, 2, 3, 4),
                finding("queue-1").flows(2, 3, 50, 60, 70),
                finding("queue-2").scope("10.0.0.7", "10.0.0.8", "tcp/1").flows(1, 60));
        assertEquals("flood-1 INCIDENT, queue-1 SYMPTOM by flood-1, queue-2 SYMPTOM by flood-1", fates(judgement));
        assertEquals(
                "concerns all of the first 2 of its 5 flows",
                Coverage.byCauses(
                                finding("queue-1").flows(2, 3, 50, 60, 70).build(),
                                List.of(finding("flood-1")
                                        .flowsOf(9, 1, 2, 3, 4)
                                        .build()))
                        .reason());
    }

    @Test
    void shouldJoinWhatOneServiceDoesToSeveralClients() {
        Judgement judgement = judge(
                finding("syn-1")
                        .scope("10.0.0.1", "10.0.0.9", "tcp/80")
                        .flows(1)
                        .summary("No answer to 10.0.0.1."),
                finding("syn-2").scope("10.0.0.2", "10.0.0.9", "tcp/80").flows(2),
                finding("syn-3")
                        .scope("10.0.0.3", "10.0.0.9", "tcp/80")
                        .flows(3)
                        .time(15, 20));
        assertEquals("syn-1 INCIDENT, syn-2 SYMPTOM by syn-1, syn-3 SYMPTOM by syn-1", fates(judgement));
        Finding whole = judgement.incidents().get(0).finding();
        assertEquals(List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"), whole.scope().clients());
        assertEquals(List.of(1L, 2L, 3L), whole.flows().ids());
        assertEquals(RuleFixture.time(20), whole.endNs());
        assertEquals(
                "No answer to 10.0.0.1; the same with 10.0.0.2 and 10.0.0.3.",
                whole.narrative().summary());
        assertEquals(
                "Part of syn-1: the same service, about the same time.",
                judgement.judged().get(1).because());
    }

    @Test
    void shouldKeepApartWhatHappensAtAnotherTimeOrToAnotherService() {
        assertEquals(
                "syn-1 INCIDENT, syn-2 INCIDENT, syn-3 INCIDENT",
                fates(judge(
                        finding("syn-1").scope("10.0.0.1", "10.0.0.9", "tcp/80"),
                        finding("syn-2").scope("10.0.0.2", "10.0.0.9", "tcp/80").time(60, 70),
                        finding("syn-3").scope("10.0.0.3", "10.0.0.9", "tcp/22"))));
    }

    @Test
    void shouldJoinWhatOneClientMeetsAtManyServersButNotAtTwo() {
        FindingBuilder one = finding("syn-1").scope("10.0.0.1", "10.0.0.7", "tcp/80");
        FindingBuilder two = finding("syn-2").scope("10.0.0.1", "10.0.0.8", "tcp/443");
        FindingBuilder three = finding("syn-3").scope("10.0.0.1", "10.0.0.9", "tcp/22");
        assertEquals("syn-1 INCIDENT, syn-2 INCIDENT", fates(judge(one, two)));
        Judgement judgement = judge(one, two, three);
        assertEquals("syn-1 INCIDENT, syn-2 SYMPTOM by syn-1, syn-3 SYMPTOM by syn-1", fates(judgement));
        Finding whole = judgement.incidents().get(0).finding();
        assertEquals("", whole.scope().service());
        assertEquals(
                "syn-1 happened; the same with 10.0.0.8 (tcp/443) and 10.0.0.9 (tcp/22).",
                whole.narrative().summary());
    }

    @Test
    void shouldNotJoinFindingsOfDifferentRules() {
        assertEquals(
                "syn-1 INCIDENT, refused-1 INCIDENT",
                fates(judge(
                        finding("syn-1").scope("10.0.0.1", "10.0.0.9", "tcp/80"),
                        finding("refused-1").scope("10.0.0.2", "10.0.0.9", "tcp/80"))));
    }

    @Test
    void shouldHangTheSymptomsOfAllPartsOnTheStory() {
        Judgement judgement = judge(
                finding("syn-1").scope("10.0.0.1", "10.0.0.9", "tcp/80").flows(1),
                finding("syn-2")
                        .scope("10.0.0.2", "10.0.0.9", "tcp/80")
                        .flows(2)
                        .explains("slow"),
                finding("slow-1").flows(2));
        assertEquals("syn-1 INCIDENT, syn-2 SYMPTOM by syn-1, slow-1 SYMPTOM by syn-1", fates(judgement));
        assertEquals(
                "Explained by syn-2, which concerns all of its 1 flow, a part of syn-1.",
                judgement.judged().get(2).because());
    }

    @Test
    void shouldExplainThroughARuleThatDidNotReport() {
        FindingBuilder hole = finding("hole-1").explains("storm").flows(1);
        FindingBuilder stall = finding("stall-1").flows(1);
        List<Finding> findings = List.of(hole.build(), stall.build());
        Causality causality = new Causality(List.of(
                hole.build().rule(),
                finding("storm-1").explains("stall").build().rule(),
                stall.build().rule()));
        assertEquals(
                "hole-1 INCIDENT, stall-1 SYMPTOM by hole-1",
                fates(Judgement.of(findings, causality, FindingBuilder.sure())));
    }

    private static String sortedFates(Judgement judgement) {
        return Stream.of(fates(judgement).split(", ")).sorted().collect(Collectors.joining(", "))
                + judgement.incidents();
    }

    private static String relation(FindingBuilder symptom, FindingBuilder cause) {
        return fates(judge(symptom, cause)).split(",")[0];
    }

    private static Judgement judge(FindingBuilder... findings) {
        return judge(Stream.of(findings).map(FindingBuilder::build).toList());
    }

    private static Judgement judge(List<Finding> findings) {
        return Judgement.of(
                findings, new Causality(findings.stream().map(Finding::rule).toList()), FindingBuilder.sure());
    }

    private static List<String> symptoms(Incident incident) {
        return incident.symptoms().stream()
                .map(symptom -> symptom.finding().id())
                .sorted()
                .toList();
    }

    private static String fates(Judgement judgement) {
        return judgement.judged().stream().map(JudgementTest::fate).collect(Collectors.joining(", "));
    }

    private static String fate(JudgedFinding judged) {
        boolean stands = judged.status() != Status.SYMPTOM && judged.status() != Status.WITHDRAWN;
        assertEquals(stands, judged.explainedBy().isEmpty());
        assertEquals(stands, judged.because().isEmpty());
        return judged.finding().id() + " " + judged.status() + (stands ? "" : " by " + judged.explainedBy());
    }
}
