package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Flow;

/** Table {@code split_paths}. */
final class SplitPathTable implements Table<Flow> {
    @Override
    public String name() {
        return "split_paths";
    }

    @Override
    public void copy(Flow flow, ColumnBatch row) {
        row.big("flow_id", flow.flowId())
                .mac("orig_mac", flow.origMac())
                .mac("orig_to_mac", flow.origToMac())
                .mac("resp_mac", flow.respMac())
                .mac("resp_to_mac", flow.respToMac());
    }
}
