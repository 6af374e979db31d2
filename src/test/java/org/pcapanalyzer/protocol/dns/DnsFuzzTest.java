package org.pcapanalyzer.protocol.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Any bytes as a message, of which the first byte says how much was captured. */
@Tag("fuzz")
final class DnsFuzzTest {
    @FuzzTest
    void read(byte[] input) {
        if (input.length < 1 || input.length > 4096) {
            return;
        }
        int length = input.length - 1;
        int captured = length - Math.min(length, (input[0] & 0xFF) / 16);
        // Bytes before and behind the message are not its own.
        byte[] surrounded = new byte[length + 2];
        System.arraycopy(input, 1, surrounded, 1, captured);
        Optional<DnsMessage> read = DnsMessage.read(ByteBuffer.wrap(surrounded), 1, captured, length);
        byte[] alone = new byte[captured];
        System.arraycopy(input, 1, alone, 0, captured);
        Optional<DnsMessage> again = DnsMessage.read(ByteBuffer.wrap(alone), 0, captured, length);
        assertEquals(captured >= 12, read.isPresent());
        assertEquals(read.map(DnsFuzzTest::text), again.map(DnsFuzzTest::text));
        read.ifPresent(message -> check(message, captured));
    }

    private static void check(DnsMessage message, int captured) {
        assertTrue(message.answers().size() <= 64 && message.answers().size() <= message.answerCount(), "answers");
        assertTrue(message.name().length() <= 4 * 255, "name");
        assertTrue(message.name().chars().allMatch(c -> c > ' ' && c < 0x7F), "name unescaped");
        for (DnsAnswer answer : message.answers()) {
            assertTrue(!answer.text().isEmpty() && answer.text().length() <= 4 * 255 + 30, "answer's length");
            assertTrue(answer.text().chars().allMatch(c -> c >= ' ' && c < 0x7F), "answer unescaped");
        }
        if (message.isFlawlessQuery()) {
            assertTrue(message.hasQuestion() && message.answers().isEmpty() && captured == message.length());
        }
    }

    private static List<Object> text(DnsMessage message) {
        return List.of(
                message.name(),
                message.type(),
                message.ednsSize(),
                message.responseCode(),
                message.answers(),
                message.anomalies());
    }
}
