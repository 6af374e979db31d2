package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.HostRow;

/** Table {@code hosts}. */
final class HostTable implements Table<HostRow> {
    @Override
    public String name() {
        return "hosts";
    }

    @Override
    public void copy(HostRow host, ColumnBatch row) {
        row.address("ip", host.ipVersion(), host.ipHigh(), host.ipLow())
                .mac("mac", host.mac())
                .number("ip_version", host.ipVersion())
                .number("min_ttl", host.minTtl())
                .number("max_ttl", host.maxTtl())
                .big("opened_flows", host.openedFlows())
                .big("answered_flows", host.answeredFlows())
                .big("ts_first", host.firstNs())
                .big("ts_last", host.lastNs())
                .big("pkts", host.pkts())
                .big("ip_bytes", host.ipBytes());
    }
}
