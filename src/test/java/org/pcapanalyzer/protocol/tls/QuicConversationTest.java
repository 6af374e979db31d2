package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.flow.Side;

class QuicConversationTest {
    private static final byte[] CONNECTION_ID = Hello.bytes("8394c8f03e515708");
    private static final byte[] CLIENT_HELLO = new Hello()
            .sni("quic.example")
            .alpn("h3")
            .versions("0304")
            .extension(51, "04b2,11ec04ae" + "00".repeat(1198))
            .client();

    private final List<TlsHandshake> rows = new ArrayList<>();

    private QuicConversation conversation() {
        return new QuicConversation(Talk.udpFlow(), rows::add, new CertificateReader());
    }

    private static byte[] crypto(int from, int to) {
        byte[] data = Arrays.copyOfRange(CLIENT_HELLO, from, to);
        return Hello.join(Hello.bytes("06%04x%04x".formatted(0x4000 | from, 0x4000 | data.length)), data);
    }

    private static byte[] initial(int version, int number, byte[]... frames) {
        return QuicWire.initial(version, CONNECTION_ID, number, true, Hello.join(frames));
    }

    private static boolean take(QuicConversation conversation, byte[] datagram, Side side, long frame) {
        return conversation.take(datagram, side, new Moment(frame, frame));
    }

    @Test
    void shouldPutAHelloTogetherFromInitialsInAnyOrder() {
        for (int version : new int[] {QuicInitial.VERSION_1, QuicInitial.VERSION_2}) {
            QuicConversation conversation = conversation();
            take(conversation, initial(version, 1, crypto(900, CLIENT_HELLO.length)), Side.ORIG, 1);
            take(conversation, initial(version, 0, crypto(500, 900), crypto(0, 500)), Side.ORIG, 2);
            conversation.close();
        }
        assertEquals(2, rows.size());
        for (TlsHandshake row : rows) {
            assertEquals("quic.example", row.sni());
            assertEquals(List.of("h3"), row.alpnOffered());
            assertEquals(2, row.clientHelloAt().frame());
            assertTrue(row.ja4().startsWith("q13d0304h3_"), row.ja4());
        }
    }

    @Test
    void shouldReadInitialsThatShareADatagram() {
        QuicConversation conversation = conversation();
        byte[] datagram = Hello.join(initial(1, 0, crypto(0, 700)), initial(1, 1, crypto(700, CLIENT_HELLO.length)));
        take(conversation, datagram, Side.ORIG, 1);
        conversation.close();
        assertEquals("quic.example", rows.get(0).sni());
    }

    @Test
    void shouldReadTheServersAnswerAndThenGiveUp() {
        QuicConversation conversation = conversation();
        assertTrue(take(conversation, initial(1, 0, crypto(0, CLIENT_HELLO.length)), Side.ORIG, 1));
        byte[] hello =
                new Hello().extension(43, "0304").extension(51, "11ec0000").server("0303", "1301");
        byte[] frames = Hello.join(Hello.bytes("02000000000600%04x".formatted(0x4000 | hello.length)), hello);
        assertFalse(take(conversation, QuicWire.initial(1, CONNECTION_ID, 0, false, frames), Side.RESP, 2));
        conversation.close();
        assertEquals("TLS 1.3", rows.get(0).version());
        assertEquals("X25519MLKEM768", rows.get(0).group());
    }

    @Test
    void shouldReadTheAlertThatClosesAConnection() {
        QuicConversation conversation = conversation();
        take(conversation, initial(1, 0, crypto(0, CLIENT_HELLO.length)), Side.ORIG, 1);
        byte[] close = Hello.join(Hello.bytes("1c41780600"), new byte[30]);
        take(conversation, QuicWire.initial(1, CONNECTION_ID, 0, false, close), Side.RESP, 2);
        conversation.close();
        assertEquals(
                "no_application_protocol", rows.get(0).alert().orElseThrow().name());
    }

    @Test
    void shouldTellNothingOfInitialsThatAreCutOrDamaged() {
        byte[] whole = initial(1, 0, crypto(0, CLIENT_HELLO.length));
        for (int length = 0; length < whole.length; length += 7) {
            QuicConversation conversation = conversation();
            take(conversation, Arrays.copyOf(whole, length), Side.ORIG, 1);
            conversation.close();
        }
        for (int at = 0; at < whole.length; at += 97) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            QuicConversation conversation = conversation();
            take(conversation, damaged, Side.ORIG, 1);
            conversation.close();
        }
        assertEquals(List.of(), rows);
    }
}
