package org.pcapanalyzer.flow;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pcapanalyzer.capture.FrameUser;
import org.pcapanalyzer.decode.Packet;

/**
 * Turns packets, in the order of the capture, into rows. What is of the capture as a whole (seconds, its clock, neighbours,
 * ICMP messages) is seen to here; flows are shared out among {@link FlowShard shards} by their pair of addresses, which may
 * work in threads of their own. Their number, not that of the threads, decides what comes out in which order. Used by
 * one thread.
 */
public final class FlowTracker implements AutoCloseable {
    /** A stretch ends behind so many frames or bytes: what is on its way to the shards stays in the processor's cache. */
    private static final int STRETCH_FRAMES = 2048;

    private static final int STRETCH_BYTES = 512 << 10;

    /** When packets are tracked, and by whom; makes no difference to what comes out. */
    public enum Mode {
        /** Each before {@link #track} returns: {@link #flowId} and {@link #limitCounts} may be asked at any time. */
        IN_STEP,
        /** A few together, by the thread that reads. */
        IN_BATCHES,
        /** A few together, by the thread that reads, where so many flows are live that this is faster. */
        IN_BATCHES_WHEN_MANY,
        /** By threads of the shards. */
        IN_THREADS,
        /**
         * By threads of the shards when what is done with a packet is compiled: before that more threads would do more of it
         * slowly, and keep the compiler waiting.
         */
        IN_THREADS_WHEN_WARM
    }

    private static final int WARM_UP_PACKETS = 400_000;

    private final FlowShard[] shards;
    private final ShardCrew crew;
    private final LimitCounts limitCounts = new LimitCounts();
    private final IntervalCounter intervals;
    private final IcmpTracker icmp;
    private final NeighborTracker neighbors;
    private final CaptureClock clock;
    private final FlowSink sink;
    /** What the next frame is to be decoded into. */
    private Packet spare = new Packet();

    private int stretchFrames;
    private int stretchBytes;
    /** Shard of the packet that came last; null if it belongs to no flow. */
    private FlowShard current;

    /** A tracker in one thread that puts no streams together. */
    public FlowTracker(FlowSink sink, FlowLimits limits) {
        this(sink, limits, StreamSink.NONE, new StreamOptions(OverlapPolicy.FIRST, 0, 0, 0));
    }

    /** A tracker in one thread that also hands over the streams that {@code streamSink} wants. */
    public FlowTracker(FlowSink sink, FlowLimits limits, StreamSink streamSink, StreamOptions streamOptions) {
        this(sink, limits, streamSink, streamOptions, DatagramSink.NONE);
    }

    /** A tracker in one thread that also hands over the streams and datagrams that are wanted. */
    public FlowTracker(
            FlowSink sink,
            FlowLimits limits,
            StreamSink streamSink,
            StreamOptions streamOptions,
            DatagramSink datagramSink) {
        this(
                sink,
                List.of(new ShardSinks(sink, streamSink, datagramSink, ShardSinks.Outbox.DIRECT)),
                limits,
                streamOptions,
                Mode.IN_STEP);
    }

