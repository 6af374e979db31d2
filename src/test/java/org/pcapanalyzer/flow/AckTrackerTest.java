package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;

import java.util.List;
import org.junit.jupiter.api.Test;

class AckTrackerTest {
    @Test
    void shouldCallItCaptureLossWhenUnseenBytesAreAcknowledged() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(31, ACK, 7000, 1000, 1000)
                .client(41, ACK, 1000, 8000, 0)
                .server(51, ACK, 8000, 1000, 1000)
                .client(61, ACK, 1000, 9000, 0);
        assertEquals(2, wire.fromClient().ackCount());
        assertEquals(1, wire.fromClient().ackedUnseenCount());
        assertEquals(0, wire.fromServer().retransPkts());
        assertEquals(1000, wire.fromServer().missingBytes());
        assertEquals(List.of("ack_lost_segment"), wire.labels(6));
        assertEquals(List.of(TcpEventKind.ACKED_UNSEEN), wire.kinds(6));
        assertEquals("ShAdg", wire.flow().history());
    }

    @Test
    void shouldMissBytesAboveAllThatWasCaptured() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .client(41, ACK, 1000, 8000, 0)
                .server(51, ACK, 8000, 1000, 1000);
        assertEquals(2000, wire.fromServer().missingBytes());
        assertEquals(0, wire.fromServer().gapCount());
        assertEquals(1, wire.fromClient().ackedUnseenCount());
    }

    @Test
    void shouldMissNothingOfASideThatWasNeverSeen() {
        Wire wire = new Wire()
                .client(0, ACK, 1000, 5000, 100)
                .client(1, ACK, 1100, 9000, 100)
                .client(2, ACK, 1200, 30_000, 100);
        assertEquals(0, wire.flow().missingBytesResp());
        assertTrue(wire.rows.directions.isEmpty());
    }

    @Test
    void shouldFillWhatWasAcknowledgedBeforeItCame() {
        Wire wire = new Wire().handshake().client(30, ACK, 1000, 6000, 0).server(30.1, ACK, 5000, 1000, 1000);
        assertEquals(0, wire.fromServer().missingBytes());
        assertEquals(1, wire.fromServer().reorderCount());
        assertEquals(0, wire.fromServer().retransPkts());
    }

    @Test
    void shouldNotTrustAnAckOfZeroFarAhead() {
        Wire wire = new Wire().handshake().client(30, ACK, 1000, 0, 0).server(31, ACK, 5000, 1000, 100);
        assertEquals(0, wire.flow().missingBytesResp());
    }

    @Test
    void shouldNumberDuplicateAcks() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .client(40, ACK, 1000, 5000, 0)
                .client(41, ACK, 1000, 5000, 0);
        wire.flow();
        List<RecordingSink.Event> events = wire.rows.events;
        assertEquals(
                List.of(1, 2), events.stream().map(RecordingSink.Event::attempt).toList());
        assertEquals("duplicate_ack", events.get(0).label());
        assertEquals(2, wire.rows.seconds.get(0).dupAck());
    }

    @Test
    void shouldNotCallAnAckDuplicateWhenNothingIsOutstanding() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .client(40, ACK, 1000, 6000, 0)
                .client(50, ACK, 1000, 6000, 0);
        wire.flow();
        assertTrue(wire.rows.directions.isEmpty());
        assertEquals(List.of("duplicate_ack"), wire.labels(6), "Wireshark does");
    }

    @Test
    void shouldNotCallAWindowUpdateDuplicate() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .client(40, ACK, 1000, 5000, 0, ack -> ack.window(1234));
        wire.flow();
        assertTrue(wire.rows.directions.isEmpty());
        assertEquals(List.of("window_update"), wire.labels(5));
    }

    @Test
    void shouldSeeThatTheFinWasAcknowledged() {
        Wire wire =
                new Wire().handshake().client(30, ACK | FIN, 1000, 5000, 100).server(40, ACK, 5000, 1101, 0);
        assertTrue(wire.fromClient().finAcked());
        assertEquals(4, wire.fromClient().finFrame());
    }

    @Test
    void shouldKnowTheLargestPacketThatArrived() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1400)
                .server(31, ACK, 6400, 1000, 300)
                .server(32, ACK, 6700, 1000, 700)
                .client(42, ACK, 1000, 5000, 0, ack -> ack.sack(6400, 7400));
        assertEquals(1, wire.fromClient().dupAckCount());
        assertEquals(740, wire.flow().tcp.resp.maxDeliveredIpLength());
    }
}
