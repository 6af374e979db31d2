package org.pcapanalyzer.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.protocol.Talk;

class Http2ConversationTest {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final Talk talk = new Talk();

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] headers(int flags, int stream, String block) {
        return frame(HEADERS, flags | END_HEADERS, stream, Packets.hex(block));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private String exchanges() {
        return text(talk.close());
    }

    private static String text(Talk talk) {
        return talk.exchanges().stream()
                .map(exchange -> exchange.number() + " "
                        + exchange.request().orElseThrow().method() + " "
                        + exchange.request().orElseThrow().version() + " "
                        + exchange.response()
                                .map(answer -> answer.status() + " " + answer.bytes() + " " + answer.completeness())
                                .orElse("-"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void shouldTellStreamsHoweverTheBytesAreCut() {
        byte[] asked = joined(
                PREFACE,
                frame(SETTINGS, 0, 0, new byte[6]),
                headers(END_STREAM, 1, "82 86 84"),
                headers(END_STREAM, 3, "83 86 84"));
        byte[] answered = joined(
                frame(SETTINGS, 0, 0, new byte[0]),
                headers(0, 3, "8e"),
                headers(0, 1, "88 5f"),
                frame(DATA, END_STREAM, 3, new byte[0]),
                frame(DATA, END_STREAM, 1, new byte[100]));
        String expected = "2 POST 2 500 19 COMPLETE\n1 GET 2 200 120 COMPLETE";
        for (int length = 1; length < asked.length; length++) {
            Talk pieces = new Talk().send(Side.ORIG, PREFACE).inPiecesOf(length);
            byte[] rest = Arrays.copyOfRange(asked, PREFACE.length, asked.length);
            assertEquals(
                    expected,
                    text(pieces.send(Side.ORIG, rest).send(Side.RESP, answered).close()),
                    "pieces of " + length);
        }
    }

    @Test
    void shouldReadAStatusThatIsWrittenOut() {
        talk.send(Side.ORIG, joined(PREFACE, headers(END_STREAM, 1, "82"), headers(END_STREAM, 3, "82")));
        talk.send(Side.RESP, headers(END_STREAM, 1, "48 03 35 30 33"));
        // 503 in the code of RFC 7541 Appendix B: 011011 00000 011001 and padding.
        talk.send(Side.RESP, headers(END_STREAM, 3, "48 83 6c 0c ff"));
        assertEquals("1 GET 2 503 14 COMPLETE\n2 GET 2 503 14 COMPLETE", exchanges());
    }

    @Test
    void shouldTellAResponseThatWasCalledOff() {
        talk.send(Side.ORIG, joined(PREFACE, headers(END_STREAM, 1, "82")));
        talk.send(Side.RESP, joined(headers(0, 1, "88"), frame(RST_STREAM, 0, 1, new byte[4])));
        assertEquals("1 GET 2 200 10 CUT", exchanges());
    }

    @Test
    void shouldTellARequestWithoutResponse() {
        talk.send(Side.ORIG, joined(PREFACE, headers(END_STREAM, 1, "82")));
        assertEquals("1 GET 2 -", exchanges());
    }

    @Test
    void shouldCallABodyCutThatTheServerEndsIn() {
        talk.send(Side.ORIG, joined(PREFACE, headers(END_STREAM, 1, "82")));
        talk.send(Side.RESP, headers(0, 1, "88")).end(Side.RESP, StreamEnd.FIN);
        assertEquals("1 GET 2 200 10 CUT", exchanges());
    }

    @Test
    void shouldCountAGapWithinAFrame() {
        talk.send(Side.ORIG, joined(PREFACE, headers(END_STREAM, 1, "82")));
        byte[] body = frame(DATA, END_STREAM, 1, new byte[1000]);
        talk.send(Side.RESP, joined(headers(0, 1, "88"), Arrays.copyOf(body, 109)));
        talk.gap(Side.RESP, 800, GapReason.NOT_CAPTURED).send(Side.RESP, new byte[100]);
        assertEquals("1 GET 2 200 1019 COMPLETE", exchanges());
    }
}
