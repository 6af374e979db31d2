package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The client's stream begins at 1000, the server's at 5000; the path takes 20 ms, so that holes wait 80 ms. */
class StreamReassemblerTest {
    private final StreamWire wire = new StreamWire();

    @Test
    void shouldHandOverBothStreamsAsTheyCome() {
        wire.handshake().client(30, 1000, "GET /").client(31, 1005, "\r\n");
        wire.server(40, ACK, 5000, 1007, "200 OK");
        assertEquals("GET /\r\n", wire.fromClient());
        assertEquals("200 OK", wire.fromServer());
        assertEquals(List.of("4 30 0", "5 31 5", "6 40 0"), wire.carriers());
    }

    @Test
    void shouldDeliverInOrderWhenSegmentsArriveReversed() {
        wire.handshake().client(30, 1006, "ghi").client(31, 1003, "def").client(32, 1000, "abc");
        assertEquals("abcdefghi", wire.fromClient());
        assertEquals(List.of("6 32 0", "5 31 3", "4 30 6"), wire.carriers());
    }

    @Test
    void shouldDeliverInOrderWhenSequenceNumbersWrap() {
        int start = -4;
        wire.client(0, SYN, start - 1, 0, "").server(10, SYN | ACK, 4999, start, "");
        wire.client(20, start + 6, "ghi").client(31, start + 3, "def").client(32, start, "abc");
        assertEquals("abcdefghi", wire.fromClient());
    }

    @Test
    void shouldIgnoreWhatWasHandedOver() {
        wire.handshake().client(30, 1000, "abcdef").client(31, 1000, "abcdef").client(32, 1002, "cd");
        wire.client(33, 1004, "efgh").client(34, 999, "?abc");
        assertEquals("abcdefgh", wire.fromClient());
        assertEquals(0, wire.clientTotals().conflictingSegments());
    }

    @Test
    void shouldFillHolesFromOverlaps() {
        wire.handshake().client(30, 1002, "c").client(31, 1004, "e").client(32, 1006, "gh");
        assertEquals("", wire.fromClient());
        wire.client(33, 1000, "abcdefg");
        assertEquals("abcdefgh", wire.fromClient());
    }

    @Test
    void shouldWaitForDataWhoseAcknowledgementComesFirst() {
        wire.handshake().acked(30, 1003).client(31, 1003, "def").acked(32, 1006);
        wire.client(60, 1000, "abc");
        assertEquals("abcdef$END_OF_CAPTURE", wire.clientInAll());
    }

    @Test
    void shouldTellAGapOnceTheAcknowledgedHoleHasWaitedFourRoundTrips() {
        wire.handshake().client(30, 1003, "def").acked(40, 1006).acked(120, 1006);
        assertEquals("", wire.fromClient());
        wire.acked(121, 1006);
        assertEquals("[3 NOT_CAPTURED]def", wire.fromClient());
        wire.client(130, 1000, "abc").client(131, 1006, "ghi");
        assertEquals("[3 NOT_CAPTURED]defghi", wire.fromClient());
    }

    @Test
    void shouldWaitForARetransmissionAsLongAsNothingIsAcknowledged() {
        wire.handshake().client(30, 1003, "def").acked(5000, 1000).acked(60_000, 1000);
        wire.client(61_000, 1000, "abc");
        assertEquals("abcdef", wire.fromClient());
    }

    @Test
    void shouldTellEachOfSeveralGaps() {
        wire.handshake()
                .client(30, 1003, "d")
                .client(31, 1006, "g")
                .acked(40, 1007)
                .acked(200, 1007);
        wire.acked(400, 1007);
        assertEquals("[3 NOT_CAPTURED]d[2 NOT_CAPTURED]g", wire.fromClient());
        assertEquals(new StreamTotals(2, 2, 5, 0, 0, 0), wire.clientTotals());
    }

    @Test
    void shouldTellWhatIsMissingAtTheEnd() {
        wire.handshake().client(30, 1003, "def").acked(40, 1010);
        assertEquals("[3 NOT_CAPTURED]def[4 NOT_CAPTURED]$END_OF_CAPTURE", wire.clientInAll());
    }

