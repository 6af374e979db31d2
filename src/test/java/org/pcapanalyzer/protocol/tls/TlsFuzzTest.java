package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.fuzz.Choices;

/**
 * Two sides that say anything, with gaps: where both begin with a record, it must not matter in what pieces their bytes come.
 * Clear text is looked at where segments begin.
 */
@Tag("fuzz")
final class TlsFuzzTest {
    private static final int MOST_BYTES = 20_000;

    @FuzzTest
    void talk(byte[] input) {
        if (input.length > MOST_BYTES) {
            return;
        }
        TlsHandshake whole = play(input, Integer.MAX_VALUE);
        TlsHandshake pieces = play(input, 7);
        if (!saysClearText(input)) {
            assertEquals(text(whole), text(pieces));
        }
        assertTrue(whole.chainLength() <= 16 && whole.clientChainLength() <= 16);
        assertTrue(!whole.isEstablished() || whole.doneAt().isKnown(), "established, but never done");
        assertTrue(!whole.responseAt().isKnown() || whole.requestAt().isKnown(), "an answer without a request");
    }

    /** Begins as a conversation does, with a segment that holds a record's head; then what the input says. */
    private static TlsHandshake play(byte[] input, int pieceBytes) {
        Talk talk = new Talk(new Preamble(), pieceBytes);
        Choices choices = new Choices(input);
        while (choices.hasMore()) {
            int choice = choices.u8();
            Side side = (choice & 1) == 0 ? Side.ORIG : Side.RESP;
            if ((choice & 2) == 0) {
                byte[] said = choices.bytes(choices.u16());
                if (said.length >= 8) {
                    talk.say(side, said);
                }
            } else {
                talk.gap(side, 1 + choices.u16());
            }
        }
        return talk.end();
    }

    /** Whether anything said, at its begin, is no record. */
    private static boolean saysClearText(byte[] input) {
        Choices choices = new Choices(input);
        while (choices.hasMore()) {
            boolean isSaid = (choices.u8() & 2) == 0;
            int length = choices.u16();
            if (isSaid) {
                byte[] said = choices.bytes(length);
                if (said.length >= 8 && !TlsRecords.isRecord(ByteBuffer.wrap(said), 0, said.length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String text(TlsHandshake tls) {
        return String.join(
                " ",
                tls.sni(),
                tls.version(),
                tls.cipher(),
                tls.group(),
                tls.alpn(),
                tls.ja4(),
                tls.ciphersOffered().toString(),
                tls.clientHelloAt().toString(),
                tls.serverHelloAt().toString(),
                tls.doneAt().toString(),
                tls.requestAt().toString(),
                tls.responseAt().toString(),
                tls.alert().toString(),
                Integer.toString(tls.chainLength()),
                tls.leafMatchesSni().toString(),
                Arrays.toString(tls.anomalies().toArray()));
    }
}
