package org.pcapanalyzer.protocol.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.fuzz.Choices;

/** Any bytes in both directions of a connection: how they are cut into segments must make no difference to the rows. */
@Tag("fuzz")
final class DnsStreamFuzzTest {
    private static final int GAP = 0;

    /** A connection, and what it tells. */
    private static final class Connection {
        final List<DnsTransaction> rows = new ArrayList<>();
        final DnsPairing pairing = new DnsPairing(new Flow(), DnsKind.DNS, true, rows::add, new DnsWindow());
        final DnsStream stream = new DnsStream(pairing);
        final Set<Side> givenUp = new HashSet<>();

        void send(Side sender, byte[] bytes, int piece) {
            for (int from = 0; from < bytes.length && !givenUp.contains(sender); from += piece) {
                int to = Math.min(bytes.length, from + piece);
                if (!stream.take(sender, ByteBuffer.wrap(bytes), from, to, 1, 1)) {
                    givenUp.add(sender);
                }
            }
        }

        void gap(Side sender, int length) {
            if (!givenUp.contains(sender) && !stream.gap(sender, length, GapReason.NOT_CAPTURED)) {
                givenUp.add(sender);
            }
        }

        List<String> told() {
            stream.close();
            return rows.stream()
                    .map(row -> row.question().id()
                            + row.question().name()
                            + row.attempts()
                            + row.anomalies()
                            + row.response().map(DnsMessage::answers))
                    .toList();
        }
    }

    @FuzzTest
    void stream(byte[] input) {
        if (input.length > 4096) {
            return;
        }
        Connection whole = new Connection();
        Connection cut = new Connection();
        Choices choices = new Choices(input);
        int segments = 0;
        while (choices.hasMore()) {
            int head = choices.u8();
            Side sender = (head & 1) == 0 ? Side.ORIG : Side.RESP;
            if (head >> 1 == GAP) {
                int length = 1 + choices.u8();
                whole.gap(sender, length);
                cut.gap(sender, length);
                continue;
            }
            byte[] bytes = choices.bytes(choices.u8());
            whole.send(sender, bytes, Math.max(1, bytes.length));
            cut.send(sender, bytes, 1 + (head >> 4));
            segments++;
        }
        assertEquals(whole.told(), cut.told());
        assertTrue(whole.rows.size() <= 256 * segments, "rows");
    }
}
