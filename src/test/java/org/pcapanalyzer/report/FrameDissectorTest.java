package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.report.Dissection.Header;

class FrameDissectorTest {
    private static final int ETHERNET = 1;
    private static final int LINUX_SLL2 = 276;
    private static final int RAW_IP = 101;
    private static final int PPP_WITH_HDLC = 50;
    private static final Path CAPTURES = Path.of("../shared/captures");

    private final FrameDissector dissector = new FrameDissector();

    @Test
    void shouldTakeATcpSegmentApart() {
        Dissection dissection = dissect(ETHERNET, FixtureFrames.SYN);

        assertEquals("198.51.100.1:40000 → 192.0.2.80:443 · TCP SYN, no payload", dissection.headline());
        assertEquals(List.of("Ethernet II", "IPv4", "TCP"), names(dissection));
        assertEquals("02:00:00:00:00:01", value(dissection, 0, "Source"));
        assertEquals("IPv4 (0x0800)", value(dissection, 0, "Type"));
        assertEquals("60 bytes", value(dissection, 1, "Total length"));
        assertEquals("don't fragment", value(dissection, 1, "Flags"));
        assertEquals("0x1c46", value(dissection, 1, "Identification"));
        assertEquals("1000", value(dissection, 2, "Sequence number"));
        assertEquals("not set", value(dissection, 2, "Acknowledgment"));
        assertEquals(
                List.of("MSS 1460 bytes", "SACK permitted", "timestamps 1, echo 0", "window scale 7"),
                dissection.headers().get(2).fields().stream()
                        .filter(field -> field.name().equals("Option"))
                        .map(Dissection.Field::value)
                        .toList());
        assertEquals("", dissection.problem());
    }

    @Test
    void shouldCountThePayloadByTheIpHeader() {
        Dissection dissection = dissect(ETHERNET, FixtureFrames.TAGGED_GET);

        assertEquals(
                "[2001:db8::7]:40001 → [2001:db8:1::80]:443 · TCP PSH, ACK, 18 bytes of payload",
                dissection.headline());
        assertEquals(List.of("Ethernet II", "802.1Q tag", "IPv6", "TCP"), names(dissection));
        assertEquals("12", value(dissection, 1, "VLAN"));
        assertEquals("SACK 100 to 200", value(dissection, 3, "Option"));
    }

    @Test
    void shouldCountThePayloadOfAClippedFrame() {
        Dissection dissection = dissect(ETHERNET, FixtureFrames.TAGGED_GET.substring(0, 2 * 94));

        assertEquals(
                "[2001:db8::7]:40001 → [2001:db8:1::80]:443 · TCP PSH, ACK, 18 bytes of payload",
                dissection.headline());
    }

    @Test
    void shouldNameTheSenderOfAnIcmpErrorAndShowWhatItQuotes() {
        Dissection dissection = dissect(ETHERNET, FixtureFrames.FRAGMENTATION_NEEDED);

        assertEquals(
                "203.0.113.1 → 198.51.100.1 · ICMP Destination Unreachable: Fragmentation needed but no fragment bit set",
                dissection.headline());
        assertEquals(
                List.of("Ethernet II", "IPv4", "ICMPv4", "ICMP destination unreachable", "IPv4"), names(dissection));
        assertEquals("1400 bytes", value(dissection, 3, "Next-hop MTU").replace(",", ""));
        assertEquals("1500 bytes", value(dissection, 4, "Total length").replace(",", ""));
    }

    @Test
    void shouldTakeArpAndIcmpv6Apart() {
        assertEquals(
                "192.0.2.1 → 192.0.2.99 · ARP request",
                dissect(ETHERNET, FixtureFrames.ARP_REQUEST).headline());
        assertEquals(
                "2001:db8:1::80 → 2001:db8::7 · ICMPv6 Destination Unreachable: port unreachable",
                dissect(ETHERNET, FixtureFrames.PORT_UNREACHABLE).headline());
    }

