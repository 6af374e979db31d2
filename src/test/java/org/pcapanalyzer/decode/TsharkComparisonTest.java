package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;

/** Our fields against those of tshark, frame by frame, over captures without tunnels. Skipped where either is missing. */
class TsharkComparisonTest {
    private static final Path CAPTURES = Path.of("../shared/captures");

    private static final List<String> FIELDS = List.of(
            "frame.number",
            "vlan.id",
            "arp.opcode",
            "arp.src.proto_ipv4",
            "arp.dst.proto_ipv4",
            "ip.src",
            "ip.dst",
            "ip.proto",
            "ip.ttl",
            "ip.len",
            "ip.flags.mf",
            "ip.frag_offset",
            "ipv6.fraghdr.offset",
            "ipv6.src",
            "ipv6.dst",
            "ipv6.hlim",
            "tcp.srcport",
            "tcp.dstport",
            "tcp.seq_raw",
            "tcp.ack_raw",
            "tcp.len",
            "tcp.flags",
            "tcp.window_size_value",
            "tcp.options.mss_val",
            "tcp.options.timestamp.tsval",
            "udp.srcport",
            "udp.dstport",
            "udp.length",
            "sctp.srcport",
            "icmp.type",
            "icmp.code",
            "icmpv6.type",
            "icmpv6.code",
            "icmpv6.nd.ns.target_address",
            "icmpv6.nd.na.target_address");