    @Test
    void shouldNotTakeAnUnseenFinForAMissingByte() {
        wire.handshake().client(30, 1000, "abc").acked(40, 1004);
        assertEquals("abc$END_OF_CAPTURE", wire.clientInAll());
    }

    @Test
    void shouldEndAtTheFinOnlyWhenAllBeforeItIsThere() {
        wire.handshake().client(30, FIN | ACK, 1006, 5000, "").client(31, 1000, "abc");
        assertEquals("abc", wire.fromClient());
        wire.client(32, 1003, "def");
        assertEquals("abcdef$FIN", wire.fromClient());
    }

    @Test
    void shouldTellAGapBeforeAnAcknowledgedFin() {
        wire.handshake()
                .client(30, FIN | ACK, 1003, 5000, "def")
                .acked(40, 1007)
                .acked(200, 1007);
        assertEquals("[3 NOT_CAPTURED]def$FIN", wire.fromClient());
    }

    @Test
    void shouldTakeNothingBeyondTheFin() {
        wire.handshake()
                .client(30, 1004, "XX")
                .client(31, FIN | ACK, 1003, 5000, "")
                .client(32, 1003, "YYY");
        wire.client(33, 1000, "abcZ").client(34, 1006, "more");
        assertEquals("abc$FIN", wire.fromClient());
        assertEquals(4, wire.clientTotals().bytesBeyondFin());
    }

    @Test
    void shouldIgnoreAFinBelowWhatWasHandedOver() {
        wire.handshake()
                .client(30, 1000, "abc")
                .client(31, FIN | ACK, 1001, 5000, "")
                .client(32, 1003, "def");
        assertEquals("abcdef$END_OF_CAPTURE", wire.clientInAll());
    }

    @Test
    void shouldGoOnAfterAReset() {
        wire.handshake().client(30, 1000, "abc");
        wire.server(40, RST | ACK, 5000, 1003, "refused");
        wire.client(41, 1003, "def");
        assertEquals("abcdef$RST", wire.clientInAll());
        assertEquals("$RST", wire.fromServer());
    }

    @Test
    void shouldTakeDataInTheSyn() {
        wire.client(0, SYN, 999, 0, "abc").server(10, SYN | ACK, 4999, 1000, "").client(20, 1000, "abcdef");
        assertEquals("abcdef", wire.fromClient());
    }

    @Test
    void shouldTakeDataOnceWhenTheSynIsSentAgain() {
        wire.client(0, SYN, 999, 0, "abc").client(1000, SYN, 999, 0, "abc").client(1010, 1003, "def");
        assertEquals("abcdef", wire.fromClient());
        assertEquals(0, wire.clientTotals().conflictingBytes());
    }

    @Test
    void shouldFollowASynAckWithAnotherSequenceNumberWhileNoDataCame() {
        wire.client(0, SYN, 999, 0, "").server(10, SYN | ACK, 4999, 1000, "");
        wire.server(20, SYN | ACK, 77_000, 1000, "").server(30, ACK, 77_001, 1000, "abc");
        wire.client(31, ACK, 1000, 77_004, "");
        assertEquals("abc", wire.fromServer());
        wire.server(40, SYN | ACK, 99_000, 1000, "").server(50, ACK, 77_004, 1000, "def");
        assertEquals("abcdef", wire.fromServer());
    }

    @Test
    void shouldBeginAnotherStreamWhenTheTupleIsUsedAgain() {
        wire.handshake().client(30, 1000, "abc").client(40, SYN, 900_000, 0, "");
        assertEquals("abc$REUSED", wire.fromClient());
        wire.client(50, 900_001, "def");
        assertEquals("abc$REUSEDdef", wire.fromClient());
    }

    @Test
    void shouldWaitForAnEarlierStartWhenTheSynWasNotSeen() {
        wire.client(0, 1003, "def").client(1, 1000, "abc");
        assertEquals("", wire.fromClient());
        wire.acked(10, 1006).client(20, 1006, "ghi");
        assertEquals("abcdefghi", wire.fromClient());
    }

