package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.DhcpMessage;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;
import org.pcapanalyzer.decode.TunnelType;

/**
 * The flows between the pairs of addresses that fall to this shard, whichever side sends: no packet of a flow goes to
 * another one. Used by one thread at a time.
 */
final class FlowShard {
    /** Flows that are ended in one go when the capture is over. */
    private static final int FLOWS_AT_ONCE = 512;

    private final FlowKey ownKey = new FlowKey();
    private final FlowTable table = new FlowTable();
    private final LimitCounts limitCounts = new LimitCounts();
    private final IntervalShare intervals = new IntervalShare();
    private final DhcpMessage dhcp = new DhcpMessage();
    private final ShardSinks sinks;
    private final StateBudget budget;
    private final FlowLifecycle lifecycle;
    private final TcpTracker tcp;
    private final StreamReassembler streams;
    private final PathTracker paths;
    private final Witnesses witnesses;
    private final HostBook hosts;
    /** Key and flow of the packet that came last. */
    private FlowKey key = ownKey;

    private Flow current;

    /** @param witnesses told of the clocks of those who send */
    FlowShard(ShardSinks sinks, ShardLimits limits, Witnesses witnesses) {
        this.sinks = sinks;
        this.witnesses = witnesses;
        FlowSink sink = sinks.facts();
        streams = new StreamReassembler(sinks.streams(), limits.streams(), limitCounts);
        budget = new StateBudget(limits.flows(), limitCounts);
        tcp = new TcpTracker(sink, budget, intervals);
        paths = new PathTracker(sink);
        hosts = new HostBook(limits.hosts(), limitCounts);
        FlowWriter writer = new FlowWriter(sink, tcp, paths, hosts);
        lifecycle = new FlowLifecycle(table, limits, limitCounts, budget, streams, writer);
    }

    /** As {@link #track(Packet, FlowKey, long, long)}, with the packet's key. */
    void track(Packet packet, long second, long parentFlowId) {
        ownKey.of(packet);
        track(packet, ownKey, second, parentFlowId);
    }

    /**
     * Takes a packet of a flow; keeps no reference to it. Rows of what is over go out.
     *
     * @param packetKey    its key, which stays as it is until the next packet
     * @param second       number of its second by {@link IntervalCounter}
     * @param parentFlowId flow of the packet around it; {@link Flow#ABSENT} if there is none
     */
    void track(Packet packet, FlowKey packetKey, long second, long parentFlowId) {
        key = packetKey;
        intervals.enter(second);
        lifecycle.expire(packet.timestampNs());
        if (packet.kind() == Packet.Kind.TCP) {
            trackTcp(packet, parentFlowId);
        } else {
            trackDatagram(packet, parentFlowId);
        }
    }

    /**
     * Counts a packet around a tunnelled one for its flow and returns the flow's id.
     *
     * @param level         packets around this one
     * @param innerIpLength bytes of the IP packet that it carries; 0 if none is known
     */
    long trackOuter(Packet outer, long second, long parentFlowId, int level, int innerIpLength) {
        intervals.enter(second);
        lifecycle.expire(outer.timestampNs());
        key = ownKey;
        key.of(outer);
        int slot = table.find(key);
        Flow flow = slot < 0 ? open(outer, parentFlowId) : same(slot);
        if (slot < 0) {
            // The frame's number belongs to the flow of the innermost packet.
            flow.beginOutside(outer.frameNumber(), level);
        }
        countDatagram(flow, outer, innerIpLength);
        flow.tunnel().innerPkts++;
        return flow.flowId();
    }

    private void trackDatagram(Packet packet, long parentFlowId) {
        int slot = table.find(key);
        current = slot < 0 ? openDatagrams(packet, parentFlowId) : same(slot);
        countDatagram(current, packet, 0);
        if (current.datagrams != null) {
            tellDatagram(current, packet);
        }
        if (packet.kind() == Packet.Kind.UDP
                && DhcpMessage.isDhcp(packet.ipVersion(), packet.sourcePort(), packet.destinationPort())
                && dhcp.read(packet)) {
            sinks.facts().dhcp(new DhcpRow(current.flowId(), packet, dhcp));
        }
    }

    private Flow same(int slot) {
        Flow flow = table.at(slot);
        lifecycle.ready(flow, false);
        return flow;
    }

    private Flow openDatagrams(Packet packet, long parentFlowId) {
        Flow flow = open(packet, parentFlowId);
        if (flow.proto == FlowProtocol.UDP) {
            flow.datagrams = sinks.datagrams().open(flow, packet).orElse(null);
        }
        return flow;
    }

