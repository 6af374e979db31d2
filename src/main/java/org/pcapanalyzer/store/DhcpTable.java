package org.pcapanalyzer.store;

import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.decode.DhcpMessage;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.DhcpRow;

/** Table {@code dhcp}. */
final class DhcpTable implements Table<DhcpRow> {
    @Override
    public String name() {
        return "dhcp";
    }

    @Override
    public void copy(DhcpRow source, ColumnBatch row) {
        Packet packet = source.packet();
        DhcpMessage message = source.message();
        int version = packet.ipVersion();
        row.big("ts", packet.timestampNs())
                .big("frame", packet.frameNumber())
                .big("flow_id", source.flowId())
                .number("ip_version", version)
                .address("src", version, packet.sourceHigh(), packet.sourceLow())
                .address("dst", version, packet.destinationHigh(), packet.destinationLow())
                .number("vlan", packet.vlanId())
                .text("kind", message.kind().label())
                .flag("from_server", message.isFromServer())
                .big("xid", message.transactionId())
                .mac("client_mac", message.clientMac())
                .number("secs", message.seconds())
                .number("hops", message.hops());
        address(row, "relay", version, message.relayHigh(), message.relayLow());
        address(row, "client_ip", 4, 0, message.clientAddress());
        address(row, "given_ip", version, message.givenHigh(), message.givenLow());
        address(row, "requested_ip", 4, 0, message.requestedAddress());
        address(row, "server_id", 4, 0, message.serverId());
        if (message.leaseSeconds() < 0) {
            row.absent("lease_secs");
        } else {
            row.big("lease_secs", message.leaseSeconds());
        }
        row.number("status", message.status());
    }

    private static void address(ColumnBatch row, String name, int version, long high, long low) {
        row.text(name, (high | low) == 0 ? "" : Addresses.text(high, low, version));
    }
}