    @BeforeAll
    static void needsCapturesAndTshark() {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures");
        assumeTrue(hasTshark(), "no tshark");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arp/arppoison.pcapng",
                "arp/schtasks.pcap",
                "dns/dns_txt_c2_rcode.pcap",
                "fragments/frag_with_padding.pcap",
                "fragments/fragmented-icmp-traffic.pcapng",
                "fragments/ip6_fragments.pcap",
                "fragments/ip_frag_source.pcapng",
                "fragments/ipv6-fragmented-dns.pcap",
                "fragments/socks5-http-302-frag.pcap",
                "icmp-mtu/smtp_frag-needed.pcap",
                "icmp-mtu/icmp_traceroute.pcapng",
                "icmp-mtu/ipv6_toobig_atomic.pcap",
                "linktypes/four_ipv6_http_streams.pcap",
                "linktypes/simple_http_sll2.pcap",
                "pcapng/many_interfaces-1.pcapng",
                "pcapng/pcapng-example.pcapng",
                "tcp/emix.pcap",
                "tcp/ocs.pcap",
                "tcp/ripe_dns_syn-retrans_be.pcap",
                "tcp/rtsp.pcap",
                "tcp/synflood_ecn_cwr.pcapng",
                "tls-http/1kxun.pcap",
                "large/smb2-async-read.pcap",
            })
    void shouldReadWhatTsharkReads(String name) throws IOException, InterruptedException {
        List<Map<String, String>> rows = tshark(CAPTURES.resolve(name));
        List<String> differences = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Packet packet = new Packet();
        Frame frame = new Frame();
        int frames = 0;
        try (FrameReader reader = CaptureFiles.open(CAPTURES.resolve(name).toString())) {
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                compare(rows.get(frames++), packet, differences);
            }
        }
        assertEquals(rows.size(), frames);
        assertTrue(
                differences.isEmpty(),
                () -> String.join("\n", differences.subList(0, Math.min(20, differences.size()))));
    }

    private static void compare(Map<String, String> theirs, Packet packet, List<String> differences) {
        Packet.Kind expected = kind(theirs);
        boolean isCut = packet.anomaly() == Anomaly.TRUNCATED_TRANSPORT_HEADER;
        if (expected != packet.kind() && !(isCut && expected == Packet.Kind.OTHER_IP)) {
            differences.add("frame %d: %s, for tshark %s, anomaly %s"
                    .formatted(packet.frameNumber(), packet.kind(), expected, packet.anomaly()));
            return;
        }
        fields(packet).forEach((field, value) -> {
            if (!value.equals(theirs.get(field))) {
                differences.add("frame %d: %s is %s, for tshark %s"
                        .formatted(packet.frameNumber(), field, value, theirs.get(field)));
            }
        });
    }

    /** ICMP errors come first, since the ports in them are those of the quoted packet. */
    private static Packet.Kind kind(Map<String, String> theirs) {
        if (theirs.containsKey("arp.opcode")) {
            return Packet.Kind.ARP;
        }
        if (theirs.containsKey("icmp.type")) {
            return Packet.Kind.ICMP;
        }
        if (theirs.containsKey("icmpv6.type")) {
            String type = theirs.get("icmpv6.type");
            return type.equals("135") || type.equals("136") ? Packet.Kind.ND : Packet.Kind.ICMPV6;
        }
        if (theirs.containsKey("tcp.srcport")) {
            return Packet.Kind.TCP;
        }
        if (theirs.containsKey("udp.srcport")) {
            return Packet.Kind.UDP;
        }
        if (theirs.containsKey("sctp.srcport")) {
            return Packet.Kind.SCTP;
        }
        boolean isIp = theirs.containsKey("ip.src") || theirs.containsKey("ipv6.src");
        if (!isIp) {
            return Packet.Kind.SET_ASIDE;
        }
        boolean isFragment = "1".equals(theirs.get("ip.flags.mf"))
                || !theirs.getOrDefault("ip.frag_offset", "0").equals("0")
                || theirs.containsKey("ipv6.fraghdr.offset");
        return isFragment ? Packet.Kind.FRAGMENT : Packet.Kind.OTHER_IP;
    }

    private static Map<String, String> fields(Packet packet) {
        Map<String, String> fields = new HashMap<>();
        if (packet.ipVersion() != 0) {
            String prefix = packet.ipVersion() == 4 ? "ip." : "ipv6.";
            fields.put(prefix + "src", Addresses.text(packet.sourceHigh(), packet.sourceLow(), packet.ipVersion()));
            fields.put(
                    prefix + "dst",
                    Addresses.text(packet.destinationHigh(), packet.destinationLow(), packet.ipVersion()));
            fields.put(packet.ipVersion() == 4 ? "ip.ttl" : "ipv6.hlim", Integer.toString(packet.ttl()));
        }
        if (packet.ipVersion() == 4 && !packet.isReassembled()) {
            fields.put("ip.proto", Integer.toString(packet.ipProtocol()));
            fields.put("ip.len", Integer.toString(packet.ipLength()));
        }
        if (packet.vlanId() >= 0) {
            fields.put("vlan.id", Integer.toString(packet.vlanId()));
        }
        switch (packet.kind()) {
            case TCP -> tcpFields(packet, fields);
            case UDP -> {
                fields.put("udp.srcport", Integer.toString(packet.sourcePort()));
                fields.put("udp.dstport", Integer.toString(packet.destinationPort()));
                fields.put("udp.length", Integer.toString(packet.payloadLength() + UdpHeader.LENGTH));
            }
            case ICMP -> {
                fields.put("icmp.type", Integer.toString(packet.icmpType()));
                fields.put("icmp.code", Integer.toString(packet.icmpCode()));
            }
            case ICMPV6 -> {
                fields.put("icmpv6.type", Integer.toString(packet.icmpType()));
                fields.put("icmpv6.code", Integer.toString(packet.icmpCode()));
            }
            case ND -> {
                NeighborMessage message = packet.neighbor();
                boolean isSolicitation = message.operation() == NeighborMessage.Operation.NS;
                fields.put(
                        isSolicitation ? "icmpv6.nd.ns.target_address" : "icmpv6.nd.na.target_address",
                        Addresses.text(message.targetHigh(), message.targetLow(), 6));
            }
            case ARP -> {
                NeighborMessage message = packet.neighbor();
                fields.put("arp.src.proto_ipv4", Addresses.text(message.senderHigh(), message.senderLow(), 4));
                fields.put("arp.dst.proto_ipv4", Addresses.text(message.targetHigh(), message.targetLow(), 4));
            }
            default -> {}
        }
        return fields;
    }

    private static void tcpFields(Packet packet, Map<String, String> fields) {
        fields.put("tcp.srcport", Integer.toString(packet.sourcePort()));
        fields.put("tcp.dstport", Integer.toString(packet.destinationPort()));
        fields.put("tcp.seq_raw", Integer.toUnsignedString(packet.seq()));
        fields.put("tcp.ack_raw", Integer.toUnsignedString(packet.ack()));
        fields.put("tcp.len", Integer.toString(packet.payloadLength()));
        fields.put("tcp.window_size_value", Integer.toString(packet.window()));
        if (packet.mss() >= 0) {
            fields.put("tcp.options.mss_val", Integer.toString(packet.mss()));
        }
        if (packet.hasTimestamps()) {
            fields.put("tcp.options.timestamp.tsval", Integer.toUnsignedString(packet.tsVal()));
        }
    }

    private static boolean hasTshark() {
        try {
            Process process = new ProcessBuilder("tshark", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One map per frame, of the fields that tshark has for it. */
    private static List<Map<String, String>> tshark(Path capture) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-T", "fields"));
        command.addAll(List.of("-E", "occurrence=f", "-o", "tcp.analyze_sequence_numbers:FALSE"));
        command.addAll(List.of("-o", "ip.defragment:TRUE", "-o", "ipv6.defragment:TRUE"));
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().map(TsharkComparisonTest::row).toList();
    }

    private static Map<String, String> row(String line) {
        String[] values = line.split("\t", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (!values[i].isEmpty()) {
                row.put(FIELDS.get(i), values[i]);
            }
        }
        return row;
    }
}