    private void tellDatagram(Flow flow, Packet packet) {
        DatagramReader reader = flow.datagrams;
        if (!reader.datagram(packet, flow.isSentByOriginator(key) ? Side.ORIG : Side.RESP)) {
            flow.datagrams = null;
            reader.close();
        }
    }

    private void countDatagram(Flow flow, Packet packet, int innerIpLength) {
        boolean fromOriginator = flow.isSentByOriginator(key);
        if (flow.proto == FlowProtocol.UDP && flow.packetsOf(fromOriginator) == 0) {
            flow.history.add('D', fromOriginator ? Side.ORIG : Side.RESP);
        }
        if (packet.carries() != TunnelType.NONE) {
            flow.tunnel().carries = packet.carries();
            flow.tunnel().side(fromOriginator).note(packet, innerIpLength);
        }
        paths.note(flow, packet, fromOriginator);
        if (flow.proto == FlowProtocol.UDP) {
            QuicSight.note(flow, packet, fromOriginator);
        }
        flow.count(packet, fromOriginator);
        lifecycle.noteActivity(flow, packet.timestampNs());
    }

    private void trackTcp(Packet packet, long parentFlowId) {
        int slot = table.find(key);
        Flow flow = slot < 0 ? open(packet, parentFlowId) : sameOrReused(table.at(slot), packet, parentFlowId);
        current = flow;
        boolean fromOriginator = flow.isSentByOriginator(key);
        streams.note(flow, packet, fromOriginator);
        paths.look(flow, packet, fromOriginator);
        witnesses.ask(fromOriginator ? flow.tcp.orig : flow.tcp.resp, packet);
        if (tcp.track(flow, packet, fromOriginator)) {
            paths.note(flow, packet, fromOriginator);
            flow.count(packet, fromOriginator);
            lifecycle.noteActivity(flow, packet.timestampNs());
            boolean mayClose = (packet.flags() & (TcpHeader.FIN | TcpHeader.RST)) != 0;
            if (lifecycle.isLingering(flow) || mayClose && flow.tcp.isClosed()) {
                lifecycle.linger(flow, packet.timestampNs());
            }
        } else {
            paths.noteCopy(flow, packet, fromOriginator);
        }
    }

    private Flow sameOrReused(Flow flow, Packet packet, long parentFlowId) {
        boolean isSyn = (packet.flags() & TcpHeader.SYN) != 0;
        lifecycle.ready(flow, isSyn);
        if (!isSyn || !TcpTracker.isReuse(flow, packet, flow.isSentByOriginator(key))) {
            return flow;
        }
        lifecycle.end(flow, EndReason.CLOSED);
        Flow next = open(packet, parentFlowId);
        next.tcp.reuseGapNs = packet.timestampNs() - flow.endNs;
        return next;
    }

    private Flow open(Packet packet, long parentFlowId) {
        Flow flow = FlowFactory.create(key, packet, parentFlowId);
        lifecycle.admit(flow);
        intervals.countNewFlow();
        if (flow.isTcp()) {
            streams.open(flow);
        }
        return flow;
    }

    /** Reads where {@link #find} will begin to look. */
    int touch(FlowKey wanted) {
        return table.touch(wanted);
    }

    int openFlows() {
        return lifecycle.openFlows();
    }

    /** The live flow of a key; null if there is none. */
    Flow find(FlowKey wanted) {
        int slot = table.find(wanted);
        return slot < 0 ? null : table.at(slot);
    }

    /** {@link Flow#flowId()} of the packet tracked last. */
    long flowId() {
        return current.flowId;
    }

    /** Whether the originator of that flow sent it. */
    boolean isSentByOriginator() {
        return current.isSentByOriginator(key);
    }

    /** Counts of the stretch of frames at hand. */
    IntervalShare intervals() {
        return intervals;
    }

    ShardSinks.Outbox outbox() {
        return sinks.outbox();
    }

    /** Ends some of the flows that are still open when the capture is over; true if there are more. */
    boolean endFlows() {
        return lifecycle.finish(FLOWS_AT_ONCE);
    }

    HostBook hosts() {
        return hosts;
    }

    LimitCounts limitCounts() {
        return limitCounts;
    }

    /** Bytes that count against {@link FlowLimits#stateBytes()} now. */
    long stateBytes() {
        return budget.usedBytes();
    }

    /** Bytes that count against {@link StreamOptions#heldBytes()} now. */
    long heldBytes() {
        return streams.heldBytes();
    }
}