    @Test
    void shouldNotWaitForTheStartForever() {
        wire.client(0, 1000, "abc").client(201, 1003, "def");
        assertEquals("abcdef", wire.fromClient());
    }

    @Test
    void shouldTakeDataThatPrecedesItsSyn() {
        wire.client(0, 1000, "abc").client(1, SYN, 999, 0, "").client(2, 1003, "def");
        assertEquals("abcdef", wire.fromClient());
    }

    @Test
    void shouldBeginBehindTheFirstSegmentWithoutData() {
        wire.client(0, 1000, "").client(1, 997, "xyz").client(2, 1000, "abc").acked(3, 1003);
        assertEquals("abc", wire.fromClient());
    }

    @Test
    void shouldIgnoreTheByteOfAKeepAlive() {
        wire.handshake().client(30, 999, "?").client(40, 1000, "abc").client(5000, 1002, "\0");
        wire.client(6000, 1003, "def");
        assertEquals("abcdef$END_OF_CAPTURE", wire.clientInAll());
        assertEquals(0, wire.clientTotals().conflictingBytes());
    }

    @Test
    void shouldIgnoreAKeepAliveAtTheStartOfTheCapture() {
        wire.acked(0, 1000)
                .client(1, 999, "?")
                .acked(2, 1000)
                .client(3, 1000, "abc")
                .acked(4, 1003);
        assertEquals("abc", wire.fromClient());
    }

    @Test
    void shouldTakeTheByteOfAWindowProbeOnce() {
        wire.handshake().client(30, 1000, "abc").client(31, 1003, "d").client(32, 1003, "def");
        assertEquals("abcdef", wire.fromClient());
    }

    @Test
    void shouldTellBytesCutByTheSnaplenAsGap() {
        int headers = 54;
        wire.handshake().client(30, ACK, 1000, 5000, "abcdef", cut -> cut.snaplen(headers + 2));
        wire.client(31, 1006, "ghi");
        assertEquals("ab[4 CUT]ghi", wire.fromClient());
        wire.client(32, ACK, 1012, 5000, "mnopqr", cut -> cut.snaplen(headers + 2));
        wire.client(33, 1018, "s").client(34, 1009, "jkl");
        assertEquals("ab[4 CUT]ghijklmn[4 CUT]s", wire.fromClient());
    }

    @Test
    void shouldKeepTheDirectionsInOrderOfTime() {
        wire.client(0, 1000, "a").server(10, ACK, 5000, 1001, "b").client(20, ACK, 1001, 5001, "c");
        wire.wire.tracker().finish();
        assertEquals("><>", wire.streams.order.toString());
    }

    @Test
    void shouldIgnoreAnAcknowledgementFarAhead() {
        wire.handshake().acked(30, 1000 + (1 << 30)).client(31, 1003, "def").acked(5000, 1000);
        wire.client(5001, 1000, "abc");
        assertEquals("abcdef$END_OF_CAPTURE", wire.clientInAll());
    }

    @Test
    void shouldTellNothingMoreOfADirectionThatWasGivenUp() {
        wire.streams.wantedBytes = 4;
        wire.handshake().client(30, 1000, "abc").client(31, 1009, "jkl").client(32, 1003, "def");
        wire.client(33, 1006, "ghi").server(40, ACK, 5000, 1012, "abc");
        assertEquals(0, wire.wire.tracker().heldBytes() - 2048, "only the server's bytes are held");
        assertEquals("abcdef", wire.clientInAll());
        assertEquals("abc$END_OF_CAPTURE", wire.fromServer());
    }

    @Test
    void shouldSplitALargeSegmentAndJoinItAgain() {
        String large = "0123456789".repeat(2000);
        wire.handshake().client(30, 1003, large).client(31, 1000, "abc");
        assertEquals("abc" + large, wire.fromClient());
        assertTrue(wire.wire.tracker().heldBytes() > 20_000);
        wire.acked(40, 1003 + large.length());
        assertEquals(0, wire.wire.tracker().heldBytes());
    }
}
