package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.flow.Side;

class TlsConversationTest {
    private static final byte[] CLIENT_HELLO =
            Hello.handshake(new Hello().sni("a.example").versions("03040303").client());
    private static final byte[] SERVER_HELLO_13 =
            Hello.handshake(new Hello().extension(43, "0304").server("0303", "1302"));
    private static final byte[] SERVER_HELLO_12 =
            Hello.handshake(new Hello().sessionId("aa".repeat(32)).server("0303", "c030"));
    private static final byte[] SERVER_HELLO_DONE = Hello.handshake(Hello.message(14, new byte[0]));
    private static final byte[] KEY_EXCHANGE = Hello.handshake(Hello.message(12, Hello.bytes("03001d00")));
    private static final byte[] CLIENT_KEY = Hello.handshake(Hello.message(16, new byte[33]));
    private static final byte[] CHANGE = Hello.changeCipherSpec();
    private static final byte[] ENCRYPTED_FINISHED = Hello.record(22, new byte[40]);
    private static final byte[] FINISHED_13 = Hello.data(69);

    private static Talk talk12(Talk talk) {
        return talk.client(CLIENT_HELLO)
                .server(SERVER_HELLO_12, KEY_EXCHANGE, SERVER_HELLO_DONE)
                .client(CLIENT_KEY, CHANGE, ENCRYPTED_FINISHED)
                .server(CHANGE, ENCRYPTED_FINISHED)
                .client(Hello.data(200))
                .server(Hello.data(900));
    }

    private static Talk talk13(Talk talk) {
        return talk.client(CLIENT_HELLO)
                .server(SERVER_HELLO_13, CHANGE, Hello.data(40), Hello.data(900), Hello.data(69))
                .client(CHANGE, FINISHED_13, Hello.data(100))
                .server(Hello.data(255), Hello.data(255))
                .server(Hello.data(700));
    }

    private static String moments(TlsHandshake tls) {
        return "%d %d %d %d %d %d"
                .formatted(
                        tls.clientHelloAt().frame(),
                        tls.serverHelloAt().frame(),
                        tls.flightEndAt().frame(),
                        tls.doneAt().frame(),
                        tls.requestAt().frame(),
                        tls.responseAt().frame());
    }

    @Test
    void shouldFollowAHandshakeOfTls12() {
        Talk talk = talk12(new Talk());
        TlsHandshake tls = talk.end();
        assertEquals("1 2 2 4 5 6", moments(tls));
        assertEquals("TLS 1.2", tls.version());
        assertEquals("x25519", tls.group());
        assertTrue(tls.isEstablished());
        assertFalse(tls.isResumed());
        assertTrue(talk.isGivenUp(Side.ORIG) && talk.isGivenUp(Side.RESP));
    }

    @Test
    void shouldFollowAHandshakeOfTls13() {
        TlsHandshake tls = talk13(new Talk()).end();
        assertEquals("1 2 2 3 3 5", moments(tls));
        assertEquals("TLS 1.3", tls.version());
        assertTrue(tls.isEstablished());
        assertEquals(-1, tls.chainLength());
    }

    @Test
    void shouldNotCareWhereTheBytesAreCut() {
        String whole12 = moments(talk12(new Talk()).end());
        String whole13 = moments(talk13(new Talk()).end());
        for (int pieceBytes : new int[] {5, 6, 7, 100, 1000}) {
            assertEquals(
                    whole12,
                    moments(talk12(new Talk(new Preamble(), pieceBytes)).end()),
                    "pieces of " + pieceBytes);
            assertEquals(
                    whole13,
                    moments(talk13(new Talk(new Preamble(), pieceBytes)).end()),
                    "pieces of " + pieceBytes);
        }
    }

