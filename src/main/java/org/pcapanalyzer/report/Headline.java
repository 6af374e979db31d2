package org.pcapanalyzer.report;

import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6ExtFragmentPacket;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;
import org.pcapanalyzer.rule.Wording;

/** The line under a frame: who to whom, and what. Fed with the packets of a frame from the link layer upward. */
final class Headline {
    private IpPacket ip;
    private int extensionBytes;
    private String endpoints = "";
    private String what = "";
    private boolean isComplete;

    void add(Packet packet) {
        if (isComplete) {
            return; // what follows is quoted by an ICMP error, or payload
        }
        if (packet instanceof ArpPacket arp) {
            arp(arp.getHeader());
        } else if (packet instanceof IpPacket network) {
            network(network);
        } else if (packet instanceof IpV6ExtFragmentPacket) {
            extensionBytes += packet.getHeader().length();
            what = "IPv6 fragment";
        } else if (packet instanceof TcpPacket tcp) {
            tcp(tcp);
        } else if (packet instanceof UdpPacket udp) {
            finish(
                    udp.getHeader().getSrcPort().valueAsInt(),
                    udp.getHeader().getDstPort().valueAsInt());
            what = "UDP, "
                    + payload(udp.getHeader().getLengthAsInt() - udp.getHeader().length());
        } else if (packet instanceof IcmpV4CommonPacket icmp) {
            isComplete = true;
            what = icmp(
                    "ICMP",
                    icmp.getHeader().getType().name(),
                    icmp.getHeader().getCode().name());
        } else if (packet instanceof IcmpV6CommonPacket icmp) {
            isComplete = true;
            what = icmp(
                    "ICMPv6",
                    icmp.getHeader().getType().name(),
                    icmp.getHeader().getCode().name());
        } else if (ip != null) {
            extensionBytes += packet.getHeader().length();
        }
    }

    /** Empty if no packet said who speaks to whom. */
    String text() {
        if (endpoints.isEmpty()) {
            return what;
        }
        return what.isEmpty() ? endpoints : endpoints + " · " + what;
    }

    private void arp(ArpPacket.ArpHeader header) {
        isComplete = true;
        endpoints = HeaderFields.address(header.getSrcProtocolAddr()) + " → "
                + HeaderFields.address(header.getDstProtocolAddr());
        what = "ARP " + header.getOperation().name().toLowerCase(java.util.Locale.ROOT);
    }

    private void network(IpPacket packet) {
        ip = packet;
        endpoints = HeaderFields.address(packet.getHeader().getSrcAddr()) + " → "
                + HeaderFields.address(packet.getHeader().getDstAddr());
        what = packet.getHeader().getProtocol().name();
        if (packet instanceof IpV4Packet v4
                && (v4.getHeader().getMoreFragmentFlag() || v4.getHeader().getFragmentOffset() != 0)) {
            what += " fragment at byte " + v4.getHeader().getFragmentOffset() * 8;
        }
    }

    private void tcp(TcpPacket packet) {
        TcpPacket.TcpHeader header = packet.getHeader();
        finish(header.getSrcPort().valueAsInt(), header.getDstPort().valueAsInt());
        what = "TCP " + HeaderFields.flags(header) + ", " + payload(ipPayload() - header.getDataOffsetAsInt() * 4);
    }

    private void finish(int sourcePort, int destinationPort) {
        isComplete = true;
        if (ip != null) {
            endpoints = endpoint(HeaderFields.address(ip.getHeader().getSrcAddr()), sourcePort) + " → "
                    + endpoint(HeaderFields.address(ip.getHeader().getDstAddr()), destinationPort);
        }
    }

    /** Bytes after the IP headers, by their own length fields: frames are padded and cut. */
    private int ipPayload() {
        if (ip instanceof IpV4Packet v4) {
            return v4.getHeader().getTotalLengthAsInt() - v4.getHeader().getIhlAsInt() * 4;
        }
        return ip instanceof IpV6Packet v6 ? v6.getHeader().getPayloadLengthAsInt() - extensionBytes : 0;
    }

    private static String icmp(String protocol, String type, String code) {
        return protocol + " " + (code.equalsIgnoreCase("no code") ? type : type + ": " + code);
    }

    private static String payload(int length) {
        return length <= 0 ? "no payload" : Wording.count(length, "byte", "bytes") + " of payload";
    }

    /** {@code 192.0.2.1:443}, {@code [2001:db8::1]:443}. */
    private static String endpoint(String address, int port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
