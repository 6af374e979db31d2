package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.NeighborRow;

/** Table {@code arp}. */
final class ArpTable implements Table<NeighborRow> {
    @Override
    public String name() {
        return "arp";
    }

    @Override
    public void copy(NeighborRow neighbor, ColumnBatch row) {
        row.big("ts", neighbor.timestampNs())
                .big("frame", neighbor.frame())
                .text("op", neighbor.op().label())
                .mac("sender_mac", neighbor.senderMac())
                .address("sender_ip", neighbor.ipVersion(), neighbor.senderHigh(), neighbor.senderLow())
                .mac("target_mac", neighbor.targetMac())
                .address("target_ip", neighbor.ipVersion(), neighbor.targetHigh(), neighbor.targetLow())
                .number("vlan", neighbor.vlan())
                .big("tunnel_id", neighbor.tunnelId());
        if (neighbor.isRequest()) {
            row.flag("answered", neighbor.answered())
                    .big("answer_ts", neighbor.answerNs())
                    .big("answer_frame", neighbor.answerFrame());
        }
    }
}
