package org.pcapanalyzer.flow;

/**
 * Reads ahead what is kept of the flows of a few packets: some forty cache lines of each TCP connection. Where many are open
 * no cache near the processor has these lines, and flow by flow it would wait for one after the other; those of several
 * flows, which do not depend on one another, come together.
 */
final class FlowPrefetch {
    /** What is kept of so many flows still fits the first cache, of 32 KiB. */
    static final int MOST_FLOWS = 8;

    private final FlowShard shard;
    private final Flow[] flows = new Flow[MOST_FLOWS];
    /** Java cannot fetch without reading: the sum of what was read, which keeps the compiler from leaving it out. */
    private long touched;

    FlowPrefetch(FlowShard shard) {
        this.shard = shard;
    }

    /**
     * Reads ahead, for all flows one reference further at a time.
     *
     * @param count keys that are to be looked at, at most {@link #MOST_FLOWS}
     */
    void fetch(FlowKey[] keys, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += shard.touch(keys[i]);
        }
        int known = find(keys, count);
        for (int i = 0; i < known; i++) {
            sum += flows[i].touch();
        }
        for (int i = 0; i < known; i++) {
            sum += flows[i].tcp.touch();
        }
        for (int i = 0; i < known; i++) {
            sum += flows[i].tcp.orig.touch() + flows[i].tcp.resp.touch();
        }
        for (int i = 0; i < known; i++) {
            sum += flows[i].tcp.orig.touchParts() + flows[i].tcp.resp.touchParts();
        }
        for (int i = 0; i < known; i++) {
            sum += flows[i].tcp.orig.touchInnerParts() + flows[i].tcp.resp.touchInnerParts();
        }
        touched += sum;
    }

    /** Looks up the flows of TCP that are awake and returns how many there are. */
    private int find(FlowKey[] keys, int count) {
        int known = 0;
        for (int i = 0; i < count; i++) {
            Flow flow = shard.find(keys[i]);
            if (flow != null && flow.tcp != null) {
                flows[known++] = flow;
            }
        }
        return known;
    }
}
