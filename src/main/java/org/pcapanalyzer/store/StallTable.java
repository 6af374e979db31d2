package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Stall;

/** Table {@code stalls}. */
final class StallTable implements Table<Stall> {
    @Override
    public String name() {
        return "stalls";
    }

    @Override
    public void copy(Stall stall, ColumnBatch row) {
        row.big("flow_id", stall.flowId())
                .text("dir", stall.side().label())
                .big("ts", stall.startNs())
                .big("ns", stall.ns())
                .text("cause", stall.cause().label())
                .flag("ended", stall.isEnded())
                .big("frame", stall.frame())
                .number("lost_bytes", stall.lostBytes())
                .big("held_bytes", stall.heldBytes())
                .number("sends", stall.sends());
    }
}