    @Test
    void shouldReadAMessageCutOverManyRecords() {
        byte[] message = new Hello()
                .sni("b.example")
                .extension(51, "04b2,11ec04ae" + "00".repeat(1198))
                .client();
        Talk talk = new Talk();
        for (int at = 0; at < message.length; at += 100) {
            talk.client(Hello.record(22, Arrays.copyOfRange(message, at, Math.min(message.length, at + 100))));
        }
        TlsHandshake tls = talk.end();
        assertEquals("b.example", tls.sni());
        assertEquals(message.length, tls.clientHelloBytes());
        assertEquals((message.length + 99) / 100, tls.clientHelloAt().frame());
        assertEquals("[X25519MLKEM768]", tls.keyShares().toString());
    }

    @Test
    void shouldKnowAResumedSessionOfTls12() {
        TlsHandshake tls = new Talk()
                .client(CLIENT_HELLO)
                .server(SERVER_HELLO_12, CHANGE, ENCRYPTED_FINISHED)
                .client(CHANGE, ENCRYPTED_FINISHED, Hello.data(100))
                .server(Hello.data(900))
                .end();
        assertTrue(tls.isResumed() && tls.isEstablished());
        assertEquals("1 2 2 3 3 4", moments(tls));
    }

    @Test
    void shouldReadTheSecondServerHelloAfterARetry() {
        byte[] retry = Hello.handshake(
                new Hello().retry().extension(43, "0304").extension(51, "0018").server("0303", "1301"));
        TlsHandshake tls = new Talk()
                .client(CLIENT_HELLO)
                .server(retry, CHANGE)
                .client(CHANGE, CLIENT_HELLO)
                .server(SERVER_HELLO_13, Hello.data(900))
                .client(FINISHED_13)
                .end();
        assertTrue(tls.isRetried() && tls.isEstablished());
        assertEquals("TLS_AES_256_GCM_SHA384", tls.cipher());
        assertEquals(4, tls.serverHelloAt().frame());
        assertEquals(1, tls.clientHelloAt().frame());
    }

    @Test
    void shouldReadAnAlertInClear() {
        TlsHandshake tls =
                new Talk().client(CLIENT_HELLO).server(Hello.alert(2, 70)).end();
        TlsAlert alert = tls.alert().orElseThrow();
        assertEquals("protocol_version", alert.name());
        assertEquals(Side.RESP, alert.sender());
        assertEquals(2, alert.moment().frame());
        assertFalse(alert.isEncrypted() || tls.isEstablished());
    }

    @Test
    void shouldPreferAFatalAlertToAWarning() {
        TlsHandshake tls = new Talk()
                .client(CLIENT_HELLO)
                .server(Hello.alert(1, 112), SERVER_HELLO_12, SERVER_HELLO_DONE)
                .client(Hello.alert(2, 48))
                .client(Hello.alert(1, 0))
                .end();
        assertEquals("unknown_ca", tls.alert().orElseThrow().name());
    }

    @Test
    void shouldSayOfAnEncryptedAlertThatItIsHidden() {
        TlsHandshake tls = new Talk()
                .client(CLIENT_HELLO)
                .server(SERVER_HELLO_13, Hello.data(900))
                .client(CHANGE, Hello.data(19))
                .end();
        TlsAlert alert = tls.alert().orElseThrow();
        assertTrue(alert.isEncrypted());
        assertEquals("", alert.name());
        assertEquals(Side.ORIG, alert.sender());
        assertFalse(tls.isEstablished());
    }

    @Test
    void shouldKeepWhatTheServerSaysInClear() {
        TlsHandshake tls = new Talk()
                .client(CLIENT_HELLO)
                .server("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n")
                .end();
        assertEquals("HTTP/1.1 400 Bad Request", tls.respText());
        assertEquals("", tls.origText());
    }

    @Test
    void shouldFindAHelloBehindClearTextInManySegments() {
        Talk talk = new Talk().client(CLIENT_HELLO);
        for (int segment = 2; segment <= 12; segment++) {
            talk.server("220-mail\r\n");
        }
        assertEquals(13, talk.server(SERVER_HELLO_13).end().serverHelloAt().frame());
    }

