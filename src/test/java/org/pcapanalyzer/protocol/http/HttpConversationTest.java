package org.pcapanalyzer.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.protocol.Talk;

class HttpConversationTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";

    private final Talk talk = new Talk();

    /** One line per exchange: method, target, status, bytes, completeness, anomalies. */
    private String exchanges() {
        return talk.close().exchanges().stream().map(HttpConversationTest::text).collect(Collectors.joining("\n"));
    }

    private static String text(HttpExchange exchange) {
        String request = exchange.request()
                .map(asked -> asked.method() + " " + asked.target() + " " + asked.bytes() + asked.anomalies())
                .orElse("-");
        String response = exchange.response()
                .map(answer ->
                        answer.status() + " " + answer.bytes() + " " + answer.completeness() + answer.anomalies())
                .orElse("-");
        return exchange.number() + " " + request + " | " + response;
    }

    @Test
    void shouldPairRequestAndResponse() {
        talk.client(GET).server(OK);
        assertEquals("1 GET /a 28[] | 200 41 COMPLETE[]", exchanges());
        HttpExchange exchange = talk.exchanges().get(0);
        assertEquals("x", exchange.request().orElseThrow().host());
        assertEquals(1, exchange.request().orElseThrow().frame());
        assertEquals(2, exchange.response().orElseThrow().frame());
        assertEquals(
                Talk.STEP_NS,
                exchange.response().orElseThrow().firstNs()
                        - exchange.request().orElseThrow().lastNs());
    }

    @Test
    void shouldReadHoweverTheBytesAreCut() {
        String expected = "1 GET /a 28[] | 200 41 COMPLETE[]\n2 GET /a 28[] | 200 41 COMPLETE[]";
        for (int cut = 1; cut < 2 * OK.length(); cut++) {
            Talk pieces =
                    new Talk().inPiecesOf(cut).client(GET + GET).server(OK + OK).close();
            String text =
                    pieces.exchanges().stream().map(HttpConversationTest::text).collect(Collectors.joining("\n"));
            assertEquals(expected, text, "pieces of " + cut);
        }
    }

    @Test
    void shouldPairPipelinedRequestsInTheirOrder() {
        talk.client(GET + GET.replace("/a", "/b")).server(OK).server(OK.replace("200", "404"));
        assertEquals("1 GET /a 28[] | 200 41 COMPLETE[]\n2 GET /b 28[] | 404 41 COMPLETE[]", exchanges());
    }

    @Test
    void shouldFollowChunksAndTrailers() {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n";
        talk.client(GET + GET).server(chunked + OK);
        assertEquals(
                "1 GET /a 28[] | 200 " + chunked.length() + " COMPLETE[]\n2 GET /a 28[] | 200 41 COMPLETE[]",
                exchanges());
    }

    @Test
    void shouldKnowWhichResponsesHaveNoBody() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
        String notModified = "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n";
        String interim = "HTTP/1.1 100 Continue\r\n\r\n";
        talk.client(GET.replace("GET", "HEAD") + GET + GET).server(head + notModified + interim + OK);
        assertEquals(
                "1 HEAD /a 29[] | 200 38 COMPLETE[]\n2 GET /a 28[] | 304 48 COMPLETE[]\n3 GET /a 28[] | 200 41 COMPLETE[]",
                exchanges());
    }

    @Test
    void shouldTakeABodyWithoutLengthUntilTheEnd() {
        talk.client(GET)
                .server("HTTP/1.0 200 OK\r\n\r\nabc")
                .server("HTTP/1.1 300 x")
                .end(Side.RESP, StreamEnd.FIN);
        assertEquals("1 GET /a 28[] | 200 36 COMPLETE[]", exchanges());
    }

    @Test
    void shouldTellABodyThatWasCut() {
        talk.client(GET).server(OK.substring(0, 40)).end(Side.RESP, StreamEnd.FIN);
        assertEquals("1 GET /a 28[] | 200 40 CUT[]", exchanges());
    }

    @Test
    void shouldNotCallABodyCutThatTheCaptureEndsIn() {
        talk.client(GET).server(OK.substring(0, 40)).end(Side.RESP, StreamEnd.END_OF_CAPTURE);
        assertEquals("1 GET /a 28[] | 200 40 UNKNOWN[]", exchanges());
    }

    @Test
    void shouldCountMissingBytesOfABody() {
        talk.client(GET)
                .server(OK.substring(0, 38))
                .gap(Side.RESP, 3, GapReason.CUT)
                .client(GET)
                .server(OK);
        assertEquals("1 GET /a 28[] | 200 41 COMPLETE[]\n2 GET /a 28[] | 200 41 COMPLETE[]", exchanges());
        assertTrue(talk.exchanges().get(0).response().orElseThrow().lastNs() < 0, "the last byte has no time");
    }

    @Test
    void shouldGoOnBehindAGapAtTheNextMessage() {
        talk.client(GET).gap(Side.RESP, 100, GapReason.NOT_CAPTURED).server("rest of a body");
        talk.client(GET.replace("/a", "/b")).server(OK);
        assertEquals("1 GET /a 28[] | 200 41 COMPLETE[]\n2 GET /b 28[] | -", exchanges());
    }

    @Test
    void shouldReadWhatTheSnaplenLeftOfAHead() {
        talk.client(GET).server("HTTP/1.1 503 Service Unav").gap(Side.RESP, 300, GapReason.CUT);
        assertEquals("1 GET /a 28[] | 503 25 UNKNOWN[]", exchanges());
    }

    @Test
    void shouldTellRequestsWithoutResponse() {
        talk.client(GET + GET).server(OK);
        assertEquals("1 GET /a 28[] | 200 41 COMPLETE[]\n2 GET /a 28[] | -", exchanges());
    }

    @Test
    void shouldNameLiesAboutTheLength() {
        talk.client("POST /a HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nzz")
                .server("HTTP/1.1 200 OK\r\nContent-Length: 3, 4\r\n\r\nabc");
        assertEquals(
                "1 POST /a 67[LENGTH_AND_TRANSFER_ENCODING, INVALID_CHUNK] | 200 44 UNKNOWN[INVALID_LENGTH]",
                exchanges());
    }

    @Test
    void shouldNoteATlsAlertInPlaceOfAResponse() {
        talk.client(GET).server("\u0015\u0003\u0001\u0000\u0002\u0002\u0046");
        assertEquals("1 GET /a 28[TLS_ANSWER] | -", exchanges());
    }

    @Test
    void shouldReadOnBehindATunnelThatAProxyOpened() {
        talk.client("CONNECT h:80 HTTP/1.1\r\n\r\n").server("HTTP/1.1 200 Connection established\r\n\r\n");
        talk.client(GET).server(OK);
        assertEquals("1 CONNECT h:80 25[] | 200 39 COMPLETE[]\n1 GET /a 28[] | 200 41 COMPLETE[]", exchanges());
    }

    @Test
    void shouldLeaveOtherProtocolsAlone() {
        talk.client("OPTIONS sip:a@b SIP/2.0\r\n\r\n").server("SIP/2.0 200 OK\r\n\r\n");
        talk.client("DESCRIBE rtsp://a RTSP/1.0\r\n\r\n").server("GETTING /x");
        assertEquals("", exchanges());
    }

    @Test
    void shouldBoundWhatItKeepsOfAHead() {
        talk.client("GET /a HTTP/1.1\r\nX: " + "y".repeat(100_000) + "\r\n\r\n").server(OK);
        assertEquals("1 GET /a 100024[LONG_HEAD] | 200 41 COMPLETE[]", exchanges());
    }
}
