package org.pcapanalyzer.protocol.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DnsMessageTest {
    private static final int HEADER = 12;

    /** An answer with an alias, both addresses of it and EDNS. */
    private static DnsBytes wholeAnswer() {
        DnsBytes made = DnsBytes.message(0xBEEF, 0x8780, 1, 3, 1, 1).question("Www.Example.com", DnsTypes.A);
        made.pointer(HEADER).record(DnsTypes.CNAME, 300, 6);
        int alias = made.position();
        made.label("web").pointer(HEADER + 4);
        made.pointer(alias).record(DnsTypes.A, 60, 4).raw(192, 0, 2, 7);
        made.pointer(alias).record(DnsTypes.AAAA, 0x80000000L, 16).raw(0x20, 1, 0xd, 0xb8);
        made.raw(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5);
        made.pointer(HEADER + 4).record(DnsTypes.NS, 86400, 5).label("ns").pointer(HEADER + 4);
        return made.opt(1232, 0);
    }

    private static List<String> texts(DnsMessage message) {
        return message.answers().stream().map(DnsAnswer::text).toList();
    }

    @Test
    void shouldReadAQuery() {
        DnsMessage message = DnsBytes.message(0x1234, 0x0100, 1, 0, 0, 1)
                .question("example.com", DnsTypes.AAAA)
                .opt(4096, 0)
                .read();
        assertEquals(0x1234, message.id());
        assertFalse(message.isResponse());
        assertTrue(message.isRecursionDesired());
        assertEquals("example.com", message.name());
        assertEquals(DnsTypes.AAAA, message.type());
        assertEquals(1, message.questionClass(DnsKind.DNS));
        assertEquals(4096, message.ednsSize());
        assertEquals(Set.of(), message.anomalies());
        assertTrue(message.isFlawlessQuery());
    }

    @Test
    void shouldReadAnAnswerWithCompressedNames() {
        DnsMessage message = wholeAnswer().read();
        assertTrue(message.isResponse() && message.isTruncated() && message.isAuthoritative());
        assertTrue(message.isRecursionAvailable() && message.isRecursionDesired());
        assertEquals("Www.Example.com", message.name());
        assertEquals(List.of("web.Example.com", "192.0.2.7", "2001:db8::5"), texts(message));
        assertEquals(
                List.of(300L, 60L, 0x80000000L),
                message.answers().stream().map(DnsAnswer::ttlSeconds).toList());
        assertEquals(1232, message.ednsSize());
        assertEquals(Set.of(), message.anomalies());
    }

    @Test
    void shouldReadOtherRecords() {
        DnsBytes made = DnsBytes.message(1, DnsBytes.RESPONSE, 0, 5, 0, 0);
        made.u8(0).record(DnsTypes.MX, 1, 7).u16(10).name("mx").u8(0);
        made.u8(0).record(DnsTypes.SRV, 1, 11).u16(1).u16(2).u16(443).name("web");
        made.u8(0).record(DnsTypes.TXT, 1, 8).label("a \"b\\\n").u8(0);
        made.u8(0).record(6, 1, 3).raw(1, 2, 3);
        made.u8(0).record(DnsTypes.PTR, 1, 1).u8(0);
        DnsMessage message = made.read();
        assertEquals(List.of("10 mx", "1 2 443 web", "\"a \\\"b\\\\\\010\"", "\\# 3", "."), texts(message));
        assertFalse(message.hasQuestion());
    }

    @Test
    void shouldEscapeWhatWouldBeMisread() {
        DnsBytes made = DnsBytes.message(1, 0, 1, 0, 0, 0);
        made.label("a.b\\c").label("Living Room\u00e9\u0000").u8(0).u16(1).u16(1);
        assertEquals("a\\.b\\\\c.Living\\032Room\\233\\000", made.read().name());
    }

    @Test
    void shouldJoinBothPartsOfAnExtendedCode() {
        DnsMessage message = DnsBytes.message(1, 0x8180, 0, 0, 0, 1).opt(512, 1).read();
        assertEquals(16, message.responseCode());
        assertEquals("BADVERS", DnsTypes.responseCodeName(message.responseCode()));
    }

    @Test
    void shouldTakeEveryTruncation() {
        byte[] whole = wholeAnswer().bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            if (length < HEADER) {
                assertTrue(DnsBytes.read(part, whole.length).isEmpty());
                continue;
            }
            DnsMessage clipped = DnsBytes.read(part, whole.length).orElseThrow();
            assertEquals(Set.of(DnsAnomaly.CLIPPED), clipped.anomalies());
            assertEquals(whole.length, clipped.length());
            DnsMessage shortened = DnsBytes.read(part, length).orElseThrow();
            assertEquals(Set.of(DnsAnomaly.COUNT_BEYOND_MESSAGE), shortened.anomalies());
            assertTrue("Www.Example.com".equals(clipped.name()) == clipped.hasQuestion());
            List<String> all = texts(wholeAnswer().read());
            assertEquals(all.subList(0, texts(clipped).size()), texts(clipped));
        }
    }

    @Test
    void shouldTakeEveryLyingCount() {
        for (int field = 4; field < HEADER; field++) {
            byte[] lying = wholeAnswer().bytes();
            lying[field] += 1;
            DnsMessage message = DnsBytes.read(lying, lying.length).orElseThrow();
            assertFalse(message.anomalies().isEmpty(), "count at " + field);
        }
    }

    @Test
    void shouldTakeEveryLyingDataLength() {
        for (int length = 0; length <= 0xFFFF; length = length < 300 ? length + 1 : 2 * length + 1) {
            DnsBytes made = DnsBytes.message(1, DnsBytes.RESPONSE, 0, 1, 0, 0);
            made.u8(0).record(DnsTypes.A, 1, length).raw(192, 0, 2, 1);
            DnsMessage message = made.read();
            DnsAnomaly expected = length > 4 ? DnsAnomaly.COUNT_BEYOND_MESSAGE : DnsAnomaly.RECORD_DATA;
            assertTrue(message.anomalies().contains(expected) == (length != 4), "length " + length);
            assertEquals(
                    length == 4 ? List.of("192.0.2.1") : length > 4 ? List.of() : List.of("\\# " + length),
                    texts(message));
        }
    }

    @Test
    void shouldTakeEveryLyingLabelLength() {
        byte[] right = DnsBytes.query(1, "example.com", DnsTypes.A).bytes();
        for (int label = 0; label <= 255; label++) {
            byte[] lying = right.clone();
            lying[HEADER] = (byte) label;
            DnsMessage message = DnsBytes.read(lying, lying.length).orElseThrow();
            assertEquals(label == 7 || label == 11, message.isFlawlessQuery(), "label " + label);
        }
    }

    @Test
    void shouldNameAPointerToItself() {
        DnsMessage message =
                DnsBytes.message(1, 0, 1, 0, 0, 0).pointer(HEADER).u16(1).u16(1).read();
        assertEquals(Set.of(DnsAnomaly.NAME_POINTER), message.anomalies());
        assertFalse(message.hasQuestion());
    }

    @Test
    void shouldNamePointersInACircle() {
        DnsBytes made = DnsBytes.message(1, DnsBytes.RESPONSE, 1, 1, 0, 0).question("a", DnsTypes.CNAME);
        int record = made.pointer(HEADER).record(DnsTypes.CNAME, 1, 4).position();
        DnsMessage message = made.pointer(record + 2).pointer(record).read();
        assertEquals(Set.of(DnsAnomaly.NAME_POINTER), message.anomalies());
    }

    @Test
    void shouldFollowPointersToPointersOnlyBackward() {
        DnsBytes made = DnsBytes.message(1, DnsBytes.RESPONSE, 1, 2, 0, 0).question("a.b", DnsTypes.CNAME);
        int first = made.pointer(HEADER).record(DnsTypes.CNAME, 1, 2).position();
        int second = made.pointer(HEADER + 2)
                .pointer(HEADER)
                .record(DnsTypes.CNAME, 1, 4)
                .position();
        DnsMessage message = made.label("c").pointer(first).read();
        assertTrue(second > first);
        assertEquals(List.of("b", "c.b"), texts(message));
        assertEquals(Set.of(), message.anomalies());
    }

    @Test
    void shouldBoundLongChainsOfPointers() {
        DnsBytes made = DnsBytes.message(1, DnsBytes.RESPONSE, 0, 2, 0, 0);
        int chain = made.u8(0).record(0xFF00, 1, 2 * 300).position();
        made.pointer(chain - 11);
        for (int i = 1; i < 300; i++) {
            made.pointer(chain + 2 * (i - 1));
        }
        int data = made.u8(0).record(DnsTypes.CNAME, 1, 2).position();
        DnsMessage message = made.pointer(chain + 2 * 299).read();
        assertTrue(data > chain);
        assertEquals(Set.of(DnsAnomaly.NAME_POINTER), message.anomalies());
    }

    @Test
    void shouldNameANameThatIsTooLong() {
        String label = "x".repeat(62);
        String longest = String.join(".", label, label, label, label);
        assertEquals(Set.of(), DnsBytes.query(1, longest, DnsTypes.A).read().anomalies());
        DnsMessage tooLong = DnsBytes.query(1, longest + ".yyy", DnsTypes.A).read();
        assertEquals(Set.of(DnsAnomaly.NAME_TOO_LONG), tooLong.anomalies());
    }

    @Test
    void shouldNameWhatElseIsOdd() {
        assertEquals(
                Set.of(DnsAnomaly.TRAILING_BYTES),
                DnsBytes.query(1, "a", DnsTypes.A).u8(7).read().anomalies());
        assertEquals(
                Set.of(DnsAnomaly.OPT_MISUSED),
                DnsBytes.message(1, 0, 0, 0, 0, 2)
                        .opt(512, 0)
                        .opt(512, 0)
                        .read()
                        .anomalies());
        assertEquals(
                Set.of(DnsAnomaly.LABEL_TYPE),
                DnsBytes.message(1, 0, 1, 0, 0, 0)
                        .raw(0x41, 1, 0, 0, 1, 0, 1)
                        .read()
                        .anomalies());
    }

    @Test
    void shouldCompareQuestionsWithoutCase() {
        DnsMessage query = DnsBytes.query(1, "eXaMpLe.com", DnsTypes.A).read();
        assertTrue(query.asksSame(DnsBytes.answer(1, "example.COM", DnsTypes.A).read()));
        assertFalse(
                query.asksSame(DnsBytes.answer(1, "example.com", DnsTypes.AAAA).read()));
        assertFalse(query.asksSame(DnsBytes.answer(1, "example.org", DnsTypes.A).read()));
    }

    @Test
    void shouldKeepABoundedNumberOfAnswers() {
        DnsBytes made = DnsBytes.message(1, DnsBytes.RESPONSE, 0, 500, 0, 0);
        for (int i = 0; i < 500; i++) {
            made.u8(0).record(DnsTypes.A, 1, 4).raw(10, 0, i >> 8, i);
        }
        DnsMessage message = made.read();
        assertEquals(64, message.answers().size());
        assertEquals(500, message.answerCount());
        assertEquals(Set.of(), message.anomalies());
    }
}
