package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
    private static final byte[] HELLO = new Hello()
            .sni("WWW.example.org")
            .alpn("h2", "http/1.1")
            .versions("2a2a03040303")
            .extension(10, "0006,0a0a,001d,0017")
            .extension(51, "0024,001d0020" + "11".repeat(32))
            .client();

    private static ClientHello read(byte[] message) {
        return ClientHello.read(message, 4, message.length);
    }

    @Test
    void shouldReadWhatTheClientOffers() {
        ClientHello hello = read(HELLO);
        assertEquals("www.example.org", hello.serverName());
        assertEquals(List.of("h2", "http/1.1"), hello.protocols());
        assertEquals(List.of("TLS 1.3", "TLS 1.2"), Numbers.names(hello.versions(), Numbers::version));
        assertEquals(List.of("x25519", "secp256r1"), Numbers.names(hello.groups(), Numbers::group));
        assertEquals(List.of("x25519"), Numbers.names(hello.keyShareGroups(), Numbers::group));
        assertEquals(
                List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"),
                Numbers.names(hello.ciphers(), Numbers::cipher));
        assertFalse(hello.isMalformed());
    }

    @Test
    void shouldTakeTheVersionFieldWhereNoneIsListed() {
        assertEquals(
                List.of("TLS 1.2"), Numbers.names(read(new Hello().client()).versions(), Numbers::version));
    }

    @Test
    void shouldSayThatItIsCutWhereverItIs() {
        for (int length = 0; length < HELLO.length - 4; length++) {
            byte[] cut = Arrays.copyOf(HELLO, 4 + length);
            boolean endsBeforeExtensions = length == 2 + 32 + 1 + 2 + 6 + 2;
            assertEquals(!endsBeforeExtensions, read(cut).isMalformed(), "cut to " + length);
        }
    }

    @Test
    void shouldBearEachLengthThatLies() {
        int[] lengthOffsets = {4 + 34, 4 + 35, 4 + 43, 4 + 45, 4 + 49, 4 + 51};
        for (int offset : lengthOffsets) {
            byte[] lying = HELLO.clone();
            lying[offset] = (byte) 0xFF;
            assertTrue(read(lying).isMalformed(), "length at " + offset);
        }
    }

    @Test
    void shouldReadTheFormOfSsl2() {
        byte[] body = Hello.bytes("0301" + "0009" + "0000" + "0010" + "00002f" + "010080" + "0000ff" + "00".repeat(16));
        ClientHello hello = ClientHello.readSsl2(body, 0, body.length);
        assertEquals(0x0301, hello.legacyVersion());
        assertArrayEquals(new int[] {0x2F, 0xFF}, hello.ciphers());
        assertFalse(hello.isMalformed());
        for (int length = 0; length < 17; length++) {
            assertTrue(ClientHello.readSsl2(body, 0, length).isMalformed(), "cut to " + length);
        }
    }
}
