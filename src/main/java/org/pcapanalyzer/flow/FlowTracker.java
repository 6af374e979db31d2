package org.pcapanalyzer.flow;

import java.util.Map;
import java.util.Objects;
import org.pcapanalyzer.decode.DhcpMessage;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;
import org.pcapanalyzer.decode.TunnelType;

/** Turns packets, in the order of the capture, into rows for a {@link FlowSink}. Used by one thread. */
public final class FlowTracker {
    /** Between the ids of outer flows that begin in the same frame; no capture has as many frames. */
    private static final long OUTER_LEVEL = 1_000_000_000_000L;

    private final FlowKey key = new FlowKey();
    private final FlowTable table = new FlowTable();
    private final LimitCounts limitCounts = new LimitCounts();
    private final StateBudget budget;
    private final IntervalCounter intervals;
    private final FlowLifecycle lifecycle;
    private final TcpTracker tcp;
    private final StreamReassembler streams;
    private final IcmpTracker icmp;
    private final NeighborTracker neighbors;
    private final PathTracker paths;
    private final CaptureClock clock;
    private final HostBook hosts;
    private final DhcpMessage dhcp = new DhcpMessage();
    private final FlowSink sink;
    private final DatagramSink datagramSink;
    /** Flow of the packet that the current one came in; {@link Flow#ABSENT} for most. */
    private long parentFlowId = Flow.ABSENT;
    /** Flow of the packet that came last; null if it has none. */
    private Flow current;

    /** A tracker that puts no streams together. */
    public FlowTracker(FlowSink sink, FlowLimits limits) {
        this(sink, limits, StreamSink.NONE, new StreamOptions(OverlapPolicy.FIRST, 0, 0, 0));
    }

    /** A tracker that also hands over the streams that {@code streamSink} wants. */
    public FlowTracker(FlowSink sink, FlowLimits limits, StreamSink streamSink, StreamOptions streamOptions) {
        this(sink, limits, streamSink, streamOptions, DatagramSink.NONE);
    }

    /** A tracker that also hands over the streams and datagrams that are wanted. */
    public FlowTracker(
            FlowSink sink,
            FlowLimits limits,
            StreamSink streamSink,
            StreamOptions streamOptions,
            DatagramSink datagramSink) {
        this.datagramSink = Objects.requireNonNull(datagramSink);
        Objects.requireNonNull(sink);
        Objects.requireNonNull(limits);
        this.sink = sink;
        streams = new StreamReassembler(streamSink, streamOptions, limitCounts);
        intervals = new IntervalCounter(sink);
        budget = new StateBudget(limits, limitCounts);
        tcp = new TcpTracker(sink, budget, intervals);
        paths = new PathTracker(sink);
        clock = new CaptureClock(sink, limitCounts);
        hosts = new HostBook(sink, limitCounts);
        FlowWriter writer = new FlowWriter(sink, tcp, paths, hosts);
        lifecycle = new FlowLifecycle(table, limits, limitCounts, streams, writer);
        icmp = new IcmpTracker(sink, table, intervals);
        neighbors = new NeighborTracker(sink, limits, limitCounts);
    }

    /** Takes one decoded packet; keeps no reference to it. Rows of what is over go out. */
    public void track(Packet packet) {
        intervals.countFrame(packet);
        clock.note(packet);
        lifecycle.expire(packet.timestampNs());
        neighbors.expire(packet.timestampNs());
        parentFlowId = Flow.ABSENT;
        current = null;
        if (packet.outerCount() > 0) {
            trackOuter(packet);
        }
        switch (packet.kind()) {
            case TCP -> trackTcp(packet);
            case UDP, SCTP, OTHER_IP -> trackDatagram(packet);
            case ICMP, ICMPV6 -> {
                trackDatagram(packet);
                icmp.note(packet);
            }
            case ARP, ND -> neighbors.note(packet);
            case FRAGMENT, SET_ASIDE -> {}
        }
    }

    /** Counts the packets around a tunnelled one for their flows, the outermost first, each the parent of the next. */
    private void trackOuter(Packet packet) {
        for (int level = 0; level < packet.outerCount(); level++) {
            Packet outer = packet.outer(level);
            key.of(outer);
            int slot = table.find(key);
            Flow flow = slot < 0 ? openOuter(outer, level) : table.at(slot);
            Packet inner = level + 1 < packet.outerCount() ? packet.outer(level + 1) : packet;
            countDatagram(flow, outer, inner.ipVersion() == 0 ? 0 : inner.ipLength());
            flow.innerPkts++;
            parentFlowId = flow.flowId();
        }
    }

