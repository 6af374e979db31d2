package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.TcpReset;

/** Table {@code tcp_resets}. */
final class TcpResetTable implements Table<TcpResetTable.Row> {
    /** A RST with the flow that it belongs to. */
    record Row(Flow flow, TcpReset reset) {}

    @Override
    public String name() {
        return "tcp_resets";
    }

    @Override
    public void copy(Row source, ColumnBatch row) {
        TcpReset reset = source.reset();
        row.big("flow_id", source.flow().flowId())
                .text("dir", reset.side().label())
                .big("frame", reset.frame())
                .big("ts", reset.timestampNs())
                .flag("ack_set", reset.ackSet())
                .big("seq_ahead", reset.seqAhead())
                .number("ttl", reset.ttl())
                .number("ttl_before", reset.ttlBefore())
                .number("ip_id", reset.ipId())
                .number("ip_id_before", reset.ipIdBefore())
                .number("win", reset.win())
                .flag("timestamps", reset.timestamps())
                .flag("timestamps_before", reset.timestampsBefore())
                .big("survived_idle_ns", reset.survivedIdleNs())
                .number("pkts_after", reset.pktsAfter())
                .number("ttl_after", reset.ttlAfter())
                .number("rst_ttl_after", reset.rstTtlAfter())
                .number("data_pkts_after", reset.dataPktsAfter())
                .big("data_after_frame", reset.dataAfterFrame())
                .big("data_after_ns", reset.dataAfterNs())
                .number("peer_data_pkts_after", reset.peerDataPktsAfter());
    }
}
