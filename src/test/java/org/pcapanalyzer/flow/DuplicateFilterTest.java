package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.decode.TcpHeader;

class DuplicateFilterTest {
    private static final UnaryOperator<Packets> SAME_ID = packet -> packet.ipId(500);
    private static final UnaryOperator<Packets> BEHIND_ROUTER =
            packet -> packet.ipId(500).ttl(63);
    private static final UnaryOperator<Packets> NO_ID = packet -> packet.ipId(0);

    @Test
    void shouldCountACopyFromTheOtherSideOfARouterNowhereElse() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100, SAME_ID)
                .client(35, ACK, 1000, 5000, 100, BEHIND_ROUTER)
                .server(45, ACK, 5000, 1100, 0);
        Flow flow = wire.flow();
        TcpDirection row = wire.fromClient();
        assertEquals(1, row.captureDupCount());
        assertEquals(0, row.retransPkts());
        assertEquals(3, flow.origPkts());
        assertEquals(100, flow.origPayloadBytes());
        assertEquals(List.of("capture_duplicate"), wire.causes());
        assertEquals(List.of(TcpEventKind.CAPTURE_DUPLICATE), wire.kinds(5));
        assertTrue(wire.labels(5).contains("retransmission"), "Wireshark sees a resend");
    }

    @Test
    void shouldFindCopiesOnABridgeByTheIpId() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100, SAME_ID)
                .client(30.02, ACK, 1000, 5000, 100, SAME_ID);
        assertEquals(1, wire.fromClient().captureDupCount());
    }

    @Test
    void shouldFindEachOfThreeCopies() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100, SAME_ID)
                .client(31, ACK, 1000, 5000, 100, BEHIND_ROUTER)
                .client(32, ACK, 1000, 5000, 100, packet -> packet.ipId(500).ttl(62));
        assertEquals(2, wire.fromClient().captureDupCount());
    }

    @Test
    void shouldTakeAnotherIpIdForAResend() {
        Wire wire = new Wire().handshake().client(30, ACK, 1000, 5000, 100).client(30.02, ACK, 1000, 5000, 100);
        assertEquals(0, wire.fromClient().captureDupCount());
        assertEquals(1, wire.fromClient().retransPkts());
    }

    @Test
    void shouldNotTakeASynAckSentAgainWithoutIpIdForACopy() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(10, SYN | ACK, 4999, 1000, 0, NO_ID)
                .server(1010, SYN | ACK, 4999, 1000, 0, NO_ID);
        assertEquals(2, wire.flow().synackCount());
        assertEquals(List.of("timeout"), wire.causes());
    }

    @Test
    void shouldNotTakeTheAnswerToAnotherSynForACopy() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(1000, SYN | ACK, 4999, 1000, 0, NO_ID)
                .client(1001, SYN, 999, 0, 0)
                .server(1001.1, SYN | ACK, 4999, 1000, 0, NO_ID);
        assertEquals(2, wire.flow().synackCount());
    }

    @Test
    void shouldKnowAPureAckByTheFirstIpIdOfItsSender() {
        UnaryOperator<Packets> first = packet -> packet.ipId(77);
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(10, SYN | ACK, 4999, 1000, 0, NO_ID)
                .client(20, ACK, 1000, 5000, 100)
                .server(30, ACK, 5000, 1100, 0, first)
                .server(32, ACK, 5000, 1100, 0, first);
        assertEquals(1, wire.fromServer().captureDupCount());
    }

    @Test
    void shouldNotTrustAnIpIdThatNeverChanges() {
        UnaryOperator<Packets> always = packet -> packet.ipId(77);
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0, always)
                .server(10, SYN | ACK, 4999, 1000, 0, NO_ID)
                .client(20, ACK, 1000, 5000, 0, always)
                .client(30, ACK, 1000, 5000, 100, always)
                .client(260, ACK, 1000, 5000, 100, always);
        assertEquals(0, wire.fromClient().captureDupCount());
        assertEquals(1, wire.fromClient().retransPkts());
    }

    @Test
    void shouldKnowACopyWithoutIpIdByItsTimestamp() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 10; i++) {
            int tsVal = 100 + i;
            wire.client(
                    30 + i,
                    ACK,
                    1000 + 100 * i,
                    5000,
                    100,
                    packet -> packet.ipId(0).timestamps(tsVal, 1));
        }
        wire.client(60, ACK, 1900, 5000, 100, packet -> packet.ipId(0).timestamps(109, 1))
                .client(61, ACK, 1900, 5000, 100, packet -> packet.ipId(0).timestamps(131, 1));
        assertEquals(1, wire.fromClient().captureDupCount());
        assertEquals(1, wire.fromClient().retransPkts());
    }

    @Test
    void shouldTakeASynAckWithoutIpIdForACopyBehindARouter() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(10, SYN | ACK, 4999, 1000, 0, NO_ID)
                .server(10.1, SYN | ACK, 4999, 1000, 0, packet -> packet.ipId(0).ttl(63));
        assertEquals(1, wire.flow().synackCount());
    }

    @Test
    void shouldNotTakeDuplicateAcksWithoutIpIdForCopies() {
        Wire wire = new Wire()
                .handshakeWithoutSack()
                .server(30, ACK, 5000, 1000, 1000)
                .client(40, ACK, 1000, 5000, 0, NO_ID)
                .client(40.1, ACK, 1000, 5000, 0, NO_ID)
                .client(40.2, ACK, 1000, 5000, 0, NO_ID);
        assertEquals(3, wire.fromClient().dupAckCount());
        assertEquals(0, wire.fromClient().captureDupCount());
    }

    @Test
    void shouldTakeEqualAcksWithoutIpIdForCopiesWhereSackWouldDiffer() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .client(40, ACK, 1000, 6000, 0, NO_ID)
                .client(40.1, ACK, 1000, 6000, 0, NO_ID);
        assertEquals(1, wire.fromClient().captureDupCount());
    }

    @Test
    void shouldScaleByTheRoundTripWhereThereIsNoIpId() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 100, NO_ID)
                .client(39, ACK, 1000, 5000, 100, NO_ID)
                .client(50, ACK, 1000, 5000, 100, NO_ID);
        assertEquals(1, wire.fromClient().captureDupCount(), "nothing is sent again within half of 20 ms");
        assertEquals(1, wire.fromClient().retransPkts());
    }

    @Test
    void shouldTellACopyFromTheNextOfEqualDuplicateAcks() {
        UnaryOperator<Packets> behind = packet -> packet.ipId(0).ttl(63);
        Wire wire = new Wire().handshakeWithoutSack().server(30, ACK, 5000, 1000, 1000);
        for (int i = 0; i < 3; i++) {
            wire.client(40 + i, ACK, 1000, 5000, 0, NO_ID).client(40.1 + i, ACK, 1000, 5000, 0, behind);
        }
        assertEquals(3, wire.fromClient().dupAckCount());
        assertEquals(3, wire.fromClient().captureDupCount());
    }

    @Test
    void shouldNotTakeAKeepAliveForACopyOfTheOneBefore() {
        Wire wire =
                new Wire().handshake().client(5000, ACK, 999, 5000, 0, NO_ID).client(6000, ACK, 999, 5000, 0, NO_ID);
        assertEquals(2, wire.fromClient().keepaliveCount());
    }

    @Test
    void shouldNotMixUpBothLegsOfAProxy() {
        Wire wire = new Wire()
                .put(0, proxied("10.0.0.9", 50_000, Wire.SERVER, 80))
                .put(0.01, proxied(Wire.SERVER, 50_001, "10.0.0.3", 80));
        assertEquals(2, wire.flows().size());
        assertTrue(wire.rows.directions.isEmpty());
    }

    private static Packets proxied(String source, int sourcePort, String destination, int destinationPort) {
        Packets packet = Packets.tcp(source, sourcePort, destination, destinationPort);
        return packet.flags(TcpHeader.ACK).seq(1).ack(1).payload(100).ipId(500);
    }

    @Test
    void shouldLeaveNoFlowWithoutAPacketWhereACopyComesBehindAnotherConnection() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0, SAME_ID)
                .client(1, SYN, 77_777, 0, 0)
                .client(2, SYN, 999, 0, 0, SAME_ID);
        assertEquals(
                List.of(1L, 1L, 1L), wire.flows().stream().map(Flow::origPkts).toList());
    }
}
