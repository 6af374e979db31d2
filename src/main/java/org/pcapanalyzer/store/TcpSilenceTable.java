package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.TurnTaking;

/** Table {@code tcp_silences}. */
final class TcpSilenceTable implements Table<TcpSilenceTable.Row> {
    /** The end of a connection with the flow that it belongs to. */
    record Row(Flow flow, TurnTaking silence) {}

    @Override
    public String name() {
        return "tcp_silences";
    }

    @Override
    public void copy(Row source, ColumnBatch row) {
        TurnTaking silence = source.silence();
        row.big("flow_id", source.flow().flowId())
                .text("dir", silence.side().label())
                .big("ts_first", silence.firstNs())
                .big("ts_last", silence.lastNs())
                .big("frame_first", silence.frameFirst())
                .big("frame_last", silence.frameLast())
                .number("pkts", silence.pkts())
                .number("data_pkts", silence.dataPkts())
                .big("idle_before_ns", silence.idleBeforeNs())
                .big("survived_idle_ns", silence.survivedIdleNs())
                .big("gave_up_frame", silence.gaveUpFrame());
    }
}
