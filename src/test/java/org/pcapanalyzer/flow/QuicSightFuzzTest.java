package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.decode.Packets;

/** Datagrams of one UDP flow, each a byte that tells who sends it and its length, and its first bytes. */
@Tag("fuzz")
final class QuicSightFuzzTest {
    private static final int HEAD = 48;
    private static final int LONGEST = 1280;

    @FuzzTest
    void note(byte[] input) {
        Wire wire = new Wire();
        int datagrams = 0;
        int fromOriginator = 0;
        for (int at = 0; at < input.length && datagrams < 40; at += HEAD + 1, datagrams++) {
            boolean isAnswer = datagrams > 0 && (input[at] & 1) == 1;
            fromOriginator += isAnswer ? 0 : 1;
            byte[] head = Arrays.copyOfRange(input, at + 1, Math.min(input.length, at + 1 + HEAD));
            byte[] payload = Arrays.copyOf(head, (input[at] & 2) == 2 ? LONGEST : head.length);
            Packets datagram = isAnswer
                    ? Packets.udp(Wire.SERVER, 443, Wire.CLIENT, 50_000)
                    : Packets.udp(Wire.CLIENT, 50_000, Wire.SERVER, 443);
            wire.put(datagrams, datagram.payload(payload));
        }
        wire.flows();
        assertTrue(wire.rows.quic.size() <= 1, "more rows than flows");
        for (QuicSight sight : wire.rows.quic) {
            check(sight, fromOriginator, datagrams - fromOriginator);
        }
    }

    private static void check(QuicSight sight, int fromOriginator, int fromResponder) {
        assertTrue(sight.origInitials() > 0, "a row without an Initial");
        assertTrue(sight.origInitials() <= sight.origLongHeaders(), "Initials have long headers");
        assertTrue(sight.origLongHeaders() <= Math.min(16, fromOriginator), "more long headers than datagrams");
        assertTrue(sight.respLongHeaders() <= Math.min(16, fromResponder), "more long headers than answers");
        assertTrue(sight.firstInitialNs() >= 0 && sight.firstInitialNs() <= sight.lastInitialNs(), "times");
        assertEquals(sight.origInitials() > 1, sight.firstInitialNs() < sight.lastInitialNs());
    }
}
