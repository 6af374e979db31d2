package org.pcapanalyzer.flow;

/**
 * What one of several shards may keep: its part of what all may.
 *
 * @param settled   closed flows that wait for late packets although all was acknowledged, both FINs too
 * @param unsettled other closed flows
 * @param hosts     see {@link HostBook}
 */
record ShardLimits(FlowLimits flows, StreamOptions streams, int settled, int unsettled, int hosts) {
    /**
     * Of all shards: at 3000 closes a second still time for a FIN that is sent again because the last ACK was lost behind the
     * capture (1.4 s). With four times as many an analysis takes a tenth longer: the collector moves them all.
     */
    private static final int MOST_SETTLED = 1 << 12;
    /** Of all shards: at 3000 closes a second a flow still waits as long as in Zeek (5 s). */
    private static final int MOST_UNSETTLED = 1 << 14;
    /** Of all shards: enough for the hosts of a site. A flood from forged addresses fills it, and is counted. */
    static final int MOST_HOSTS = 1 << 15;

    static ShardLimits of(FlowLimits flows, StreamOptions streams, int shards) {
        return new ShardLimits(
                flows.part(shards),
                streams.part(shards),
                MOST_SETTLED / shards,
                MOST_UNSETTLED / shards,
                MOST_HOSTS / shards);
    }
}
