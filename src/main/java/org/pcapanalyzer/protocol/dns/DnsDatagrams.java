package org.pcapanalyzer.protocol.dns;

import java.util.Optional;
import java.util.function.Consumer;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.DatagramReader;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

/** Reads the DNS messages of a UDP flow, one in each datagram; also those of mDNS and LLMNR. */
public final class DnsDatagrams implements DatagramReader {
    /** Datagrams of a flow that are no messages of DNS before it is left alone. */
    private static final int PATIENCE = 8;
    /** Queries of NetBIOS names have the same form (RFC 1002 4.2) and mean something else. */
    private static final int NETBIOS_NAMES = 137;

    private final DnsPairing pairing;
    private int otherDatagrams;

    private DnsDatagrams(DnsPairing pairing) {
        this.pairing = pairing;
    }

    /** A reader if the ports are those of DNS, or the first datagram can only be a query of DNS. */
    public static Optional<DatagramReader> open(
            Flow flow, Packet first, Consumer<DnsTransaction> sink, DnsWindow window) {
        boolean isKnownPort = DnsKind.isPort(flow.origPort()) || DnsKind.isPort(flow.respPort());
        boolean isOther = flow.origPort() == NETBIOS_NAMES || flow.respPort() == NETBIOS_NAMES;
        if (!isKnownPort && (isOther || !mayBeQuery(first))) {
            return Optional.empty();
        }
        DnsKind kind = DnsKind.of(flow.origPort(), flow.respPort());
        return Optional.of(new DnsDatagrams(new DnsPairing(flow, kind, isKnownPort, sink, window)));
    }

    /** Decides for most datagrams by the header alone. */
    private static boolean mayBeQuery(Packet packet) {
        if (packet.capturedPayloadLength() < DnsMessage.SHORTEST_QUERY || packet.isClipped()) {
            return false;
        }
        return DnsMessage.hasOneQuestion(packet.buffer(), packet.payloadOffset())
                && message(packet).filter(DnsMessage::isFlawlessQuery).isPresent();
    }

    private static Optional<DnsMessage> message(Packet packet) {
        return DnsMessage.read(
                packet.buffer(), packet.payloadOffset(), packet.capturedPayloadLength(), packet.payloadLength());
    }

    @Override
    public boolean datagram(Packet packet, Side sender) {
        Optional<DnsMessage> message = message(packet).filter(DnsMessage::hasKnownOpcode);
        if (message.isEmpty()) {
            return ++otherDatagrams < PATIENCE;
        }
        pairing.take(message.get(), sender, packet.frameNumber(), packet.timestampNs());
        return true;
    }

    @Override
    public void close() {
        pairing.close();
    }
}
