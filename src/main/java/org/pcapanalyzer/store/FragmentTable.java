package org.pcapanalyzer.store;

import org.pcapanalyzer.decode.FragmentedDatagram;

/** Table {@code fragments}. */
final class FragmentTable implements Table<FragmentedDatagram> {
    @Override
    public String name() {
        return "fragments";
    }

    @Override
    public void copy(FragmentedDatagram datagram, ColumnBatch row) {
        row.big("ts_first", datagram.firstNs())
                .big("ts_last", datagram.lastNs())
                .address("src", datagram.ipVersion(), datagram.sourceHigh(), datagram.sourceLow())
                .address("dst", datagram.ipVersion(), datagram.destinationHigh(), datagram.destinationLow())
                .number("ip_version", datagram.ipVersion())
                .number("ip_proto", datagram.ipProtocol())
                .big("ip_id", datagram.ipId())
                .number("frag_count", datagram.fragmentCount())
                .number("bytes_seen", datagram.bytesSeen())
                .number("max_frag_length", datagram.maxFragLength())
                .number("total_len", datagram.totalLength())
                .flag("complete", datagram.isComplete())
                .flag("first_seen", datagram.isFirstSeen())
                .flag("overlap", datagram.hasOverlap())
                .text(
                        "why_incomplete",
                        datagram.isComplete() ? "" : datagram.end().label())
                .number("sport", datagram.sourcePort())
                .number("dport", datagram.destinationPort())
                .big("frame_first", datagram.firstFrame())
                .big("frame_last", datagram.lastFrame());
    }
}