    @Test
    void shouldReadOtherLinkTypes() {
        String ip = FixtureFrames.SYN.substring(28);

        assertEquals(
                "198.51.100.1:40000 → 192.0.2.80:443 · TCP SYN, no payload",
                dissect(RAW_IP, ip).headline());
        Dissection cooked = dissect(LINUX_SLL2, FixtureFrames.COOKED_SYN);
        assertEquals(List.of("Linux cooked v2", "IPv4", "TCP"), names(cooked));
        assertEquals("3", value(cooked, 0, "Interface index"));
        assertEquals("sent by us", value(cooked, 0, "Packet type"));
    }

    @Test
    void shouldLookIntoATunnel() {
        Dissection dissection = dissect(ETHERNET, FixtureFrames.SYN_IN_VXLAN);
        assertEquals("198.51.100.1:40000 → 192.0.2.80:443 · TCP SYN, no payload", dissection.headline());
        assertEquals(List.of("Ethernet II", "IPv4", "UDP", "VXLAN", "IPv4", "TCP"), names(dissection));
        assertEquals("5001", value(dissection, 3, "Identifier"));
        assertEquals("", dissection.problem());
    }

    @Test
    void shouldLookBehindALinkLayerThatItDoesNotKnow() {
        String frame = "ff030021" + FixtureFrames.SYN.substring(2 * 14);
        Dissection dissection = dissect(PPP_WITH_HDLC, frame);
        assertEquals("198.51.100.1:40000 → 192.0.2.80:443 · TCP SYN, no payload", dissection.headline());
        assertEquals(List.of("IPv4", "TCP"), names(dissection));
    }

    @Test
    void shouldSayThatALinkTypeIsNotDecoded() {
        assertEquals(
                "Link type 147 is not decoded here.",
                dissect(147, FixtureFrames.SYN).problem());
    }

    @Test
    void shouldSurviveEveryCut() {
        for (String hex : List.of(
                FixtureFrames.SYN,
                FixtureFrames.PORT_UNREACHABLE,
                FixtureFrames.ARP_REQUEST,
                FixtureFrames.FRAGMENTATION_NEEDED,
                FixtureFrames.TAGGED_GET)) {
            for (int length = 0; length < hex.length() / 2; length++) {
                Dissection dissection = dissect(ETHERNET, hex.substring(0, 2 * length));
                boolean isShort = length < 14;
                assertTrue(!isShort || !dissection.problem().isEmpty(), hex + " cut to " + length);
            }
        }
    }

    @Test
    void shouldSurviveFlippedBytes() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            CapturedFrame frame = FixtureFrames.frame(ETHERNET, FixtureFrames.TAGGED_GET);
            for (int flip = 0; flip < 3; flip++) {
                frame.bytes()[random.nextInt(frame.bytes().length)] = (byte) random.nextInt();
            }
            assertBounded(dissector.dissect(frame));
        }
    }

    @Test
    void shouldSurviveDamagedCaptures() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES));
        try (Stream<Path> files = Files.walk(CAPTURES)) {
            for (Path file : files.filter(path -> path.toString().matches(".*/(corrupt|dns|linktypes)/.*\\.pcap(ng)?"))
                    .toList()) {
                dissectSome(file);
            }
        }
    }

    private void dissectSome(Path file) throws IOException {
        Frame frame = new Frame();
        try (FrameReader reader = CaptureFiles.open(file.toString())) {
            while (frame.number() < 200 && reader.next(frame)) {
                assertBounded(dissector.dissect(CapturedFrame.copyOf(frame)));
            }
        } catch (CaptureException e) {
            assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
        }
    }

    private static void assertBounded(Dissection dissection) {
        assertTrue(dissection.headers().size() <= 17, "headers");
        assertTrue(dissection.outline().length() < 17 * 41 * 300, "text");
    }

    private Dissection dissect(int linkType, String hex) {
        return dissector.dissect(FixtureFrames.frame(linkType, hex));
    }

    private static List<String> names(Dissection dissection) {
        return dissection.headers().stream().map(Header::name).toList();
    }

    private static String value(Dissection dissection, int header, String field) {
        return dissection.headers().get(header).fields().stream()
                .filter(candidate -> candidate.name().equals(field))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
