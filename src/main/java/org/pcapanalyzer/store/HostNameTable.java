package org.pcapanalyzer.store;

import org.pcapanalyzer.capture.HostName;

/** Table {@code host_names}. */
final class HostNameTable implements Table<HostName> {
    @Override
    public String name() {
        return "host_names";
    }

    @Override
    public void copy(HostName host, ColumnBatch row) {
        row.address("ip", host.ipVersion(), host.high(), host.low()).text("name", host.name());
    }
}
