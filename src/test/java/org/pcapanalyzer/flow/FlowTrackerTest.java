package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;
import static org.pcapanalyzer.flow.Wire.MS;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;

/** Flows come, linger and go. */
class FlowTrackerTest {
    private static Packets udp(int port) {
        return Packets.udp("10.0.0.1", port, "10.0.0.2", 9999);
    }

    private static FlowLimits liveFlows(int count) {
        return new FlowLimits(count, 4, 4, 1 << 20, 4, 120_000 * MS);
    }

    @Test
    void shouldEvictTheLeastRecentlyActive() {
        Wire wire = new Wire(liveFlows(2))
                .put(0, udp(2001))
                .put(2_000, udp(2002))
                .put(4_000, udp(2001))
                .put(6_000, udp(2003));
        assertEquals(1, wire.rows.flows.size());
        assertEquals(2002, wire.rows.flows.get(0).origPort());
        assertEquals(EndReason.EVICTED, wire.rows.flows.get(0).endReason());
        assertEquals(Map.of("live_flows", 1L), wire.tracker().limitCounts());
    }

    @Test
    void shouldEvictTheConnectionsOfAFloodBeforeOneThatIsAtWork() {
        int bound = OpenFlows.MOST_EMBRYONIC + 100;
        Wire wire = new Wire(liveFlows(bound)).handshake();
        for (int i = 0; i < 2 * bound; i++) {
            wire.put(1000 + i, Packets.tcp("10.9.0.1", 1 + i, "10.0.0.2", 80).flags(SYN));
        }
        assertEquals(Map.of("live_flows", bound + 1L), wire.tracker().limitCounts());
        assertEquals(1, wire.rows.flows.get(0).origPort());
        assertEquals(bound + 1, wire.rows.flows.get(bound).origPort());
        wire.client(60_000, ACK, 1000, 5000, 100);
        assertEquals(bound + 1, wire.rows.flows.size());
        Flow atWork =
                wire.flows().stream().filter(Flow::handshakeOk).findFirst().orElseThrow();
        assertEquals(EndReason.END_OF_CAPTURE, atWork.endReason());
        assertEquals(3, atWork.origPkts());
    }

    @Test
    void shouldEvictTheDatagramsOfAFloodBeforeAFlowThatIsAtWork() {
        int bound = OpenFlows.MOST_EMBRYONIC + 100;
        Wire wire = new Wire(liveFlows(bound))
                .put(0, udp(20_001))
                .put(10, udp(20_001))
                .put(20, udp(20_002));
        for (int i = 0; i < 2 * bound; i++) {
            wire.put(1000 + i, udp(30_000 + i));
        }
        wire.put(60_000, udp(20_001)).put(60_001, udp(20_002));
        List<Long> packets = wire.flows().stream()
                .filter(flow -> flow.origPort() < 30_000)
                .map(Flow::origPkts)
                .sorted()
                .toList();
        assertEquals(List.of(1L, 1L, 3L), packets);
    }

    @Test
    void shouldCompleteTheHandshakeOfAConnectionThatBeganInAFlood() {
        Wire wire = new Wire().client(0, SYN, 999, 0, 0);
        for (int i = 0; i <= OpenFlows.MOST_EMBRYONIC; i++) {
            wire.put(1 + i, Packets.tcp("10.9.0.1", 1 + i, "10.0.0.2", 80).flags(SYN));
        }
        wire.client(10_000, SYN, 999, 0, 0)
                .server(10_010, SYN | ACK, 4999, 1000, 0)
                .client(10_020, ACK, 1000, 5000, 0)
                .client(10_030, ACK, 1000, 5000, 100);
        Flow flow = wire.flows().stream().filter(Flow::handshakeOk).findFirst().orElseThrow();
        assertEquals(2, flow.synCount());
        assertEquals(4, flow.origPkts());
    }

    @Test
    void shouldGiveUpALingeringFlowBeforeAnOpenOne() {
        Wire wire = new Wire(liveFlows(2))
                .put(0, udp(2001))
                .client(1, SYN, 999, 0, 0)
                .server(2, RST | ACK, 0, 1000, 0)
                .put(3, udp(2002));
        assertEquals(
                List.of(FlowProtocol.TCP),
                wire.rows.flows.stream().map(Flow::proto).toList());
        assertEquals(EndReason.CLOSED, wire.rows.flows.get(0).endReason());
        assertEquals(Map.of("lingering_flows", 1L), wire.tracker().limitCounts());
    }