    @Test
    void shouldKnowTheProtocolThatChangedToTls() {
        assertEquals("smtp", startedBy("220 mail ESMTP\r\n", "STARTTLS\r\n"));
        assertEquals("imap", startedBy("* OK IMAP4rev1\r\n", "a1 STARTTLS\r\n"));
        assertEquals("pop3", startedBy("+OK ready\r\n", "STLS\r\n"));
        assertEquals("ftp", startedBy("220 ready\r\n", "AUTH TLS\r\n"));
        assertEquals("postgresql", startedBy("S", "\0\0\0\b\u0004\u00D2\u0016/"));
        assertEquals("mysql", startedBy("J\0\0\0\n8.0", " \0\0\u0001\u00AA"));
        assertEquals("", startedBy("220 mail ESMTP\r\n", "EHLO me\r\n"));
    }

    private static String startedBy(String greeting, String command) {
        Preamble preamble = new Preamble();
        note(preamble, Side.RESP, greeting);
        note(preamble, Side.ORIG, command);
        return new Talk(preamble, Integer.MAX_VALUE).client(CLIENT_HELLO).end().startedBy();
    }

    private static void note(Preamble preamble, Side side, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        preamble.note(side, ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    @Test
    void shouldGoOnBehindAGapWithinARecord() {
        TlsHandshake tls = new Talk()
                .client(CLIENT_HELLO)
                .server(SERVER_HELLO_12, Arrays.copyOf(Hello.handshake(Hello.message(11, new byte[3000])), 1000))
                .gap(Side.RESP, 1000)
                .server(new byte[1009], SERVER_HELLO_DONE)
                .client(CLIENT_KEY, CHANGE, ENCRYPTED_FINISHED)
                .server(CHANGE, ENCRYPTED_FINISHED)
                .end();
        assertTrue(tls.isEstablished());
        assertFalse(tls.isResumed());
        assertEquals(-1, tls.chainLength());
        assertEquals(Set.of(TlsAnomaly.MISSING_BYTES), tls.anomalies());
    }

    @Test
    void shouldGiveUpWhatIsNoRecord() {
        Talk talk = new Talk().client(CLIENT_HELLO).server(SERVER_HELLO_12, new byte[] {99, 1, 2, 3, 4});
        assertTrue(talk.isGivenUp(Side.RESP));
        assertEquals(Set.of(TlsAnomaly.NOT_A_RECORD), talk.end().anomalies());
    }

    @Test
    void shouldSkipAMessageThatClaimsToBeHuge() {
        byte[] huge = Hello.record(22, Hello.bytes("0bffffff" + "00".repeat(100)));
        TlsHandshake tls =
                new Talk().client(CLIENT_HELLO).server(SERVER_HELLO_12, huge).end();
        assertEquals(Set.of(TlsAnomaly.MESSAGE_TOO_LONG), tls.anomalies());
    }

    @Test
    void shouldRecogniseHellosOnly() {
        assertTrue(begins(CLIENT_HELLO));
        assertTrue(begins(SERVER_HELLO_12));
        assertFalse(begins(Hello.data(100)));
        assertFalse(begins("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII)));
        assertFalse(begins(Arrays.copyOf(CLIENT_HELLO, 4)));
        byte[] ssl2 = Hello.bytes("801f" + "01" + "0301" + "0006" + "0000" + "0010" + "00002f0000ff" + "00".repeat(16));
        assertTrue(begins(ssl2));
        ssl2[1]++;
        assertFalse(begins(ssl2));
    }

    private static boolean begins(byte[] bytes) {
        return TlsConversation.begins(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    @Test
    void shouldReadAHelloInTheFormOfSsl2() {
        byte[] ssl2 = Hello.bytes("801f" + "01" + "0301" + "0006" + "0000" + "0010" + "00002f0000ff" + "00".repeat(16));
        TlsHandshake tls = new Talk()
                .client(ssl2)
                .server(Hello.handshake(new Hello().server("0301", "002f")))
                .end();
        assertEquals("[TLS 1.0]", tls.versionsOffered().toString());
        assertEquals("TLS 1.0", tls.version());
        assertEquals("TLS_RSA_WITH_AES_128_CBC_SHA", tls.cipher());
    }
}
