package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.PathChange;

/** Table {@code path_changes}. */
final class PathChangeTable implements Table<OfFlow<PathChange>> {
    @Override
    public String name() {
        return "path_changes";
    }

    @Override
    public void copy(OfFlow<PathChange> source, ColumnBatch row) {
        PathChange change = source.fact();
        source.begin(row)
                .big("changes", change.changes())
                .big("ts", change.changeNs())
                .big("frame", change.frame())
                .number("ttl_before", change.ttlBefore())
                .number("ttl_after", change.ttlAfter())
                .big("pkts_before", change.pktsBefore())
                .big("pkts_after", change.pktsAfter())
                .big("rtt_min_before_ns", change.rttMinBeforeNs())
                .big("rtt_min_after_ns", change.rttMinAfterNs());
    }
}