    @Test
    void shouldKeepAClosedFlowForLatePackets() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(40, ACK | FIN, 5000, 1001, 0)
                .client(50, ACK, 1001, 5001, 0)
                .server(100_000, ACK | FIN, 5000, 1001, 0);
        assertTrue(wire.rows.flows.isEmpty());
        assertEquals(3, wire.flow().respPkts());
    }

    @Test
    void shouldLetAClosedFlowGoAfterItsLingerTime() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(40, ACK | FIN, 5000, 1001, 0)
                .put(100_000, udp(2001));
        assertTrue(wire.rows.flows.isEmpty());
        wire.put(122_000, udp(2001));
        assertEquals(1, wire.rows.flows.size());
        assertEquals(EndReason.CLOSED, wire.rows.flows.get(0).endReason());
    }

    @Test
    void shouldKeepFlowsLongerOfWhichSomethingIsUnanswered() {
        Wire wire = new Wire();
        putClosed(wire, 1, false);
        for (int port = 2; port < 6000; port++) {
            putClosed(wire, port, true);
        }
        List<Integer> ended = wire.rows.flows.stream().map(Flow::origPort).toList();
        assertEquals(2, ended.get(0));
        assertTrue(ended.size() > 1000, ended.size() + " flows have ended");
        assertFalse(ended.contains(1));
        assertTrue(ended.stream().allMatch(port -> port < 6000 - 1024), "the latest still wait");
    }

    private static void putClosed(Wire wire, int port, boolean isLastAcked) {
        Packets client = Packets.tcp(Wire.CLIENT, port, Wire.SERVER, Wire.SERVER_PORT);
        Packets server = Packets.tcp(Wire.SERVER, Wire.SERVER_PORT, Wire.CLIENT, port);
        wire.put(port, client.flags(SYN).seq(999))
                .put(port, server.flags(SYN | ACK).seq(4999).ack(1000))
                .put(port, client.flags(ACK | FIN).seq(1000).ack(5000))
                .put(port, server.flags(ACK | FIN).seq(5000).ack(1001));
        if (isLastAcked) {
            wire.put(port, client.flags(ACK).seq(1001).ack(5001));
        }
    }

    @Test
    void shouldNeverSplitAFlowThatWasIdle() {
        Wire wire = new Wire()
                .handshake()
                .put(1, udp(2001))
                .client(86_400_000, ACK, 1000, 5000, 10)
                .put(86_400_001, udp(2001));
        assertEquals(2, wire.flows().size());
        assertEquals(86_399_980 * MS, wire.rows.flows.get(0).idleMaxNs());
    }

    @Test
    void shouldNotCloseATupleOnWhichNoConnectionWasSeen() {
        Wire wire = new Wire()
                .server(0, SYN | ACK, 4999, 1000, 0)
                .client(1, RST, 1000, 0, 0)
                .server(7_200_000, SYN | ACK, 77, 1000, 0)
                .client(7_200_001, RST, 1000, 0, 0);
        assertEquals(1, wire.flows().size());
    }

    @Test
    void shouldEndAllWithTheCapture() {
        Wire wire = new Wire().handshake().put(1, udp(2001));
        List<Flow> flows = wire.flows();
        assertEquals(2, flows.size());
        assertTrue(flows.stream().allMatch(flow -> flow.endReason() == EndReason.END_OF_CAPTURE));
    }

    @Test
    void shouldKeepEchoAndReplyInOneFlow() {
        Flow flow = new Wire()
                .put(0, Packets.echo("10.0.0.1", "10.0.0.2", 8, 1, 1))
                .put(20, Packets.echo("10.0.0.2", "10.0.0.1", 0, 1, 1))
                .flow();
        assertEquals(FlowProtocol.ICMP, flow.proto());
        assertEquals(8, flow.origPort());
        assertEquals(0, flow.respPort());
        assertEquals(1, flow.respPkts());
        assertFalse(flow.hasConnState());
    }

    @Test
    void shouldGiveOneWayMessagesAFlowPerDirection() {
        Wire wire = new Wire()
                .put(0, Packets.icmp("10.0.0.1", "10.0.0.2", 3, 3, 0, new byte[0]))
                .put(1, Packets.icmp("10.0.0.2", "10.0.0.1", 3, 3, 0, new byte[0]));
        assertEquals(2, wire.flows().size());
        assertEquals(3, wire.rows.flows.get(0).respPort());
    }

    @Test
    void shouldTellOtherProtocolsByTheirNumber() {
        Flow flow = new Wire()
                .put(0, Packets.ip("10.0.0.1", "10.0.0.2", 50).payload(20))
                .flow();
        assertEquals(FlowProtocol.OTHER, flow.proto());
        assertEquals(50, flow.ipProto());
        assertEquals(0, flow.origPort());
    }

    @Test
    void shouldSurviveASenderThatIsItsOwnReceiver() {
        Packets land = Packets.tcp("10.0.0.1", 80, "10.0.0.1", 80).flags(SYN).seq(5);
        Flow flow = new Wire().put(0, land).put(1, land.ipId(7)).flow();
        assertEquals(2, flow.origPkts());
    }

    @Test
    void shouldCountTheSecondsOfTheCapture() {
        Wire wire = new Wire().put(100, udp(2001)).put(900, udp(2002)).client(2_100, SYN, 999, 0, 0);
        wire.flows();
        assertEquals(2, wire.rows.seconds.size());
        RecordingSink.Second first = wire.rows.seconds.get(0);
        assertEquals(0, first.startNs());
        assertEquals(2, first.pkts());
        assertEquals(2, first.newFlows());
        assertEquals(2 * 42, first.bytes());
        RecordingSink.Second second = wire.rows.seconds.get(1);
        assertEquals(2_000 * MS, second.startNs());
        assertEquals(1, second.syn());
        assertEquals(1, second.tcpPkts());
    }

    @Test
    void shouldGiveASecondTwoRowsWhereTimeRunsBack() {
        Wire wire = new Wire().put(1_500, udp(1)).put(2_500, udp(1)).put(1_600, udp(1));
        wire.flows();
        assertEquals(
                List.of(1_000 * MS, 2_000 * MS, 1_000 * MS),
                wire.rows.seconds.stream().map(RecordingSink.Second::startNs).toList());
    }

    @Test
    void shouldTellTheSameOfTheSameCaptureTwice() {
        assertEquals(story(), story());
    }

    private static List<RecordingSink.Event> story() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 200; i++) {
            wire.server(30 + 7 * i, ACK, 5000 + 1000 * (i * 37 % 50), 1000, 1000);
            wire.client(31 + 7 * i, ACK, 1000, 5000 + 500 * i, 0);
        }
        wire.flow();
        return wire.rows.events;
    }
}
