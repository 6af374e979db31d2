package org.pcapanalyzer.flow;

/**
 * Flows that are open, in the order in which they were active. TCP flows are awake, with all that is followed of them
 * ready. Where that takes too much, the least recently active are asleep: packed until their next packet, without a share in
 * the {@link StateBudget}. Embryonic flows are those of which a single packet came or nothing but SYNs, of which floods and
 * scans consist: all but the latest are asleep, and these go first.
 */
final class OpenFlows {
    /**
     * A TCP flow that is awake at its largest, with its places in the table and without what counts as {@link
     * FlowLimits#stateBytes()}; measured with both directions noteworthy, holed and acknowledged selectively, and rounded up.
     */
    static final int AWAKE_BYTES = 3500;

    /** Any flow, with its places in the table and who reads it, without what is packed. */
    private static final int FLOW_BYTES = 560;
    /** An object that is kept as it is: a row in the making, or what a direction lost. */
    private static final int KEPT_BYTES = 200;
    /** However many are asleep, one part in so many of what may be taken before any is packed is for those that are awake. */
    private static final int FEWEST_SHARE = 16;
    /** So many embryonic ones may become more before one of them sleeps: even many servers await fewer handshakes at a time. */
    static final int MOST_EMBRYONIC = 4096;

    /** The latest of them, of any protocol. */
    private final FlowQueue embryonic = new FlowQueue();

    private final FlowQueue embryonicAsleep = new FlowQueue();
    private final FlowQueue awake = new FlowQueue();
    /** And those of other protocols, of which nothing can be packed. */
    private final FlowQueue asleep = new FlowQueue();

    private final long awakeBytes;
    private final long fewestAwake;
    private final StateBudget budget;
    private final ConnectionPacker packer;
    private long bytes;

    /** @param awakeBytes what they may take together before any is packed */
    OpenFlows(long awakeBytes, StateBudget budget) {
        this.awakeBytes = awakeBytes;
        this.fewestAwake = awakeBytes / FEWEST_SHARE / AWAKE_BYTES;
        this.budget = budget;
        packer = new ConnectionPacker(budget);
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return sizeAwake() + asleep.size() + embryonicAsleep.size();
    }

    private int sizeAwake() {
        return embryonic.size() + awake.size();
    }

    /**
     * The flow that is missed the least: the least recently active, but one of the embryonic that are asleep if there are any,
     * so that a flood does not push out those who are at work. Only if not empty.
     */
    Flow first() {
        return embryonicAsleep.isEmpty() ? firstOf(firstQueueAwake(), asleep).first() : embryonicAsleep.first();
    }

    private FlowQueue firstQueueAwake() {
        return firstOf(embryonic, awake);
    }

    /** The one whose first flow was not active for longer. Any if both are empty. */
    private static FlowQueue firstOf(FlowQueue one, FlowQueue other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.first().queuedNs < other.first().queuedNs ? one : other;
    }

    /** What all of them take, at most. */
    long bytes() {
        return bytes;
    }

    /** Takes a new flow, whose first packet comes now. */
    void add(Flow flow) {
        append(flow, embryonic, flow.startNs);
    }

    /** Notes that a flow is no longer embryonic, if it was. */
    void establish(Flow flow) {
        if (flow.queue == embryonic || flow.queue == embryonicAsleep) {
            flow.queue.remove(flow);
            (isAwake(flow) ? awake : asleep).append(flow, flow.queuedNs);
        }
    }

    void remove(Flow flow) {
        bytes -= bytes(flow);
        flow.queue.remove(flow);
    }

    private void append(Flow flow, FlowQueue queue, long nowNs) {
        bytes += bytes(flow);
        queue.append(flow, nowNs);
    }

    /** Puts flows to sleep where they take too much, or keep too much of their streams, or too many are embryonic. */
    void rest() {
        while (embryonic.size() > MOST_EMBRYONIC) {
            sleep(embryonic.first(), embryonicAsleep);
        }
        while (sizeAwake() > fewestAwake && (bytes > awakeBytes || budget.isScarce())) {
            FlowQueue queue = firstQueueAwake();
            sleep(queue.first(), queue == embryonic ? embryonicAsleep : asleep);
        }
    }

    private void sleep(Flow flow, FlowQueue to) {
        remove(flow);
        if (isAwake(flow)) {
            packer.pack(flow);
        }
        append(flow, to, flow.queuedNs);
    }

    /** Wakes a flow that is asleep. */
    void wake(Flow flow) {
        FlowQueue to = flow.queue == embryonicAsleep ? embryonic : awake;
        remove(flow);
        packer.unpack(flow);
        append(flow, to, flow.queuedNs);
    }

    private static boolean isAwake(Flow flow) {
        return flow.tcp != null;
    }

    private static long bytes(Flow flow) {
        if (isAwake(flow)) {
            return AWAKE_BYTES;
        }
        return flow.isAsleep() ? FLOW_BYTES + flow.packed.length + (long) flow.kept.length * KEPT_BYTES : FLOW_BYTES;
    }
}