    /** The frame's number belongs to the flow of the innermost packet. */
    private Flow openOuter(Packet outer, int level) {
        Flow flow = open(outer);
        flow.flowId = -(outer.frameNumber() + level * OUTER_LEVEL);
        return flow;
    }

    private void trackDatagram(Packet packet) {
        key.of(packet);
        int slot = table.find(key);
        current = slot < 0 ? openDatagrams(packet) : table.at(slot);
        countDatagram(current, packet, 0);
        if (current.datagrams != null) {
            tellDatagram(current, packet);
        }
        if (packet.kind() == Packet.Kind.UDP
                && DhcpMessage.isDhcp(packet.ipVersion(), packet.sourcePort(), packet.destinationPort())
                && dhcp.read(packet)) {
            sink.dhcp(new DhcpRow(current.flowId(), packet, dhcp));
        }
    }

    private Flow openDatagrams(Packet packet) {
        Flow flow = open(packet);
        if (flow.proto == FlowProtocol.UDP) {
            flow.datagrams = datagramSink.open(flow, packet).orElse(null);
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

    /** @param innerIpLength bytes of the IP packet that it carries; 0 if none is known */
    private void countDatagram(Flow flow, Packet packet, int innerIpLength) {
        boolean fromOriginator = flow.isSentByOriginator(key);
        if (flow.proto == FlowProtocol.UDP && flow.packetsOf(fromOriginator) == 0) {
            flow.history.add('D', fromOriginator ? Side.ORIG : Side.RESP);
        }
        if (packet.carries() != TunnelType.NONE) {
            flow.carries = packet.carries();
            flow.tunnelSide(fromOriginator).note(packet, innerIpLength);
        }
        paths.note(flow, packet, fromOriginator);
        if (flow.proto == FlowProtocol.UDP) {
            QuicSight.note(flow, packet, fromOriginator);
        }
        flow.count(packet, fromOriginator);
        lifecycle.touch(flow, packet.timestampNs());
    }

    private void trackTcp(Packet packet) {
        key.of(packet);
        int slot = table.find(key);
        Flow flow = slot < 0 ? open(packet) : sameOrReused(table.at(slot), packet);
        current = flow;
        boolean fromOriginator = flow.isSentByOriginator(key);
        streams.note(flow, packet, fromOriginator);
        paths.look(flow, packet, fromOriginator);
        clock.witness(fromOriginator ? flow.tcp.orig : flow.tcp.resp, packet);
        if (tcp.track(flow, packet, fromOriginator)) {
            paths.note(flow, packet, fromOriginator);
            flow.count(packet, fromOriginator);
            lifecycle.touch(flow, packet.timestampNs());
            if ((packet.flags() & (TcpHeader.FIN | TcpHeader.RST)) != 0 && flow.tcp.isClosed()) {
                lifecycle.close(flow, packet.timestampNs());
            }
        } else {
            paths.noteCopy(flow, packet, fromOriginator);
        }
    }

    private Flow sameOrReused(Flow flow, Packet packet) {
        if (!TcpTracker.isReuse(flow, packet, flow.isSentByOriginator(key))) {
            return flow;
        }
        lifecycle.end(flow, EndReason.CLOSED);
        Flow next = open(packet);
        next.tcp.reuseGapNs = packet.timestampNs() - flow.endNs;
        return next;
    }

    private Flow open(Packet packet) {
        Flow flow = FlowFactory.create(key, packet, parentFlowId);
        lifecycle.admit(flow);
        intervals.countNewFlow();
        if (flow.isTcp()) {
            streams.open(flow);
        }
        return flow;
    }

    /**
     * {@link Flow#flowId()} of the packet tracked last, of the innermost one if it came in tunnels; {@link Flow#ABSENT} if
     * it belongs to no flow.
     */
    public long flowId() {
        return current == null ? Flow.ABSENT : current.flowId;
    }

    /** Whether the originator of that flow sent it; false without a flow. */
    public boolean isSentByOriginator() {
        return current != null && current.isSentByOriginator(key);
    }

    /** Ends the capture: rows of all that is still open go out. */
    public void finish() {
        clock.finish();
        neighbors.finish();
        lifecycle.finish();
        hosts.finish();
        intervals.finish();
    }

    /** Bytes that count against {@link FlowLimits#stateBytes()} now. */
    long stateBytes() {
        return budget.usedBytes();
    }

    /** Bytes that count against {@link StreamOptions#heldBytes()} now. */
    long heldBytes() {
        return streams.heldBytes();
    }

    /** Name of each bound of {@link FlowLimits} and {@link StreamOptions} that bit, with how often it did; empty if none did. */
    public Map<String, Long> limitCounts() {
        return limitCounts.toMap();
    }
}