    /**
     * A tracker that shares flows out.
     *
     * @param sink        gets what is of no single flow, from the thread that tracks
     * @param shardSinks  one for each shard; as many as a power of two
     * @param limits      of all shards together
     * @param options     of all shards together
     * @param mode        unless it is {@link Mode#IN_STEP}, neither {@link #flowId} nor {@link #limitCounts} may be asked
     *                    until {@link #finish} has returned
     */
    public FlowTracker(
            FlowSink sink, List<ShardSinks> shardSinks, FlowLimits limits, StreamOptions options, Mode mode) {
        if (Integer.bitCount(shardSinks.size()) != 1) {
            throw new IllegalArgumentException("the number of shards must be a power of two");
        }
        this.sink = Objects.requireNonNull(sink);
        intervals = new IntervalCounter(sink);
        clock = new CaptureClock(sink, limitCounts);
        ShardLimits part = ShardLimits.of(limits, options, shardSinks.size());
        shards = new FlowShard[shardSinks.size()];
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new FlowShard(shardSinks.get(i), part, clock.witnesses());
        }
        icmp = new IcmpTracker(sink, this::find, intervals);
        neighbors = new NeighborTracker(sink, limits, limitCounts);
        crew = switch (mode) {
            case IN_STEP -> new OneThread(shards, intervals, Integer.MAX_VALUE);
            case IN_BATCHES -> new OneThread(shards, intervals, 0);
            case IN_BATCHES_WHEN_MANY -> new OneThread(shards, intervals, PacketBatch.MANY_FLOWS);
            case IN_THREADS -> new ShardThreads(shards, intervals, 0);
            case IN_THREADS_WHEN_WARM -> new ShardThreads(shards, intervals, WARM_UP_PACKETS);
        };
    }

    /** Who is to be asked when the bytes of packets may go; ask before the first packet. */
    public FrameUser frameUser() {
        return crew;
    }

    /** The packet to decode the next frame into: always the same one {@link Mode#IN_STEP}. */
    public Packet packet() {
        return spare;
    }

    /**
     * Takes one decoded packet, of which it keeps no reference when it has tracked it. Rows of what is over go out.
     *
     * @param packet any {@link Mode#IN_STEP}, else that of {@link #packet}
     */
    public void track(Packet packet) {
        if (clock.isTurn(packet)) {
            crew.settle();
        }
        long second = intervals.countFrame(packet);
        clock.note(packet);
        neighbors.expire(packet.timestampNs());
        current = null;
        if (packet.outerCount() > 0 || packet.isReassembled() || packet.hasQuoted()) {
            crew.settle();
            trackAlone(packet, second);
        } else {
            trackPlain(packet, second);
        }
        stretchBytes += packet.capturedLength();
        if (++stretchFrames == STRETCH_FRAMES || stretchBytes >= STRETCH_BYTES) {
            endStretch();
        }
    }

    private void trackPlain(Packet packet, long second) {
        switch (packet.kind()) {
            case TCP, UDP, SCTP, OTHER_IP -> trackOfFlow(packet, second);
            case ICMP, ICMPV6 -> {
                trackOfFlow(packet, second);
                icmp.note(packet);
            }
            case ARP, ND -> neighbors.note(packet);
            case FRAGMENT, SET_ASIDE -> {}
        }
    }

    private void trackOfFlow(Packet packet, long second) {
        int shard = shardOf(packet);
        current = shards[shard];
        spare = crew.track(packet, shard, second);
    }

    /** Takes a packet that concerns several shards, or whose bytes are gone soon, while the shards are idle. */
    private void trackAlone(Packet packet, long second) {
        long parentFlowId = Flow.ABSENT;
        for (int level = 0; level < packet.outerCount(); level++) {
            Packet outer = packet.outer(level);
            Packet inner = level + 1 < packet.outerCount() ? packet.outer(level + 1) : packet;
            int innerIpLength = inner.ipVersion() == 0 ? 0 : inner.ipLength();
            parentFlowId = shards[shardOf(outer)].trackOuter(outer, second, parentFlowId, level, innerIpLength);
        }
        switch (packet.kind()) {
            case TCP, UDP, SCTP, OTHER_IP -> trackInFlow(packet, second, parentFlowId);
            case ICMP, ICMPV6 -> {
                trackInFlow(packet, second, parentFlowId);
                icmp.note(packet);
            }
            case ARP, ND -> neighbors.note(packet);
            case FRAGMENT, SET_ASIDE -> {}
        }
    }

    private void trackInFlow(Packet packet, long second, long parentFlowId) {
        current = shards[shardOf(packet)];
        current.track(packet, second, parentFlowId);
    }

    private int shardOf(Packet packet) {
        return FlowKey.shard(
                packet.sourceHigh(),
                packet.sourceLow(),
                packet.destinationHigh(),
                packet.destinationLow(),
                shards.length);
    }

    private Flow find(FlowKey key) {
        int shard =
                FlowKey.shard(key.sourceHigh, key.sourceLow, key.destinationHigh, key.destinationLow, shards.length);
        return shards[shard].find(key);
    }

    private void endStretch() {
        stretchFrames = 0;
        stretchBytes = 0;
        crew.endStretch();
    }

    /**
     * {@link Flow#flowId()} of the packet tracked last, of the innermost one if it came in tunnels; {@link Flow#ABSENT} if
     * it belongs to no flow.
     */
    public long flowId() {
        return current == null ? Flow.ABSENT : current.flowId();
    }

    /** Whether the originator of that flow sent it; false without a flow. */
    public boolean isSentByOriginator() {
        return current != null && current.isSentByOriginator();
    }

    /** Ends the capture: rows of all that is still open go out. */
    public void finish() {
        endStretch();
        crew.settle();
        clock.finish();
        neighbors.finish();
        crew.endFlows();
        HostBook hosts = new HostBook(Integer.MAX_VALUE, limitCounts);
        for (FlowShard shard : shards) {
            hosts.addAll(shard.hosts());
        }
        hosts.tell(sink);
        intervals.finish();
    }

    /** Ends the threads of the shards, if there are any, whatever they are at. */
    @Override
    public void close() {
        crew.close();
    }

    /** Bytes that count against {@link FlowLimits#stateBytes()} now. */
    long stateBytes() {
        long bytes = 0;
        for (FlowShard shard : shards) {
            bytes += shard.stateBytes();
        }
        return bytes;
    }

    /** Bytes that count against {@link StreamOptions#heldBytes()} now. */
    long heldBytes() {
        long bytes = 0;
        for (FlowShard shard : shards) {
            bytes += shard.heldBytes();
        }
        return bytes;
    }

    /** Name of each bound of {@link FlowLimits} and {@link StreamOptions} that bit, with how often it did; empty if none did. */
    public Map<String, Long> limitCounts() {
        LimitCounts all = new LimitCounts();
        all.add(limitCounts);
        for (FlowShard shard : shards) {
            all.add(shard.limitCounts());
        }
        return all.toMap();
    }
}
