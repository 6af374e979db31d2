package org.pcapanalyzer.flow;

/**
 * Flows that are open, in the order in which they were active. TCP flows are awake, with all that is followed of them
 * ready. Where that takes too much, the least recently active are asleep: packed until their next packet, without a share in
 * the {@link StateBudget}.
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

    private final FlowQueue awake = new FlowQueue();
    /** And those of other protocols, of which nothing can be packed. */
    private final FlowQueue asleep = new FlowQueue();

    private final long awakeBytes;
    private final long fewestAwake;
    private final StateBudget budget;
    private final ConnectionPacker packer;
    private long asleepBytes;

    /** @param awakeBytes what they may take together before any is packed */
    OpenFlows(long awakeBytes, StateBudget budget) {
        this.awakeBytes = awakeBytes;
        this.fewestAwake = awakeBytes / FEWEST_SHARE / AWAKE_BYTES;
        this.budget = budget;
        packer = new ConnectionPacker(budget);
    }

    boolean isEmpty() {
        return awake.isEmpty() && asleep.isEmpty();
    }

    int size() {
        return awake.size() + asleep.size();
    }

    /** The least recently active flow. Only if not empty. */
    Flow first() {
        if (awake.isEmpty() || asleep.isEmpty()) {
            return (awake.isEmpty() ? asleep : awake).first();
        }
        return (awake.first().queuedNs < asleep.first().queuedNs ? awake : asleep).first();
    }

    /** What all of them take, at most. */
    long bytes() {
        return (long) awake.size() * AWAKE_BYTES + asleepBytes;
    }

    /** Adds a flow that is in no queue; remembers {@code nowNs} in it. */
    void append(Flow flow, long nowNs) {
        if (isAwake(flow)) {
            awake.append(flow, nowNs);
        } else {
            asleep.append(flow, nowNs);
            asleepBytes += bytes(flow);
        }
    }

    void remove(Flow flow) {
        if (isAwake(flow)) {
            awake.remove(flow);
        } else {
            asleep.remove(flow);
            asleepBytes -= bytes(flow);
        }
    }

    /** Puts flows to sleep where they take too much, or keep too much of their streams. */
    void rest() {
        while (awake.size() > fewestAwake && (bytes() > awakeBytes || budget.isScarce())) {
            Flow flow = awake.first();
            remove(flow);
            packer.pack(flow);
            append(flow, flow.queuedNs);
        }
    }

    /** Wakes a flow that is asleep. */
    void wake(Flow flow) {
        remove(flow);
        packer.unpack(flow);
        append(flow, flow.queuedNs);
    }

    private static boolean isAwake(Flow flow) {
        return flow.tcp != null;
    }

    private static long bytes(Flow flow) {
        return flow.isAsleep() ? FLOW_BYTES + flow.packed.length + (long) flow.kept.length * KEPT_BYTES : FLOW_BYTES;
    }
}
