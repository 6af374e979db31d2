package org.pcapanalyzer.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.decode.TunnelType;
import org.pcapanalyzer.report.Dissection.Field;
import org.pcapanalyzer.report.Dissection.Header;

/**
 * The IP packet that an analysis looked at, where a frame holds it in a tunnel, or behind a link layer that pcap4j does not
 * know. Found by our own decoder.
 *
 * @param offset         of its IP header in the frame
 * @param outerIpHeaders IP headers before it
 * @param tunnel         the tunnel that it came out of; empty if it came out of none
 */
record InnerPacket(int offset, int outerIpHeaders, Optional<Header> tunnel) {

    /** Frames are looked at one by one: what comes in fragments stays what it is. */
    private static final DecodeLimits ONE_FRAME = new DecodeLimits(1, 1 << 20);

    /** Empty if the frame holds no IP packet. */
    static Optional<InnerPacket> of(CapturedFrame frame) {
        Packet packet = new Packet();
        new PacketDecoder(datagram -> {}, ONE_FRAME).decode(frame.asFrame(), packet);
        boolean isHere = packet.kind() != Packet.Kind.SET_ASIDE
                && packet.ipVersion() != 0
                && packet.ipOffset() >= 0
                && packet.ipOffset() < frame.bytes().length;
        return isHere
                ? Optional.of(new InnerPacket(packet.ipOffset(), packet.outerCount(), tunnel(packet)))
                : Optional.empty();
    }

    private static Optional<Header> tunnel(Packet packet) {
        if (packet.tunnelType() == TunnelType.NONE) {
            return Optional.empty();
        }
        String name = packet.tunnelType().label().replace('_', ' ').toUpperCase(Locale.ROOT);
        List<Field> fields =
                packet.tunnelId() < 0 ? List.of() : List.of(new Field("Identifier", Long.toString(packet.tunnelId())));
        return Optional.of(new Header(name, fields));
    }
}
