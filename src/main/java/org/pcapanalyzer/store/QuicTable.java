package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.QuicSight;

/** Table {@code quic}. */
final class QuicTable implements Table<QuicTable.Row> {
    /** What was seen of QUIC with the flow that it belongs to. */
    record Row(Flow flow, QuicSight sight) {}

    @Override
    public String name() {
        return "quic";
    }

    @Override
    public void copy(Row source, ColumnBatch row) {
        QuicSight sight = source.sight();
        row.big("flow_id", source.flow().flowId())
                .unsigned("version", sight.version())
                .big("ts_first_initial", sight.firstInitialNs())
                .big("ts_last_initial", sight.lastInitialNs())
                .number("orig_initials", sight.origInitials())
                .number("orig_long_headers", sight.origLongHeaders())
                .number("resp_long_headers", sight.respLongHeaders());
    }
}
