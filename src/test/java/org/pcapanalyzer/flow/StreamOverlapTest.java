package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Copies of the same bytes that disagree; the client's stream begins at 1000. */
class StreamOverlapTest {
    private static final StreamOptions LAST = new StreamOptions(OverlapPolicy.LAST, 1 << 20, 1 << 20, 4 << 20);

    private final StreamWire wire = new StreamWire().handshake();

    private static void assertConflicts(StreamWire wire, int segments, int bytes) {
        StreamTotals totals = wire.clientTotals();
        assertEquals(segments, totals.conflictingSegments());
        assertEquals(bytes, totals.conflictingBytes());
    }

    @Test
    void shouldKeepTheFirstCopyAndCountWhatDisagrees() {
        wire.client(30, 1000, "abcdef").client(31, 1000, "aXXdef").client(32, 1004, "efghi");
        assertEquals("abcdefghi", wire.fromClient());
        assertConflicts(wire, 1, 2);
    }

    @Test
    void shouldKeepTheFirstCopyOfWhatWaits() {
        wire.client(30, 1003, "def").client(31, 1002, "cXXXg").client(32, 1000, "ab");
        assertEquals("abcdefg", wire.fromClient());
        assertConflicts(wire, 1, 3);
    }

    @Test
    void shouldCompareNothingThatIsAcknowledged() {
        wire.client(30, 1000, "abcdef").acked(31, 1006).client(32, 1000, "aXXdef");
        assertEquals("abcdef", wire.fromClient());
        assertConflicts(wire, 0, 0);
    }

    @Test
    void shouldCompareWithSeveralEarlierSegments() {
        wire.client(30, 1000, "abc").client(31, 1003, "def").client(32, 1009, "jkl");
        wire.client(33, 1000, "abXXefghijkX");
        assertEquals("abcdefghijkl", wire.fromClient());
        assertConflicts(wire, 1, 3);
    }

    @Test
    void shouldFindDifferencesAtAnyPlace() {
        String sent = "0123456789abcdefghij";
        wire.client(30, 1000, sent);
        for (int i = 0; i < sent.length(); i++) {
            wire.client(31 + i, 1000, sent.substring(0, i) + '?' + sent.substring(i + 1));
        }
        assertConflicts(wire, sent.length(), sent.length());
    }

    @Test
    void shouldTakeTheLastCopyBeforeTheAcknowledgement() {
        StreamWire last = new StreamWire(LAST).handshake();
        last.client(30, 1000, "abcdef").client(31, 1000, "aXXdef");
        assertEquals("", last.fromClient());
        last.acked(40, 1006).client(41, 1000, "YYYYYY").client(42, 1006, "ghi").acked(43, 1009);
        assertEquals("aXXdefghi", last.fromClient());
        assertConflicts(last, 1, 2);
    }

    @Test
    void shouldEndWhenTheFinIsAcknowledged() {
        StreamWire last = new StreamWire(LAST).handshake();
        last.client(30, Wire.FIN | Wire.ACK, 1000, 5000, "abc");
        assertEquals("", last.fromClient());
        last.acked(40, 1004);
        assertEquals("abc$FIN", last.fromClient());
    }

    @Test
    void shouldHandOverTheLastCopyAtTheEndOfTheCapture() {
        StreamWire last = new StreamWire(LAST).handshake();
        last.client(30, 1000, "abc").client(31, 1000, "abX");
        assertEquals("abX$END_OF_CAPTURE", last.clientInAll());
    }

    @Test
    void shouldNotWaitForAcknowledgementsBeyondItsMemory() {
        StreamWire last = new StreamWire(new StreamOptions(OverlapPolicy.LAST, 4096, 4096, 1 << 20)).handshake();
        last.client(30, 1000, "abc")
                .client(31, 1003, "def")
                .client(32, 1006, "ghi")
                .client(33, 1009, "jkl");
        assertEquals("abcdef", last.fromClient());
        assertEquals("abcdefghijkl$END_OF_CAPTURE", last.clientInAll());
        assertEquals(0, last.clientTotals().missingBytes());
    }
}
