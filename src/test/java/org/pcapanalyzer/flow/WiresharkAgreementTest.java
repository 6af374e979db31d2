package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;

/**
 * Counts of labels and flows against what tshark 4.0.17 counts in the same captures, for a folder of captures with a
 * table ORACLE.tsv beside the checkout; skipped without it. Frame by frame the labels are tshark's in all captures but
 * those named here. The classes of difference:
 *
 * <ul>
 *   <li>frames that are not decoded as far as TCP: tunnels, PPPoE, MPLS, and link types or containers that are refused or
 *       set aside ({@link #NOT_DECODED});
 *   <li>streams without frames of their own: tshark opens a stream for a TCP packet that an ICMP error quotes, and counts
 *       numbers that no frame carries ({@link #OTHER_STREAMS}); a flow here has at least one packet;
 *   <li>connections on a tuple whose flow was closed for longer than the linger time, when the new one does not start
 *       with a SYN: a new flow here, the old stream there (none in these captures);
 *   <li>Multipath TCP, whose duplicate ACKs tshark sometimes excuses (none in these captures).
 * </ul>
 */
class WiresharkAgreementTest {
    private static final Path CAPTURES = Path.of("../shared/captures");
    private static final List<String> LABELS = List.of(
            "retransmission",
            "fast_retransmission",
            "spurious_retransmission",
            "out_of_order",
            "lost_segment",
            "ack_lost_segment",
            "duplicate_ack",
            "zero_window",
            "keep_alive",
            "window_full",
            "zero_window_probe");
    private static final Set<String> NOT_DECODED = Set.of(
            "linktypes/80211http.pcap",
            "linktypes/arcnet-rfc1201-arp-icmp-http.pcap",
            "linktypes/ipoib.pcap",
            "linktypes/nflog-http.pcap",
            "pcapng/modified_pcap_fritzbox.pcap",
            "pcapng/solaris.snoop",
            "tcp/one_http_stream_rst.pcap");
    /** Path to the streams that tshark counts above ours. */
    private static final Map<String, Integer> OTHER_STREAMS = Map.of(
            "fragments/ip_fragmented_garbage.pcap", 2,
            "icmp-mtu/filestore-5408_frag-needed.pcap", 7,
            "icmp-mtu/incoming-icmpv6-20pkttoobig-inet-OPE.pcap", 1,
            "tcp/emix.pcap", 4);
    /** Of all labels of tshark in all captures, tunnels included, how many are here too, by capture and label. */
    private static final double LEAST_SHARE = 0.96;

    private static boolean isDecoded(String path) {
        return !path.startsWith("tunnels/") && !NOT_DECODED.contains(path);
    }

    private static List<Map<String, String>> oracle() throws IOException {
        List<String> lines = Files.readAllLines(CAPTURES.resolve("ORACLE.tsv"));
        String[] names = lines.get(0).split("\t", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
            }
            if (!row.get("status").equals("unreadable")) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static long number(Map<String, String> row, String name) {
        String value = row.get(name);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    /** Counts by label, and under {@code tcp_streams} the TCP flows. */
    private static Map<String, Long> count(String path) throws IOException {
        RecordingSink rows = new RecordingSink();
        try (FrameReader reader = CaptureFiles.open(CAPTURES.resolve(path).toString())) {
            PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
            FlowTracker tracker = new FlowTracker(rows, FlowLimits.forHeap(1L << 30));
            Frame frame = new Frame();
            Packet packet = new Packet();
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                tracker.track(packet);
            }
            decoder.finish();
            tracker.finish();
        } catch (CaptureException e) {
            assertTrue(!isDecoded(path), () -> path + ": " + e.getMessage());
        }
        Map<String, Long> counts = new TreeMap<>();
        rows.events.forEach(event -> counts.merge(event.label(), 1L, Long::sum));
        counts.put("tcp_streams", rows.flows.stream().filter(Flow::isTcp).count());
        return counts;
    }

    @Test
    void shouldGiveTheLabelsAndFlowsThatTsharkGives() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures beside the checkout");
        Map<String, String> differences = new TreeMap<>();
        long agreed = 0;
        long expected = 0;
        for (Map<String, String> row : oracle()) {
            String path = row.get("path");
            Map<String, Long> counts = count(path);
            for (String label : LABELS) {
                long theirs = number(row, label);
                long ours = counts.getOrDefault(label, 0L);
                agreed += Math.min(ours, theirs);
                expected += theirs;
                boolean differs = isDecoded(path) ? ours != theirs : ours > theirs;
                if (differs) {
                    differences.put(path + " " + label, ours + " against " + theirs);
                }
            }
            long streams = number(row, "tcp_streams") - OTHER_STREAMS.getOrDefault(path, 0);
            if (isDecoded(path) && counts.get("tcp_streams") != streams) {
                differences.put(path + " flows", counts.get("tcp_streams") + " against " + streams);
            }
        }
        assertEquals(Map.of(), differences);
        assertTrue(agreed >= LEAST_SHARE * expected, agreed + " of " + expected);
    }
}
