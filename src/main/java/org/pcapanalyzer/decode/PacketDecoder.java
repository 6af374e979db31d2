package org.pcapanalyzer.decode;

import org.pcapanalyzer.capture.Frame;

/**
 * Decodes frames header by header into a {@link Packet}. Every frame ends as a packet to analyse or is set aside by the
 * name of an {@link Anomaly}; no content of a frame makes it fail. Used by one thread, with frames in the order of the
 * capture, since fragments wait here for each other.
 */
public final class PacketDecoder {
    /** Headers of one frame; the longest chains of real frames have about two dozen. */
    private static final int MAX_HEADERS = 64;

    private final FragmentReassembler reassembler;
    private final WlanDecoder wlan = new WlanDecoder();
    private final WanDecoder wan = new WanDecoder();
    private final LinkDecoder link = new LinkDecoder(wlan, wan);
    private final ArpDecoder arp = new ArpDecoder();
    private final IpDecoder ip;
    private final TransportDecoder transport = new TransportDecoder();
    private final TunnelDecoder tunnels = new TunnelDecoder();
    private final IcmpDecoder icmp = new IcmpDecoder();
    private final long[] anomalyCounts = new long[Anomaly.values().length];

    /** The sink hears of fragmented datagrams during {@link #decode} and {@link #finish}. */
    public PacketDecoder(FragmentSink sink, DecodeLimits limits) {
        reassembler = new FragmentReassembler(sink, limits);
        ip = new IpDecoder(reassembler);
    }

    /** Decodes one frame; {@code packet} refers to the frame's buffer, or to one of this decoder until the next call. */
    public void decode(Frame frame, Packet packet) {
        packet.begin(frame);
        reassembler.advance(frame.timestampNs());
        Step step = link.frame(packet);
        for (int headers = 0; step != Step.DONE; headers++) {
            step = headers < MAX_HEADERS ? decode(step, packet) : packet.setAside(Anomaly.TOO_MANY_HEADERS);
        }
        anomalyCounts[packet.anomaly.ordinal()]++;
    }

    /** Ends the capture: datagrams that still wait for fragments go to the sink. */
    public void finish() {
        reassembler.finish();
    }

    /** Frames with this anomaly so far; if it {@link Anomaly#setsAside()}, the frames set aside for it. */
    public long anomalyCount(Anomaly anomaly) {
        return anomalyCounts[anomaly.ordinal()];
    }

    /** Datagrams given up so far because {@link DecodeLimits} bit. */
    public long fragmentLimitCount() {
        return reassembler.limitCount();
    }

    private Step decode(Step step, Packet packet) {
        return switch (step) {
            case ETHERNET -> link.ethernet(packet);
            case IPV4 -> ip.ipv4(packet);
            case IPV6 -> ip.ipv6(packet);
            case IP_PAYLOAD -> ipPayload(packet);
            case ARP -> arp.arp(packet);
            case FRAME -> link.frame(packet);
            case VLAN -> link.vlan(packet);
            case LLC -> link.llc(packet);
            case LINUX_COOKED -> link.cooked(packet);
            case LINUX_COOKED_2 -> link.cooked2(packet);
            case LOOPBACK -> link.loopback(packet);
            case RAW_IP -> link.rawIp(packet);
            case PPP_LINK -> wan.pppLink(packet);
            case PPP -> wan.ppp(packet);
            case PPPOE -> wan.pppoe(packet);
            case MPLS -> wan.mpls(packet);
            case WLAN -> wlan.wlan(packet);
            case UDP_PAYLOAD -> tunnels.udpPayload(packet);
            case DONE -> Step.DONE;
        };
    }

    private Step ipPayload(Packet packet) {
        int protocol = packet.ipProtocol;
        if (protocol == IpProtocol.TCP) {
            return transport.tcp(packet);
        }
        if (protocol == IpProtocol.UDP) {
            return transport.udp(packet);
        }
        if (ExtensionHeader.is(protocol, packet.ipVersion)) {
            return ip.extension(packet);
        }
        if (protocol == IpProtocol.ICMP && packet.ipVersion == 4) {
            return icmp.icmp(packet);
        }
        if (protocol == IpProtocol.ICMPV6 && packet.ipVersion == 6) {
            return icmp.icmpv6(packet);
        }
        return protocol == IpProtocol.SCTP ? transport.sctp(packet) : other(packet);
    }

    private Step other(Packet packet) {
        transport.other(packet);
        return tunnels.ipPayload(packet);
    }
}
