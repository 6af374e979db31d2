package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.Packets;

class FlowTableTest {
    private final FlowTable table = new FlowTable();
    private final FlowKey key = new FlowKey();

    private Flow insert(Packet packet) {
        key.of(packet);
        Flow flow = FlowFactory.create(key, packet, Flow.ABSENT);
        table.insert(flow);
        return flow;
    }

    private static Packet packet(String source, int sourcePort, String destination, int destinationPort) {
        return Packets.tcp(source, sourcePort, destination, destinationPort).packet();
    }

    @Test
    void shouldFindFlowFromBothDirections() {
        Flow flow = insert(packet("10.0.0.1", 1111, "10.0.0.2", 80));
        key.of(packet("10.0.0.2", 80, "10.0.0.1", 1111));
        assertSame(flow, table.at(table.find(key)));
    }

    @Test
    void shouldTellProtocolsAndSwappedPortsApart() {
        insert(packet("10.0.0.1", 1111, "10.0.0.2", 80));
        key.of(Packets.udp("10.0.0.1", 1111, "10.0.0.2", 80).packet());
        assertEquals(-1, table.find(key));
        key.of(packet("10.0.0.1", 80, "10.0.0.2", 1111));
        assertEquals(-1, table.find(key));
    }

    @Test
    void shouldTellIpv4FromMappedIpv6Neighbours() {
        insert(packet("2001:db8::1", 1111, "2001:db8::2", 80));
        key.of(packet("2001:db8:1::1", 1111, "2001:db8::2", 80));
        assertEquals(-1, table.find(key));
    }

    @Test
    void shouldKeepAllOthersWhenFlowsComeAndGoAtRandom() {
        Random random = new Random(7);
        List<Flow> live = new ArrayList<>();
        List<Packet> packets = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (live.isEmpty() || random.nextInt(3) > 0) {
                String source = "10." + random.nextInt(4) + ".0." + random.nextInt(256);
                Packet packet = packet(source, 1024 + step, "192.0.2." + random.nextInt(256), 443);
                packets.add(packet);
                live.add(insert(packet));
            } else {
                int victim = random.nextInt(live.size());
                table.remove(live.remove(victim));
                packets.remove(victim);
            }
        }
        assertEquals(live.size(), table.size());
        for (int i = 0; i < live.size(); i++) {
            key.of(packets.get(i));
            assertNotEquals(-1, table.find(key));
            assertSame(live.get(i), table.at(table.find(key)));
        }
    }
}
