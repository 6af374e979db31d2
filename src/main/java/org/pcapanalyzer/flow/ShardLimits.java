package org.pcapanalyzer.flow;

/**
 * What one of several shards may keep: its part of what all may.
 *
 * @param lingering closed flows that wait for late packets
 * @param hosts     see {@link HostBook}
 */
record ShardLimits(FlowLimits flows, StreamOptions streams, int lingering, int hosts) {
    /** Of all shards: at 3000 closes a second a flow still waits as long as in Zeek (5 s). */
    private static final int MOST_LINGERING = 1 << 14;
    /** Of all shards: enough for the hosts of a site. A flood from forged addresses fills it, and is counted. */
    static final int MOST_HOSTS = 1 << 15;

    static ShardLimits of(FlowLimits flows, StreamOptions streams, int shards) {
        return new ShardLimits(flows.part(shards), streams.part(shards), MOST_LINGERING / shards, MOST_HOSTS / shards);
    }
}
