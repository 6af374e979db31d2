package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.DhcpMessage;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;

/**
 * Every DHCP message of the captures that have any, and of our samples, has the same kind, transaction, client, given
 * address, relay and server as for tshark. Skipped where the captures or tshark are missing.
 */
class DhcpAgreementTest {
    private static final Path CAPTURES = Path.of("../shared/captures");
    private static final Path SAMPLES = Path.of("samples");

    /** Captures of others with DHCP, and how many messages they have. */
    private static final Map<String, Integer> MESSAGES = Map.of(
            "corrupt/fuzz-2006-06-26-2594.pcap", 2,
            "dns/dns_txt_c2_rcode.pcap", 3,
            "large/many-protocols.pcap", 2,
            "large/wmi-service-remote.pcap", 6,
            "pcapng/be_test001.pcapng", 4,
            "pcapng/be_test201.pcapng", 0,
            "tcp/emix.pcap", 21,
            "tls-http/1kxun.pcap", 34,
            "tunnels/decode-teredo-01.pcap", 1);

    /** Messages whose head the snaplen cut: for us no message, while tshark shows the fields that are left. */
    private static final Map<String, Integer> CUT = Map.of("pcapng/be_test201.pcapng", 3);

    private static final List<String> FIELDS = List.of(
            "frame.protocols",
            "dhcp.option.dhcp",
            "dhcp.id",
            "dhcp.hw.mac_addr",
            "dhcp.ip.your",
            "dhcp.ip.relay",
            "dhcp.option.dhcp_server_id",
            "dhcpv6.msgtype",
            "dhcpv6.xid",
            "dhcpv6.iaaddr.ip",
            "dhcpv6.linkaddr",
            "dhcpv6.duidllt.link_layer_addr",
            "dhcpv6.duidll.link_layer_addr");

    /** The fixed fields of DHCPv4. */
    private static final int HEAD_BYTES = 236;

    private static final List<String> KINDS_V4 =
            List.of("bootp", "discover", "offer", "request", "decline", "ack", "nak", "release", "inform");
    private static final List<String> KINDS_V6 = List.of(
            "other",
            "solicit",
            "advertise",
            "request",
            "confirm",
            "renew",
            "rebind",
            "reply",
            "release",
            "decline",
            "reconfigure",
            "information_request");

    private final List<String> differences = new ArrayList<>();
    private final Map<String, Integer> cut = new TreeMap<>();

    @Test
    void shouldReadTheMessagesOfOthersAsTsharkDoes(@TempDir Path settings) throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures beside the checkout");
        assumeTrue(!Tshark.version().isEmpty(), "no tshark");
        Map<String, Integer> compared = new TreeMap<>();
        for (String name : MESSAGES.keySet()) {
            compared.put(name, compare(CAPTURES.resolve(name), settings));
        }
        assertEquals(List.of(), differences);
        assertEquals(CUT, cut);
        assertEquals(new TreeMap<>(MESSAGES), compared);
    }

    @Test
    void shouldReadTheMessagesOfTheSamplesAsTsharkDoes(@TempDir Path settings) throws IOException {
        assumeTrue(!Tshark.version().isEmpty(), "no tshark");
        int compared = 0;
        List<Path> captures;
        try (Stream<Path> files = Files.list(SAMPLES)) {
            captures = files.filter(file -> file.getFileName().toString().matches("dhcp-.*\\.pcapng"))
                    .sorted()
                    .toList();
        }
        for (Path capture : captures) {
            compared += compare(capture, settings);
        }
        assertEquals(List.of(), differences);
        assertEquals(true, compared >= 2 * captures.size(), captures.size() + " samples, " + compared + " messages");
    }

    /** Messages that both have. */
    private int compare(Path capture, Path settings) throws IOException {
        int messages = 0;
        try (Tshark tshark = Tshark.start(capture, FIELDS, settings);
                FrameReader reader = CaptureFiles.open(capture.toString())) {
            PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
            Packet packet = new Packet();
            Frame frame = new Frame();
            DhcpMessage message = new DhcpMessage();
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                String[] row = tshark.next();
                boolean isOurs = packet.kind() == Packet.Kind.UDP
                        && DhcpMessage.isDhcp(packet.ipVersion(), packet.sourcePort(), packet.destinationPort())
                        && message.read(packet);
                String ours = isOurs ? text(message, packet.ipVersion(), row) : "none";
                String theirs = theirs(row);
                if (ours.equals("none") && isHeadCut(packet)) {
                    cut.merge(CAPTURES.relativize(capture).toString(), 1, Integer::sum);
                } else if (!ours.equals(theirs)) {
                    differences.add("%s frame %d: %s, for tshark %s"
                            .formatted(capture.getFileName(), frame.number(), ours, theirs));
                }
                messages += isOurs && ours.equals(theirs) ? 1 : 0;
            }
        }
        return messages;
    }

    private static boolean isHeadCut(Packet packet) {
        return packet.kind() == Packet.Kind.UDP
                && DhcpMessage.isDhcp(packet.ipVersion(), packet.sourcePort(), packet.destinationPort())
                && packet.capturedPayloadLength() < Math.min(HEAD_BYTES, packet.payloadLength());
    }

    private static String text(DhcpMessage message, int version, String[] row) {
        String mac = message.clientMac() < 0 ? "" : Addresses.mac(message.clientMac());
        return String.join(
                " ",
                message.kind().label(),
                Long.toHexString(message.transactionId()),
                version == 6 && linkAddresses(row).contains(mac) ? "one of " + linkAddresses(row) : mac,
                address(message.givenHigh(), message.givenLow(), version),
                address(message.relayHigh(), message.relayLow(), version),
                version == 6 ? "" : address(0, message.serverId(), 4));
    }

    private static String theirs(String[] row) {
        List<String> protocols = Arrays.asList(row[0].split(":"));
        if (protocols.contains("dhcpv6")) {
            // The relays' own types come before that of the message which they carry.
            return String.join(
                    " ",
                    KINDS_V6.get(Integer.parseInt(last(row[7]))),
                    Long.toHexString(Long.decode(last(row[8]))),
                    linkAddresses(row).isEmpty() ? "" : "one of " + linkAddresses(row),
                    first(row[9]),
                    first(row[10]),
                    "");
        }
        if (!protocols.contains("dhcp")) {
            return "none";
        }
        return String.join(
                " ",
                KINDS_V4.get(row[1].isEmpty() ? 0 : Integer.parseInt(row[1])),
                Long.toHexString(Long.decode(row[2])),
                first(row[3]),
                known(row[4]),
                known(row[5]),
                first(row[6]));
    }

    /** Of the client's and the server's identifiers, in their order. */
    private static List<String> linkAddresses(String[] row) {
        return Stream.of(row[11], row[12])
                .flatMap(field -> Arrays.stream(field.split(",")))
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static String address(long high, long low, int version) {
        return (high | low) == 0 ? "" : Addresses.text(high, low, version);
    }

    private static String known(String address) {
        return address.equals("0.0.0.0") ? "" : address;
    }

    private static String first(String values) {
        return values.split(",", 2)[0];
    }

    private static String last(String values) {
        return values.substring(values.lastIndexOf(',') + 1);
    }
}
