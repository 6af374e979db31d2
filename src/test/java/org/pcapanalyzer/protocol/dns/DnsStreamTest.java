package org.pcapanalyzer.protocol.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;

class DnsStreamTest {
    private final List<DnsTransaction> rows = new ArrayList<>();
    private final DnsStream stream =
            new DnsStream(new DnsPairing(new Flow(), DnsKind.DNS, true, rows::add, new DnsWindow()));
    private long frame;

    private boolean send(Side sender, byte[] bytes) {
        return stream.take(sender, ByteBuffer.wrap(bytes), 0, bytes.length, ++frame, frame * 1000);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] query(int id) {
        return DnsBytes.query(id, "name" + id, DnsTypes.A).framed();
    }

    private static byte[] answer(int id) {
        return DnsBytes.answer(id, "name" + id, DnsTypes.A).framed();
    }

    private List<Integer> ids() {
        return rows.stream().map(row -> row.question().id()).toList();
    }

    @Test
    void shouldReadSeveralMessagesInOneSegment() {
        assertTrue(send(Side.ORIG, joined(query(1), query(2), query(3))));
        assertTrue(send(Side.RESP, joined(answer(3), answer(1), answer(2))));
        assertEquals(List.of(3, 1, 2), ids());
    }

    @Test
    void shouldReadMessagesWhereverSegmentsEnd() {
        byte[] queries = joined(query(1), query(2));
        byte[] answers = joined(answer(1), answer(2));
        for (int size = 1; size <= queries.length; size++) {
            rows.clear();
            sendInPieces(Side.ORIG, queries, size);
            sendInPieces(Side.RESP, answers, size);
            assertEquals(List.of(1, 2), ids(), "pieces of " + size);
        }
    }

    private void sendInPieces(Side sender, byte[] bytes, int size) {
        for (int from = 0; from < bytes.length; from += size) {
            int to = Math.min(from + size, bytes.length);
            assertTrue(stream.take(sender, ByteBuffer.wrap(bytes), from, to, ++frame, frame));
        }
    }

    @Test
    void shouldGiveUpWhereTheFramingIsLost() {
        assertFalse(send(Side.ORIG, new byte[] {0, 3, 1, 2, 3}), "a message shorter than a header");
        assertFalse(send(Side.RESP, new byte[] {0, 0}), "an empty message");
    }

    @Test
    void shouldKeepABoundedPartOfALargeMessage() {
        DnsBytes large = DnsBytes.message(1, DnsBytes.RESPONSE, 1, 3000, 0, 0).question("name1", DnsTypes.A);
        for (int i = 0; i < 3000; i++) {
            large.u8(0).record(DnsTypes.A, 1, 4).raw(1, 2, 3, 4);
        }
        send(Side.ORIG, query(1));
        assertTrue(send(Side.RESP, large.framed()));
        DnsMessage response = rows.get(0).response().orElseThrow();
        assertEquals(64, response.answers().size());
        assertEquals(large.bytes().length, response.length());
        assertTrue(response.anomalies().contains(DnsAnomaly.CLIPPED));
        send(Side.ORIG, query(2));
        assertTrue(send(Side.RESP, answer(2)), "the next message is found");
        assertEquals(List.of(1, 2), ids());
    }

    @Test
    void shouldGoOnBehindAGapWithinAMessage() {
        send(Side.ORIG, joined(query(1), query(2)));
        byte[] answer = answer(1);
        send(Side.RESP, Arrays.copyOf(answer, answer.length - 3));
        assertTrue(stream.gap(Side.RESP, 3, GapReason.NOT_CAPTURED));
        assertTrue(send(Side.RESP, answer(2)));
        assertEquals(2, rows.size());
        assertEquals(Set.of(DnsAnomaly.CLIPPED), rows.get(0).anomalies());
        assertEquals(1, rows.get(0).queryFrame(), "its question is cut, its id is not");
        assertEquals(Set.of(), rows.get(1).anomalies());
    }

    @Test
    void shouldGiveUpBehindAGapThatHidesWhereMessagesBegin() {
        send(Side.ORIG, query(1));
        assertFalse(stream.gap(Side.RESP, 10, GapReason.NOT_CAPTURED));
        stream.close();
        assertEquals(Set.of(DnsAnomaly.STREAM_GAP), rows.get(0).anomalies());
    }
}
