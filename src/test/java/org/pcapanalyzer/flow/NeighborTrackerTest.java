package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;

class NeighborTrackerTest {
    private static final long A = 0x02_00_00_00_00_0AL;
    private static final long B = 0x02_00_00_00_00_0BL;
    private static final int REQUEST = 1;
    private static final int REPLY = 2;

    private final RecordingSink rows = new RecordingSink();
    private final FlowTracker tracker = new FlowTracker(rows, new FlowLimits(10, 4, 4, 1 << 20, 2, 0));
    private long frames;

    private void arp(double seconds, int operation, long mac, String sender, long targetMac, String target) {
        long ns = Math.round(seconds * 1e9);
        tracker.track(Packets.decode(Packets.arp(operation, mac, sender, targetMac, target, ns, ++frames)));
    }

    private List<NeighborRow> rows() {
        tracker.finish();
        return rows.neighbors;
    }

    @Test
    void shouldTieAReplyToItsRequest() {
        arp(1, REQUEST, A, "10.0.0.1", 0, "10.0.0.2");
        arp(1.5, REPLY, B, "10.0.0.2", A, "10.0.0.1");
        NeighborRow request = rows().get(0);
        assertEquals(NeighborKind.REQUEST, request.op());
        assertTrue(request.isRequest() && request.answered());
        assertEquals(1_500_000_000L, request.answerNs());
        assertEquals(2, request.answerFrame());
        assertEquals(-1, request.targetMac());
        NeighborRow reply = rows().get(1);
        assertEquals(NeighborKind.REPLY, reply.op());
        assertEquals(A, reply.targetMac());
        assertFalse(reply.isRequest());
    }

    @Test
    void shouldTakeAReplyAfterThreeSecondsForNone() {
        arp(1, REQUEST, A, "10.0.0.1", 0, "10.0.0.2");
        arp(4.5, REPLY, B, "10.0.0.2", A, "10.0.0.1");
        NeighborRow request = rows().get(0);
        assertFalse(request.answered());
        assertEquals(Flow.ABSENT, request.answerNs());
    }

    @Test
    void shouldNotTakeAReplyToAnotherForAnAnswer() {
        arp(1, REQUEST, A, "10.0.0.1", 0, "10.0.0.2");
        arp(1.1, REPLY, B, "10.0.0.2", 0x0C, "10.0.0.3");
        arp(1.2, REPLY, B, "10.0.0.9", A, "10.0.0.1");
        NeighborRow request =
                rows().stream().filter(NeighborRow::isRequest).findFirst().orElseThrow();
        assertFalse(request.answered());
    }

    @Test
    void shouldTellProbesAndAnnouncements() {
        arp(1, REQUEST, A, "0.0.0.0", 0, "10.0.0.1");
        arp(3, REQUEST, A, "10.0.0.1", 0, "10.0.0.1");
        assertEquals(
                List.of(NeighborKind.PROBE, NeighborKind.GRATUITOUS),
                rows().stream().map(NeighborRow::op).toList());
        assertFalse(rows().get(0).isRequest());
    }

    @Test
    void shouldBoundTheRequestsThatWait() {
        for (int i = 0; i < 5; i++) {
            arp(1 + 0.1 * i, REQUEST, A, "10.0.0.1", 0, "10.0.0." + (10 + i));
        }
        assertEquals(3, rows.neighbors.size());
        assertEquals(3, tracker.limitCounts().get("pending_neighbors"));
        assertEquals(5, rows().size());
    }

    @Test
    void shouldTieAnAdvertisementToItsSolicitation() {
        byte[] target = Packets.hex("20010db8000000000000000000000002");
        tracker.track(Packets.icmp("2001:db8::1", "ff02::1:ff00:2", 135, 0, 0, target)
                .at(1_000_000_000L)
                .number(1)
                .packet());
        tracker.track(Packets.icmp("2001:db8::2", "2001:db8::1", 136, 0, 0x60000000, target)
                .at(1_100_000_000L)
                .number(2)
                .packet());
        NeighborRow solicitation = rows().get(0);
        assertEquals(NeighborKind.NS, solicitation.op());
        assertTrue(solicitation.answered());
        assertEquals(2, solicitation.answerFrame());
        assertEquals(NeighborKind.NA, rows().get(1).op());
    }
}
