package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.Anomaly;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;

/**
 * Every frame of every capture that tshark reads has the same time, and the innermost packet the same addresses, protocol,
 * ports and other header fields as for tshark, both as decoded and as SQL selects them, but for the captures named here with the classes of their differences.
 * Skipped where the captures or tshark are missing.
 */
class FieldAgreementTest {

    private static final String ABSOLUTE = "tcp.relative_sequence_numbers:FALSE";
    private static final int REVERSE_ARP = 0x8035;

    /** Why the two may say different things of a frame. */
    private enum Reason {
        /** We refuse the file format. */
        NOT_READ,
        /** The file is damaged such that tshark takes it for another variant of pcap, or does not know its link type. */
        NOT_READ_BY_TSHARK,
        /** A time that no clock has: none at all, beyond the year 2262, or more than a second of nanoseconds. */
        TIME,
        /** Headers cut by the snaplen or contradicting themselves: we set the frame aside by name, tshark shows the rest. */
        BROKEN,
        /** A length field that the frame or another header contradicts: the two believe different ones. */
        LENGTH,
        /** A fragment that contradicts its siblings: it spoils the datagram for us, not for tshark. */
        FRAGMENT,
        /** ARP for other addresses than those of Ethernet and IPv4, and reverse ARP. */
        OTHER_ARP,
        /** sFlow: tshark decodes the sampled beginnings of packets; for us they are data of a UDP flow. */
        SAMPLED,
        /** VXLAN whose UDP length is 0 since offload has yet to cut the packet: tshark stops there. */
        OFFLOAD,
        UNKNOWN
    }

    private static final Map<String, Set<Reason>> EXPECTED = Map.ofEntries(
            Map.entry("arp/arp-oobr.pcap", Set.of(Reason.OTHER_ARP)),
            Map.entry("corrupt/decode-too-small.pcap", Set.of(Reason.BROKEN)),
            Map.entry("corrupt/fuzz-2006-06-26-2594.pcap", Set.of(Reason.BROKEN, Reason.LENGTH, Reason.OTHER_ARP)),
            Map.entry("corrupt/fuzz-2021-10-13.pcap", Set.of(Reason.TIME)),
            Map.entry("corrupt/ip6_frag_asan.pcap", Set.of(Reason.BROKEN)),
            Map.entry("corrupt/ipv6_39_byte_header.pcap", Set.of(Reason.BROKEN)),
            Map.entry("corrupt/suricata_fuzz_cut.pcap", Set.of(Reason.NOT_READ_BY_TSHARK)),
            Map.entry("fragments/defrag_spray.pcap", Set.of(Reason.LENGTH)),
            Map.entry("fragments/ip_fragmented_garbage.pcap", Set.of(Reason.BROKEN)),
            Map.entry("fragments/ipv6-frag-15.pcap", Set.of(Reason.FRAGMENT)),
            Map.entry("icmp-mtu/filestore-5408_frag-needed.pcap", Set.of(Reason.SAMPLED)),
            Map.entry("linktypes/arcnet-rfc1201-arp-icmp-http.pcap", Set.of(Reason.OTHER_ARP)),
            Map.entry("linktypes/dsa.pcap", Set.of(Reason.NOT_READ_BY_TSHARK)),
            Map.entry("linktypes/ipoib.pcap", Set.of(Reason.OTHER_ARP)),
            Map.entry("pcapng/be_test201.pcapng", Set.of(Reason.TIME)),
            Map.entry("pcapng/pcapng-example.pcapng", Set.of(Reason.TIME)),
            Map.entry("pcapng/solaris.snoop", Set.of(Reason.NOT_READ)),
            Map.entry("tcp/ripe_dns_syn-retrans_be.pcap", Set.of(Reason.BROKEN)),
            Map.entry("tunnels/bigtcp-ipv4-vxlan-ipv4.pcap", Set.of(Reason.OFFLOAD)),
            Map.entry("tunnels/mpls-l3-vpn-packet.pcap", Set.of(Reason.OTHER_ARP)),
            Map.entry("tunnels/pppoe-over-qinq.pcap", Set.of(Reason.LENGTH)));

