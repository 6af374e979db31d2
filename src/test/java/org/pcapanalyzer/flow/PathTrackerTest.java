package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.CLIENT;
import static org.pcapanalyzer.flow.Wire.SERVER;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;

/** What the TTL tells of the path. */
class PathTrackerTest {
    private static final long ROUTER = 0x020000000001L;
    private static final long NEXT = 0x020000000002L;

    private final Wire wire = new Wire();

    private PathChange change() {
        wire.flows();
        return wire.rows.pathChanges.get(0);
    }

    private void exchange(double ms, int number, int ttl, double rttMs) {
        int seq = 1000 + 100 * number;
        wire.client(ms, ACK, seq, 5000, 100);
        wire.server(ms + rttMs, ACK, 5000, seq + 100, 0, segment -> segment.ttl(ttl));
    }

    private static Packets probe(int ttl) {
        return Packets.udp(CLIENT, 5000, SERVER, 33434).ipId(77).ttl(ttl).payload(20);
    }

    @Test
    void shouldTellNothingWhileTheTtlStays() {
        for (int number = 0; number < 5; number++) {
            exchange(100 * number, number, 60, 10);
        }
        wire.flows();
        assertTrue(wire.rows.pathChanges.isEmpty() && wire.rows.loops.isEmpty());
    }

    @Test
    void shouldTellWhenTheTtlChangesAndHowLongThePathWasBeforeAndAfter() {
        for (int number = 0; number < 4; number++) {
            exchange(100 * number, number, 60, 10 + number);
        }
        for (int number = 4; number < 7; number++) {
            exchange(100 * number, number, 57, 40 + number);
        }
        PathChange change = change();
        assertEquals(Side.RESP, change.side());
        assertEquals(1, change.changes());
        assertEquals(444_000_000L, change.changeNs());
        assertEquals(10, change.frame());
        assertEquals(60, change.ttlBefore());
        assertEquals(57, change.ttlAfter());
        assertEquals(4, change.pktsBefore());
        assertEquals(3, change.pktsAfter());
        assertEquals(10_000_000L, change.rttMinBeforeNs());
        assertEquals(45_000_000L, change.rttMinAfterNs());
    }

    @Test
    void shouldTellTheChangeWithTheLongestStaysOfSeveral() {
        int[] ttls = {50, 60, 60, 60, 57, 57, 57, 40};
        for (int number = 0; number < ttls.length; number++) {
            exchange(100 * number, number, ttls[number], 10);
        }
        PathChange change = change();
        assertEquals(3, change.changes());
        assertEquals(List.of(60, 57), List.of(change.ttlBefore(), change.ttlAfter()));
        assertEquals(List.of(3L, 3L), List.of(change.pktsBefore(), change.pktsAfter()));
    }

    @Test
    void shouldTellPacketsThatComeByWithLessTtlEachTime() {
        wire.put(
                0,
                Packets.udp(CLIENT, 5000, SERVER, 53)
                        .ipId(76)
                        .ttl(63)
                        .payload(20)
                        .macs(ROUTER, NEXT));
        for (int turn = 1; turn < 6; turn++) {
            Packets again = Packets.udp(CLIENT, 5000, SERVER, 53).ipId(76).payload(20);
            wire.put(turn, again.ttl(63 - 2 * turn).macs(ROUTER, NEXT));
        }
        wire.flows();
        Loop loop = wire.rows.loops.get(0);
        assertEquals(Side.ORIG, loop.side());
        assertEquals(1, loop.packets());
        assertEquals(2, loop.ttlStep());
        assertEquals(53, loop.ttlLow());
        assertEquals(5, loop.mostSightings());
        assertEquals(List.of(2L, 3L, 4L), List.of(loop.frameFirst(), loop.frameSecond(), loop.frameThird()));
    }

    @Test
    void shouldTellSynsThatLoopThoughTheyAreCopies() {
        for (int turn = 0; turn < 10; turn++) {
            Packets syn =
                    Packets.tcp(CLIENT, 40_000, SERVER, 80).ipId(9).flags(SYN).seq(1);
            wire.put(turn, syn.ttl(63 - 2 * turn).macs(ROUTER, NEXT));
            Packets back =
                    Packets.tcp(CLIENT, 40_000, SERVER, 80).ipId(9).flags(SYN).seq(1);
            wire.put(turn + 0.5, back.ttl(62 - 2 * turn).macs(NEXT, ROUTER));
        }
        wire.flows();
        Loop loop = wire.rows.loops.get(0);
        assertEquals(2, loop.packets());
        assertEquals(2, loop.ttlStep());
        assertTrue(loop.mostSightings() >= 9);
    }

    @Test
    void shouldNotTakeBothSidesOfARouterForALoop() {
        for (int number = 0; number < 9; number++) {
            for (int hop = 0; hop < 3; hop++) {
                Packets packet = Packets.udp(CLIENT, 5000, SERVER, 53).ipId(100 + number);
                wire.put(number + hop / 10.0, packet.ttl(63 - hop).payload(20).macs(ROUTER + hop, NEXT + hop));
            }
        }
        wire.flows();
        assertTrue(wire.rows.loops.isEmpty());
    }

    @Test
    void shouldNotTakeProbesWithRisingTtlForALoop() {
        for (int ttl = 1; ttl < 20; ttl++) {
            wire.put(ttl, probe(ttl));
        }
        wire.flows();
        assertTrue(wire.rows.loops.isEmpty());
        assertFalse(wire.rows.pathChanges.isEmpty());
    }

    @Test
    void shouldTellThatAnswersComeFromAnotherRouter() {
        wire.client(0, SYN, 999, 0, 0, segment -> segment.macs(ROUTER, NEXT));
        wire.server(10, SYN | ACK, 4999, 1000, 0, segment -> segment.macs(NEXT + 1, ROUTER));
        wire.flows();
        Flow flow = wire.rows.splitPaths.get(0);
        assertEquals(NEXT, flow.origToMac());
        assertEquals(NEXT + 1, flow.respMac());
        assertEquals(2, wire.rows.hosts.size());
        assertEquals(NEXT + 1, wire.rows.hosts.get(1).mac());
        assertEquals(1, wire.rows.hosts.get(1).answeredFlows());
    }

    @Test
    void shouldKeepBoundedHostsAndCountTheOthers() {
        for (int i = 0; i < ShardLimits.MOST_HOSTS + 5; i++) {
            String source = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
            wire.put(0, Packets.udp(source, 5000, "192.0.2.1", 53));
        }
        wire.flows();
        assertEquals(ShardLimits.MOST_HOSTS, wire.rows.hosts.size());
        assertEquals(5L, wire.tracker().limitCounts().get("hosts"));
    }
}
