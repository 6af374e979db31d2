package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.TcpEvent;

/** Table {@code tcp_events}. */
final class TcpEventTable implements Table<TcpEvent> {
    @Override
    public String name() {
        return "tcp_events";
    }

    @Override
    public void copy(TcpEvent event, ColumnBatch row) {
        row.big("flow_id", event.flowId())
                .big("ts", event.timestampNs())
                .big("frame", event.frame())
                .text("dir", event.side().label())
                .text("event", event.event().label())
                .text("ws_label", event.hasWsLabel() ? event.wsLabel().label() : "")
                .text("cause", event.hasCause() ? event.cause().label() : "")
                .text("lost", event.hasLost() ? event.lost().label() : "")
                .unsigned("seq", event.seq())
                .unsigned("ack", event.ack())
                .number("len", event.len())
                .number("ip_length", event.ipLength())
                .big("win", event.win())
                .big("delta_ns", event.deltaNs())
                .big("orig_frame", event.origFrame())
                .number("attempt", event.attempt());
    }
}
