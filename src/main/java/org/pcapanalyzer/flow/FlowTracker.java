package org.pcapanalyzer.flow;

import java.util.Map;
import java.util.Objects;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;

/** Turns packets, in the order of the capture, into rows for a {@link FlowSink}. Used by one thread. */
public final class FlowTracker {
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

    /** A tracker that puts no streams together. */
    public FlowTracker(FlowSink sink, FlowLimits limits) {
        this(sink, limits, StreamSink.NONE, new StreamOptions(OverlapPolicy.FIRST, 0, 0, 0));
    }

    /** A tracker that also hands over the streams that {@code streamSink} wants. */
    public FlowTracker(FlowSink sink, FlowLimits limits, StreamSink streamSink, StreamOptions streamOptions) {
        Objects.requireNonNull(sink);
        Objects.requireNonNull(limits);
        streams = new StreamReassembler(streamSink, streamOptions, limitCounts);
        intervals = new IntervalCounter(sink);
        budget = new StateBudget(limits, limitCounts);
        tcp = new TcpTracker(sink, budget, intervals);
        lifecycle = new FlowLifecycle(table, limits, limitCounts, streams, new FlowWriter(sink, tcp));
        icmp = new IcmpTracker(sink, table, intervals);
        neighbors = new NeighborTracker(sink, limits, limitCounts);
    }

    /** Takes one decoded packet; keeps no reference to it. Rows of what is over go out. */
    public void track(Packet packet) {
        intervals.countFrame(packet);
        lifecycle.expire(packet.timestampNs());
        neighbors.expire(packet.timestampNs());
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

    private void trackDatagram(Packet packet) {
        key.of(packet);
        int slot = table.find(key);
        Flow flow = slot < 0 ? open(packet) : table.at(slot);
        boolean fromOriginator = flow.isSentByOriginator(key);
        if (flow.proto == FlowProtocol.UDP && flow.packetsOf(fromOriginator) == 0) {
            flow.history.add('D', fromOriginator ? Side.ORIG : Side.RESP);
        }
        flow.count(packet, fromOriginator);
        lifecycle.touch(flow, packet.timestampNs());
    }

    private void trackTcp(Packet packet) {
        key.of(packet);
        int slot = table.find(key);
        Flow flow = slot < 0 ? open(packet) : sameOrReused(table.at(slot), packet);
        boolean fromOriginator = flow.isSentByOriginator(key);
        streams.note(flow, packet, fromOriginator);
        if (tcp.track(flow, packet, fromOriginator)) {
            flow.count(packet, fromOriginator);
            lifecycle.touch(flow, packet.timestampNs());
            if ((packet.flags() & (TcpHeader.FIN | TcpHeader.RST)) != 0 && flow.tcp.isClosed()) {
                lifecycle.close(flow, packet.timestampNs());
            }
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
        Flow flow = FlowFactory.create(key, packet);
        lifecycle.admit(flow);
        intervals.countNewFlow();
        if (flow.isTcp()) {
            streams.open(flow);
        }
        return flow;
    }

    /** Ends the capture: rows of all that is still open go out. */
    public void finish() {
        neighbors.finish();
        lifecycle.finish();
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
