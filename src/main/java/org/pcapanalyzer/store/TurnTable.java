package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Turn;

/** Table {@code turns}. */
final class TurnTable implements Table<Turn> {
    @Override
    public String name() {
        return "turns";
    }

    @Override
    public void copy(Turn turn, ColumnBatch row) {
        row.big("flow_id", turn.flowId())
                .number("turn", turn.number())
                .big("ts_request", turn.requestNs())
                .big("ts_request_end", turn.requestEndNs())
                .big("ts_response", turn.responseNs())
                .big("ts_response_end", turn.responseEndNs())
                .big("req_bytes", turn.requestBytes())
                .big("resp_bytes", turn.responseBytes())
                .big("frame_request", turn.requestFrame())
                .big("frame_response", turn.responseFrame());
    }
}
