package org.pcapanalyzer.protocol;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.TestFlows;
import org.pcapanalyzer.fuzz.Choices;
import org.pcapanalyzer.protocol.http.HttpExchange;
import org.pcapanalyzer.protocol.http.HttpMessage;

/**
 * A connection of two peers that say anything: pieces of any length from either side, gaps between them, in whatever
 * protocol the first bytes suggest. Input: port (1 byte), then per piece the side or what else happens (1 byte), a length
 * (1 byte), the bytes.
 */
@Tag("fuzz")
final class ProtocolFuzzTest {
    private static final int[] PORTS = {80, 443, 53, 25, 143, 110, 5432, 3306, 8080, 40001};

    @FuzzTest
    void talk(byte[] input) {
        Choices choices = new Choices(input);
        Talk talk = new Talk(TestFlows.tcp(40000, PORTS[choices.u8() % PORTS.length]));
        long sent = 0;
        while (choices.hasMore()) {
            int what = choices.u8();
            Side side = (what & 1) == 0 ? Side.ORIG : Side.RESP;
            if (what >= 250) {
                int length = 1 + choices.u8() * (what == 255 ? 1 << 20 : 1);
                talk.gap(side, length, (what & 2) == 0 ? GapReason.CUT : GapReason.NOT_CAPTURED);
                sent += length;
            } else if (what >= 248) {
                talk.end(side, (what & 2) == 0 ? StreamEnd.FIN : StreamEnd.RST);
            } else {
                byte[] bytes = choices.bytes(choices.u8());
                talk.send(side, bytes);
                sent += bytes.length;
            }
        }
        talk.close();
        long counted = 0;
        for (HttpExchange exchange : talk.exchanges()) {
            counted += exchange.request().map(ProtocolFuzzTest::checked).orElse(0L);
            counted += exchange.response().map(ProtocolFuzzTest::checked).orElse(0L);
        }
        assertTrue(counted <= sent, "more bytes in messages than were sent");
    }

    private static long checked(HttpMessage message) {
        assertTrue(message.bytes() > 0, "a message without bytes");
        assertTrue(message.frame() > 0, "a message without frame");
        assertTrue(message.status() == -1 || message.status() >= 100 && message.status() <= 999, "status");
        assertTrue(message.lastNs() == Flow.ABSENT || message.lastNs() >= message.firstNs(), "times");
        assertTrue(Arrays.asList(message.method(), message.host(), message.target()).stream()
                .allMatch(text -> text.length() <= 512));
        return message.bytes();
    }
}
