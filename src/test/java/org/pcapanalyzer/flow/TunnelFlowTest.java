package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.MS;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.IpProtocol;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.decode.TunnelType;

/** Flows inside and around tunnels. */
class TunnelFlowTest {
    private static final byte[] GRE_KEY_9 = {0x20, 0, 8, 0, 0, 0, 0, 9};

    private static Packets segment(int ipId) {
        return Packets.tcp("192.0.2.1", 1024, "192.0.2.2", 80)
                .flags(ACK)
                .seq(1000)
                .ack(1)
                .payload(100)
                .ipId(ipId);
    }

    private static Packets gre(String source, String destination, Packets inner) {
        byte[] ip = inner.ipBytes();
        byte[] payload = java.util.Arrays.copyOf(GRE_KEY_9, GRE_KEY_9.length + ip.length);
        System.arraycopy(ip, 0, payload, GRE_KEY_9.length, ip.length);
        return Packets.ip(source, destination, IpProtocol.GRE).payload(payload);
    }

    private static Packets ipInIp(String source, String destination, Packets inner) {
        return Packets.ip(source, destination, IpProtocol.IPV4).payload(inner.ipBytes());
    }

    private static List<Flow> flows(Wire wire) {
        wire.tracker().finish();
        return wire.rows.flows.stream()
                .sorted(Comparator.comparingLong(Flow::flowId))
                .toList();
    }

    @Test
    void shouldLinkTheInnerFlowWithItsOuterFlow() {
        Packets error = Packets.icmpError("10.9.9.9", "10.0.0.1", 3, 4, 1400, gre("10.0.0.1", "10.0.0.2", segment(1)));
        List<Flow> flows = flows(new Wire()
                .put(0, gre("10.0.0.1", "10.0.0.2", segment(1)))
                .put(1, gre("10.0.0.1", "10.0.0.2", segment(2).seq(1100)))
                .put(2, error));
        Flow outer = flows.get(0);
        Flow inner = flows.get(1);

        assertEquals(3, flows.size());
        assertEquals(-1, outer.flowId());
        assertEquals(1, outer.frameFirst());
        assertEquals(47, outer.ipProto());
        assertEquals(2, outer.origPkts());
        assertEquals(2, outer.innerPkts());
        assertEquals(2 * (20 + 8 + 140), outer.origIpBytes());
        assertEquals(TunnelType.GRE, outer.carries());
        assertEquals(TunnelType.NONE, outer.tunnelType());
        assertEquals(Flow.ABSENT, outer.parentFlowId());
        assertEquals(1, outer.icmpErrors());

        assertEquals(1, inner.flowId());
        assertEquals(FlowProtocol.TCP, inner.proto());
        assertEquals(TunnelType.GRE, inner.tunnelType());
        assertEquals(9, inner.tunnelId());
        assertEquals(-1, inner.parentFlowId());
        assertEquals(TunnelType.NONE, inner.carries());
        assertEquals(0, inner.innerPkts());
        assertEquals(2, inner.origPkts());
        assertEquals(140, inner.maxIpLengthOrig());
        assertEquals(0, inner.icmpErrors());
    }

    @Test
    void shouldChainTheFlowsOfTunnelsInEachOther() {
        Packets packet = gre("10.0.0.1", "10.0.0.2", ipInIp("172.16.0.1", "172.16.0.2", segment(1)));
        List<Flow> flows = flows(new Wire().put(0, packet));

        assertEquals(
                List.of(-1_000_000_000_001L, -1L, 1L),
                flows.stream().map(Flow::flowId).toList());
        assertEquals(
                List.of(-1L, Flow.ABSENT, -1_000_000_000_001L),
                flows.stream().map(Flow::parentFlowId).toList());
        assertEquals(
                List.of(TunnelType.GRE, TunnelType.NONE, TunnelType.IP_IN_IP),
                flows.stream().map(Flow::tunnelType).toList());
    }

    @Test
    void shouldCountEachPacketOnceButForInnerPackets() {
        Wire wire = new Wire()
                .put(0, gre("10.0.0.1", "10.0.0.2", segment(1)))
                .put(1, segment(2).seq(1100))
                .put(2, Packets.ip("10.0.0.1", "10.0.0.2", IpProtocol.GRE).payload(4));
        List<Flow> flows = flows(wire);

        assertEquals(
                3,
                flows.stream()
                        .mapToLong(flow -> flow.origPkts() + flow.respPkts() - flow.innerPkts())
                        .sum());
        assertEquals(
                3,
                wire.rows.seconds.stream().mapToLong(RecordingSink.Second::pkts).sum());
        assertEquals(
                2,
                wire.rows.seconds.stream()
                        .mapToLong(RecordingSink.Second::tcpPkts)
                        .sum());
    }

    @Test
    void shouldTakeASamePacketInAndOutOfATunnelForACopy() {
        Wire wire = new Wire()
                .put(0, segment(1))
                .put(10, segment(2).seq(1100))
                .put(10.1, gre("10.0.0.1", "10.0.0.2", segment(2).seq(1100)))
                .put(10.2, gre("10.0.0.3", "10.0.0.4", segment(2).seq(1100)));
        wire.tracker().finish();

        assertEquals(List.of("capture_duplicate", "capture_duplicate"), wire.causes());
        Flow inner = wire.rows.flows.stream().filter(Flow::isTcp).findFirst().orElseThrow();
        assertEquals(2, inner.origPkts());
        assertEquals(10 * MS, inner.durationNs());
    }

    @Test
    void shouldTellSizesOfATunnelsPacketsAndWhatItAdds() {
        Wire wire = new Wire()
                .put(0, gre("10.0.0.1", "10.0.0.2", segment(1)))
                .put(1, gre("10.0.0.1", "10.0.0.2", segment(2).seq(1100).payload(500)));
        wire.tracker().finish();
        TunnelSide tunnel = wire.rows.tunnels.get(0);

        assertEquals(1, wire.rows.tunnels.size());
        assertEquals(Side.ORIG, tunnel.side());
        assertEquals(TunnelType.GRE, tunnel.tunnel());
        assertEquals(2, tunnel.pkts());
        assertEquals(2, tunnel.innerPkts());
        assertEquals(540, tunnel.maxInnerIpLength());
        assertEquals(568, tunnel.maxIpLength());
        assertEquals(2, tunnel.maxFrame());
        assertEquals(28, tunnel.minOverhead());
        assertEquals(28, tunnel.maxOverhead());
    }
}
