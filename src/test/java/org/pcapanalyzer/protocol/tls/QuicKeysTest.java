package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of RFC 9001 appendix A. */
class QuicKeysTest {
    private static final byte[] CONNECTION_ID = Hello.bytes("8394c8f03e515708");

    @Test
    void shouldMaskTheClientsHeaderAsInTheExample() {
        byte[] sample = Hello.bytes("d1b1c98dd7689fb8ec11d242b123dc9b");
        byte[] mask = QuicKeys.of(1, CONNECTION_ID, true).mask(sample, 0);
        assertEquals("437b9aec36", HexFormat.of().formatHex(mask, 0, 5));
    }

    @Test
    void shouldDecryptTheServersInitialOfTheExample() {
        byte[] packet = Hello.bytes("cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a"
                + "5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3"
                + "dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84"
                + "022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4"
                + "2158407dd074ee");
        QuicInitial initial = QuicInitial.at(packet, 0, packet.length);
        byte[] frames = initial.frames(packet, QuicKeys.of(1, CONNECTION_ID, false));
        assertEquals(
                "02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf739"
                        + "88cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c94"
                        + "0d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00"
                        + "020304",
                HexFormat.of().formatHex(frames));
        CryptoStream stream = new CryptoStream();
        assertEquals(QuicFrames.NO_ALERT, QuicFrames.read(frames, stream));
        ServerHello hello = ServerHello.read(stream.bytes(), 4, stream.firstMessageLength());
        assertEquals("TLS_AES_128_GCM_SHA256", Numbers.cipher(hello.cipher()));
        assertEquals("x25519", Numbers.group(hello.group()));
        assertEquals("TLS 1.3", Numbers.version(hello.version()));
    }
}
