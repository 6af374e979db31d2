package org.pcapanalyzer.flow;

/**
 * Flows that are open, in the order in which they were active. TCP flows are awake, with all that is followed of them
 * ready. Where that takes too much, the least recently active are asleep: packed until their next packet, without a share in
 * the {@link StateBudget}. Half-open ones, of which floods and scans consist, fall asleep soon and go first.
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
    /** So many half-open ones are awake: even many servers together await fewer handshakes at a time. */
    static final int MOST_HALF_OPEN = 4096;

    private final FlowQueue awake = new FlowQueue();
    private final FlowQueue halfOpen = new FlowQueue();
    /** And those of other protocols, of which nothing can be packed. */
    private final FlowQueue asleep = new FlowQueue();

    private final FlowQueue halfOpenAsleep = new FlowQueue();

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
        return size() == 0;
    }

    int size() {
        return sizeAwake() + asleep.size() + halfOpenAsleep.size();
    }

    private int sizeAwake() {
        return awake.size() + halfOpen.size();
    }

    /**
     * The flow that is missed the least: the least recently active, but one of the half-open that are asleep if there are any,
     * so that a flood does not push out those who are at work. Only if not empty.
     */
    Flow first() {
        return halfOpenAsleep.isEmpty() ? firstOf(firstQueueAwake(), asleep).first() : halfOpenAsleep.first();
    }

    private FlowQueue firstQueueAwake() {
        return firstOf(awake, halfOpen);
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
        return (long) sizeAwake() * AWAKE_BYTES + asleepBytes;
    }

    /** Adds a flow that is in no queue; remembers {@code nowNs} in it. */
    void append(Flow flow, long nowNs) {
        queueOf(flow).append(flow, nowNs);
        asleepBytes += isAwake(flow) ? 0 : bytes(flow);
    }

    void remove(Flow flow) {
        queueOf(flow).remove(flow);
        asleepBytes -= isAwake(flow) ? 0 : bytes(flow);
    }

    private FlowQueue queueOf(Flow flow) {
        if (isAwake(flow)) {
            return flow.isHalfOpen ? halfOpen : awake;
        }
        return flow.isHalfOpen ? halfOpenAsleep : asleep;
    }

    /** Puts flows to sleep where they take too much, or keep too much of their streams, or too many are half-open. */
    void rest() {
        while (halfOpen.size() > MOST_HALF_OPEN) {
            sleep(halfOpen.first());
        }
        while (sizeAwake() > fewestAwake && (bytes() > awakeBytes || budget.isScarce())) {
            sleep(firstQueueAwake().first());
        }
    }

    private void sleep(Flow flow) {
        remove(flow);
        packer.pack(flow);
        append(flow, flow.queuedNs);
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
