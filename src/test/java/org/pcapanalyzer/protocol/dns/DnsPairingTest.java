package org.pcapanalyzer.protocol.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

class DnsPairingTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<DnsTransaction> rows = new ArrayList<>();
    private final DnsWindow window = new DnsWindow();
    private DnsPairing pairing = pairing(DnsKind.DNS, true);
    private long frame;
    private long nowNs = SECOND;

    private DnsPairing pairing(DnsKind kind, boolean isProven) {
        return new DnsPairing(new Flow(), kind, isProven, rows::add, window);
    }

    private void take(Side sender, DnsBytes message) {
        nowNs += SECOND;
        pairing.take(message.read(), sender, ++frame, nowNs);
    }

    private void ask(int id, String name) {
        take(Side.ORIG, DnsBytes.query(id, name, DnsTypes.A));
    }

    private void answer(int id, String name) {
        take(Side.RESP, DnsBytes.answer(id, name, DnsTypes.A));
    }

    private DnsTransaction onlyRow() {
        assertEquals(1, rows.size());
        return rows.get(0);
    }

    @Test
    void shouldPairAQueryWithItsAnswer() {
        ask(7, "Example.com");
        answer(7, "example.COM");
        DnsTransaction row = onlyRow();
        assertEquals(SECOND, row.rttNs());
        assertEquals(1, row.queryFrame());
        assertEquals(2, row.responseFrame());
        assertEquals(1, row.attempts());
        assertEquals(Side.ORIG, row.client());
        assertEquals("Example.com", row.question().name());
        pairing.close();
        assertEquals(1, rows.size());
    }

    @Test
    void shouldPairAnswersThatComeInAnotherOrder() {
        ask(1, "one");
        ask(2, "two");
        answer(2, "two");
        answer(1, "one");
        assertEquals(
                List.of("two 2", "one 1"),
                rows.stream()
                        .map(row -> row.question().name() + " " + row.queryFrame())
                        .toList());
    }

    @Test
    void shouldCountQueriesThatAreSentAgain() {
        ask(7, "a");
        ask(7, "a");
        ask(7, "a");
        answer(7, "a");
        assertEquals(3, onlyRow().attempts());
        assertEquals(3 * SECOND, onlyRow().rttNs());
        assertEquals(SECOND, onlyRow().responseNs() - onlyRow().lastQueryNs());
    }

    @Test
    void shouldTellOfAQueryWithoutAnswerWhenTheFlowEnds() {
        ask(7, "a");
        assertTrue(rows.isEmpty());
        pairing.close();
        assertTrue(onlyRow().response().isEmpty());
        assertEquals(Flow.ABSENT, onlyRow().rttNs());
    }

    @Test
    void shouldTellOfAnAnswerWithoutQuery() {
        answer(7, "a");
        assertTrue(onlyRow().query().isEmpty());
        assertEquals(Flow.ABSENT, onlyRow().queryNs());
        assertEquals(0, onlyRow().attempts());
        assertEquals(Side.ORIG, onlyRow().client());
    }

    @Test
    void shouldNotTakeAnAnswerAboutSomethingElse() {
        ask(7, "a");
        answer(7, "b");
        assertEquals(Set.of(DnsAnomaly.QUESTION_MISMATCH), onlyRow().anomalies());
        answer(7, "a");
        assertEquals(2, rows.size());
        assertEquals(1, rows.get(1).queryFrame());
    }

    @Test
    void shouldNotTakeAnAnswerOfTheAsker() {
        ask(7, "a");
        take(Side.ORIG, DnsBytes.answer(7, "a", DnsTypes.A));
        assertTrue(onlyRow().query().isEmpty());
    }

    @Test
    void shouldTakeAnAnswerWithoutQuestionByItsId() {
        ask(7, "a");
        take(Side.RESP, DnsBytes.message(7, 0x8181, 0, 0, 0, 0));
        assertEquals(1, onlyRow().response().orElseThrow().responseCode());
    }

    @Test
    void shouldNameASecondAnswer() {
        ask(7, "a");
        answer(7, "a");
        answer(7, "a");
        assertEquals(Set.of(), rows.get(0).anomalies());
        assertEquals(Set.of(DnsAnomaly.DUPLICATE_ANSWER), rows.get(1).anomalies());
    }

    @Test
    void shouldNotWaitForAnswersOfMulticast() {
        pairing = pairing(DnsKind.MDNS, true);
        ask(0, "a.local");
        ask(0, "a.local");
        take(Side.ORIG, DnsBytes.answer(0, "a.local", DnsTypes.A));
        assertEquals(3, rows.size());
    }

    @Test
    void shouldSayNothingUntilAnAnswerProvesTheProtocol() {
        pairing = pairing(DnsKind.DNS, false);
        ask(1, "a");
        pairing.close();
        answer(2, "b");
        assertTrue(rows.isEmpty());
        ask(3, "c");
        ask(4, "d");
        answer(3, "c");
        pairing.close();
        assertEquals(2, rows.size());
    }

    @Test
    void shouldBoundWhatWaits() {
        for (int i = 0; i < 600; i++) {
            ask(i, "name" + i);
        }
        assertEquals(600 - 512, rows.size());
        assertTrue(rows.get(0).anomalies().contains(DnsAnomaly.GAVE_WAY));
        pairing.close();
        assertEquals(600, rows.size());
        assertFalse(rows.get(599).anomalies().contains(DnsAnomaly.GAVE_WAY));
    }

    @Test
    void shouldBoundWhatWaitsInAllFlows() {
        DnsMessage query = DnsBytes.query(1, "a", DnsTypes.A).read();
        int flows = (1 << 16) + 10;
        for (int i = 0; i < flows; i++) {
            pairing(DnsKind.DNS, true).take(query, Side.ORIG, i, i * SECOND / 10_000);
        }
        assertEquals(10, rows.size());
        assertEquals(0, rows.get(0).queryFrame());
        assertTrue(rows.get(0).anomalies().contains(DnsAnomaly.GAVE_WAY));
    }

    @Test
    void shouldMarkWhatAGapMayHaveAnswered() {
        ask(7, "a");
        pairing.gap(Side.ORIG);
        pairing.gap(Side.RESP);
        pairing.close();
        assertEquals(Set.of(DnsAnomaly.STREAM_GAP), onlyRow().anomalies());
    }
}
