package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.CLIENT;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SERVER;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;

/** Floods and endless unacknowledged data: what is kept stays bounded, what is counted stays whole. */
class MemoryBoundTest {
    private static final int STATE_BYTES = 40_000;
    private static final int FLOWS = 100;
    private static final int ROUNDS = 60;

    private final Wire wire = new Wire(new FlowLimits(1000, 64, 64, STATE_BYTES, 4, 0));

    private static Packets client(int flow) {
        return Packets.tcp(CLIENT, 20_000 + flow, SERVER, 80);
    }

    private static Packets server(int flow) {
        return Packets.tcp(SERVER, 80, CLIENT, 20_000 + flow);
    }

    /** In turn on all flows: 100 bytes are sent and 100 are not captured, the last is acknowledged selectively. */
    private void sendWithoutAcknowledgement() {
        for (int round = 0; round < ROUNDS; round++) {
            int seq = 1000 + 200 * round;
            for (int flow = 0; flow < FLOWS; flow++) {
                wire.put(round, client(flow).flags(ACK).seq(seq).ack(5000).payload(100));
                wire.put(round, server(flow).flags(ACK).seq(5000).ack(1000).sack(seq, seq + 100));
                assertTrue(
                        wire.tracker().stateBytes() <= STATE_BYTES,
                        "held: " + wire.tracker().stateBytes());
            }
        }
    }

    @Test
    void shouldTellEveryFlowOfAFloodThatDoesNotFit() {
        for (int i = 0; i < 5000; i++) {
            wire.put(i / 100.0, client(i).flags(SYN).seq(i));
        }
        assertEquals(Map.of("live_flows", 4000L), wire.tracker().limitCounts());
        List<Flow> flows = wire.flows();
        assertEquals(5000, flows.size());
        assertEquals(5000, flows.stream().mapToLong(Flow::flowId).distinct().count());
        assertEquals(5000, flows.stream().mapToLong(Flow::origPkts).sum());
        assertEquals(
                4000,
                flows.stream()
                        .filter(flow -> flow.endReason() == EndReason.EVICTED)
                        .count());
        assertEquals(
                5000,
                wire.rows.seconds.stream()
                        .mapToLong(RecordingSink.Second::newFlows)
                        .sum());
    }

    @Test
    void shouldStayWithinTheBudgetOfAllStreams() {
        sendWithoutAcknowledgement();
        assertTrue(
                wire.tracker().stateBytes() > STATE_BYTES * 9 / 10,
                "used: " + wire.tracker().stateBytes());
        assertEquals(Set.of("stream_state"), wire.tracker().limitCounts().keySet());
        assertEquals(FLOWS, wire.flows().size());
        for (Flow flow : wire.rows.flows) {
            assertEquals(100 * (ROUNDS - 1), flow.missingBytesOrig());
        }
    }

    @Test
    void shouldGiveTheSameRowsForTheSameBudget() {
        sendWithoutAcknowledgement();
        wire.flows();
        MemoryBoundTest again = new MemoryBoundTest();
        again.sendWithoutAcknowledgement();
        again.wire.flows();
        assertEquals(wire.rows.events, again.wire.rows.events);
        assertEquals(wire.tracker().limitCounts(), again.wire.tracker().limitCounts());
    }

    @Test
    void shouldKeepNothingWithoutABudgetAndCountAllTheSame() {
        Wire poor = new Wire(new FlowLimits(10, 4, 4, 0, 4, 0)).handshake();
        poor.server(30, ACK, 5000, 1000, 100);
        poor.server(31, ACK, 5200, 1000, 100);
        poor.client(32, ACK, 1000, 5100, 0);
        poor.server(300, ACK, 5200, 1000, 100);
        assertEquals(100, poor.fromServer().missingBytes());
        assertEquals(200, poor.fromServer().uniqueBytes());
        assertEquals(1, poor.fromServer().retransPkts());
        assertEquals(Map.of("stream_state", 5L), poor.tracker().limitCounts());
        assertEquals(0, poor.tracker().stateBytes());
    }

    @Test
    void shouldSettleTheOldestResendWhereTooManyWait() {
        Wire flow = new Wire().handshake();
        for (int i = 0; i < 1500; i++) {
            flow.server(30 + i, ACK, 5000 + 10 * i, 1000, 10);
        }
        for (int i = 0; i < 1500; i++) {
            flow.server(5000 + i, ACK, 5000 + 10 * i, 1000, 10);
        }
        assertEquals(476, flow.tracker().limitCounts().get("pending_resends_per_direction"));
        assertEquals(1500, flow.causes().size());
        assertEquals(1500, flow.fromServer().timeoutCount());
        assertEquals(0, flow.tracker().stateBytes());
    }

    @Test
    void shouldHaveTheWholeBudgetAgainWhenAllFlowsAreOver() {
        sendWithoutAcknowledgement();
        wire.flows();
        assertEquals(0, wire.tracker().stateBytes());
    }

    @Test
    void shouldHaveTheWholeBudgetAgainWhenAPortIsReused() {
        sendWithoutAcknowledgement();
        for (int flow = 0; flow < FLOWS; flow++) {
            wire.put(1000, server(flow).flags(RST).seq(5000));
        }
        for (int flow = 0; flow < FLOWS; flow++) {
            wire.put(2000, client(flow).flags(SYN).seq(900_000));
        }
        assertEquals(0, wire.tracker().stateBytes());
        assertEquals(2 * FLOWS, wire.flows().size());
    }

    @Test
    void shouldDeriveBoundsFromTheHeap() {
        FlowLimits small = FlowLimits.forHeap(64L << 20);
        FlowLimits large = FlowLimits.forHeap(8L << 30);
        assertTrue(small.liveFlows() >= 10_000 && large.liveFlows() > 100 * small.liveFlows());
        assertEquals((64L << 20) / 100 * 15, small.stateBytes());
        assertTrue(FlowLimits.forHeap(Long.MAX_VALUE).liveFlows() <= 1 << 27, "a heap without a bound");
    }
}