    private final Map<String, Set<Reason>> reasons = new ConcurrentSkipListMap<>();
    private final Map<String, String> unknown = new ConcurrentSkipListMap<>();

    @Test
    void shouldReadWhatTsharkReads(@TempDir Path settings) throws IOException {
        CaptureFolder captures = CaptureFolder.field();
        assumeTrue(!Tshark.version().isEmpty(), "no tshark");
        captures.forEach((name, capture) -> compare(name, capture, settings));
        assertEquals(Map.of(), unknown);
        assertEquals(new TreeMap<>(EXPECTED), reasons);
    }

    private void compare(String name, Path capture, Path settings) throws IOException {
        try (Tshark tshark = Tshark.start(capture, FrameFields.NAMES, settings, ABSOLUTE);
                FrameReader reader = CaptureFiles.open(capture.toString());
                FrameQuery query = new FrameQuery(capture, settings)) {
            PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
            Packet packet = new Packet();
            Frame frame = new Frame();
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                String[] row = tshark.next();
                if (row == null) {
                    note(name, Reason.NOT_READ_BY_TSHARK);
                    return;
                }
                Map<String, String> theirs = FrameFields.ofTshark(row);
                compare(name, FrameFields.of(packet), theirs, packet);
                Map<String, String> selected = query.next();
                if (selected.isEmpty()) {
                    unknown.put(name, "no row of frame " + frame.number());
                }
                compare(name, selected, theirs, packet);
            }
            if (tshark.next() != null) {
                note(name, Reason.NOT_READ_BY_TSHARK);
            }
        } catch (CaptureException e) {
            note(name, Reason.NOT_READ);
        }
    }

    private void compare(String capture, Map<String, String> fields, Map<String, String> theirs, Packet packet) {
        fields.forEach((field, ours) -> {
            if (!ours.equals(theirs.get(field))) {
                Reason reason = reason(field, theirs, packet);
                note(capture, reason);
                if (reason == Reason.UNKNOWN) {
                    unknown.putIfAbsent(
                            capture + " " + field,
                            "frame %d: %s, for tshark %s, %s, %s"
                                    .formatted(
                                            packet.frameNumber(),
                                            ours,
                                            theirs.get(field),
                                            packet.anomaly(),
                                            theirs.get(FrameFields.PROTOCOLS)));
                }
            }
        });
    }

    private void note(String capture, Reason reason) {
        reasons.computeIfAbsent(capture, key -> new TreeSet<>()).add(reason);
    }

    private static Reason reason(String field, Map<String, String> theirs, Packet packet) {
        if (field.equals(FrameFields.TIME)) {
            return isStrangeTime(theirs.get(field)) ? Reason.TIME : Reason.UNKNOWN;
        }
        String protocols = theirs.get(FrameFields.PROTOCOLS);
        if (protocols.contains(":sflow:")) {
            return Reason.SAMPLED;
        }
        if (packet.anomaly() == Anomaly.UNSUPPORTED_ARP || packet.etherType() == REVERSE_ARP) {
            return Reason.OTHER_ARP;
        }
        if (packet.outerCount() > 0 && "0".equals(theirs.get("udp.length"))) {
            return Reason.OFFLOAD;
        }
        return switch (packet.anomaly()) {
            case IP_LENGTH_BEYOND_FRAME, BAD_UDP_LENGTH -> Reason.LENGTH;
            case MALFORMED_FRAGMENT, OVERLAPPING_FRAGMENT -> Reason.FRAGMENT;
            default ->
                packet.anomaly().setsAside() && packet.anomaly() != Anomaly.NON_IP ? Reason.BROKEN : Reason.UNKNOWN;
        };
    }

    /** The seconds before the point are out of range, or the digits behind it are not nine. */
    private static boolean isStrangeTime(String seconds) {
        return seconds == null || seconds.indexOf('.') > 10 || seconds.length() - seconds.indexOf('.') != 10;
    }
}
