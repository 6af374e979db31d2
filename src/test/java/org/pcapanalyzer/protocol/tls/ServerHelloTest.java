package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ServerHelloTest {
    private static final byte[] TLS_13 = new Hello()
            .sessionId("aa".repeat(32))
            .extension(43, "0304")
            .extension(51, "001d0020" + "22".repeat(32))
            .server("0303", "1302");

    private static ServerHello read(byte[] message) {
        return ServerHello.read(message, 4, message.length);
    }

    @Test
    void shouldTakeTheVersionThatIsListed() {
        ServerHello hello = read(TLS_13);
        assertEquals("TLS 1.3", Numbers.version(hello.version()));
        assertEquals("TLS_AES_256_GCM_SHA384", Numbers.cipher(hello.cipher()));
        assertEquals("x25519", Numbers.group(hello.group()));
        assertFalse(hello.isRetryRequest() || hello.hasPsk() || hello.isMalformed());
    }

    @Test
    void shouldReadWhatTls12ChoosesInClear() {
        ServerHello hello = read(new Hello().alpn("h2").server("0303", "c02f"));
        assertEquals("TLS 1.2", Numbers.version(hello.version()));
        assertEquals("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", Numbers.cipher(hello.cipher()));
        assertEquals("h2", hello.alpn());
    }

    @Test
    void shouldKnowARequestForAnotherHello() {
        ServerHello hello = read(
                new Hello().retry().extension(43, "0304").extension(51, "0018").server("0303", "1301"));
        assertTrue(hello.isRetryRequest());
        assertEquals("secp384r1", Numbers.group(hello.group()));
    }

    @Test
    void shouldKnowAResumedSession() {
        assertTrue(read(new Hello().extension(43, "0304").extension(41, "0000").server("0303", "1301"))
                .hasPsk());
    }

    @Test
    void shouldSayThatItIsCutWhereverItIs() {
        for (int length = 0; length < TLS_13.length - 4; length++) {
            boolean endsBeforeExtensions = length == 2 + 32 + 33 + 3;
            assertEquals(
                    !endsBeforeExtensions,
                    read(Arrays.copyOf(TLS_13, 4 + length)).isMalformed(),
                    "cut to " + length);
        }
    }
}
