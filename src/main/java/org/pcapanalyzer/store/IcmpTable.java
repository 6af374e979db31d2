package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.IcmpMessage;

/** Table {@code icmp}. */
final class IcmpTable implements Table<IcmpMessage> {
    @Override
    public String name() {
        return "icmp";
    }

    @Override
    public void copy(IcmpMessage message, ColumnBatch row) {
        row.big("ts", message.timestampNs())
                .big("frame", message.frame())
                .address("src", message.ipVersion(), message.sourceHigh(), message.sourceLow())
                .address("dst", message.ipVersion(), message.destinationHigh(), message.destinationLow())
                .number("ip_version", message.ipVersion())
                .number("type", message.type())
                .number("code", message.code())
                .text("name", message.name())
                .flag("is_error", message.isError())
                .number("ttl", message.ttl())
                .number("echo_id", message.echoId())
                .number("echo_seq", message.echoSeq())
                .big("mtu", message.mtu());
        if (message.hasQuoted()) {
            copyQuoted(message, row);
        }
    }

    private static void copyQuoted(IcmpMessage message, ColumnBatch row) {
        row.text("quoted_proto", message.quotedProto().label())
                .address("quoted_src", message.quotedIpVersion(), message.quotedSourceHigh(), message.quotedSourceLow())
                .number("quoted_sport", message.quotedSport())
                .address(
                        "quoted_dst",
                        message.quotedIpVersion(),
                        message.quotedDestinationHigh(),
                        message.quotedDestinationLow())
                .number("quoted_dport", message.quotedDport())
                .number("quoted_len", message.quotedLen())
                .big("quoted_seq", message.quotedSeq())
                .big("quoted_flow_id", message.quotedFlowId());
    }
}
