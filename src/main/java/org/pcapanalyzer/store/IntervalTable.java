package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Interval;

/** Table {@code intervals}. */
final class IntervalTable implements Table<Interval> {
    @Override
    public String name() {
        return "intervals";
    }

    @Override
    public void copy(Interval interval, ColumnBatch row) {
        row.big("ts", interval.timestampNs())
                .big("pkts", interval.pkts())
                .big("bytes", interval.bytes())
                .big("tcp_pkts", interval.tcpPkts())
                .big("udp_pkts", interval.udpPkts())
                .big("new_flows", interval.newFlows())
                .big("syn", interval.syn())
                .big("synack", interval.synack())
                .big("fin", interval.fin())
                .big("rst", interval.rst())
                .big("retrans", interval.retrans())
                .big("dup_ack", interval.dupAck())
                .big("zero_win", interval.zeroWin())
                .big("icmp_errors", interval.icmpErrors());
    }
}
