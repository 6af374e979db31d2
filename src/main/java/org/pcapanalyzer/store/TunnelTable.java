package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.TunnelSide;

/** Table {@code tunnels}. */
final class TunnelTable implements Table<OfFlow<TunnelSide>> {
    @Override
    public String name() {
        return "tunnels";
    }

    @Override
    public void copy(OfFlow<TunnelSide> source, ColumnBatch row) {
        TunnelSide tunnel = source.fact();
        source.begin(row)
                .text("tunnel", tunnel.tunnel().label())
                .big("pkts", tunnel.pkts())
                .number("max_ip_length", tunnel.maxIpLength())
                .big("max_frame", tunnel.maxFrame())
                .big("df_pkts", tunnel.dfPkts())
                .big("frag_pkts", tunnel.fragPkts())
                .big("inner_pkts", tunnel.innerPkts())
                .number("max_inner_ip_length", tunnel.maxInnerIpLength())
                .number("min_overhead", tunnel.minOverhead())
                .number("max_overhead", tunnel.maxOverhead());
    }
}
