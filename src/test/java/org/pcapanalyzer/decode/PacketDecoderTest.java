package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;

/** What holds for all frames, whatever is in them. */
class PacketDecoderTest {
    private static final Path CAPTURES = Path.of("../shared/captures");
    private static final int ETHERNET = 1;
    private static final int[] LINK_TYPES = {0, 1, 12, 14, 101, 108, 113, 228, 229, 276};

    private final Packet packet = new Packet();
    private final Map<Packet.Kind, Long> kinds = new EnumMap<>(Packet.Kind.class);
    private PacketDecoder decoder = new PacketDecoder(datagram -> {}, new DecodeLimits(64, 1 << 20));
    private long frames;

    @Test
    void shouldDecodeFrameAnywhereInItsBlock() {
        byte[] bytes = Packets.udp("10.0.0.1", 7, "10.0.0.2", 9).payload(5).bytes();
        ByteBuffer block = ByteBuffer.allocateDirect(1000);
        block.put(777, bytes);
        Frame frame = new Frame();
        frame.wrap(block, 777, bytes.length, bytes.length);
        frame.locate(1, 0, ETHERNET, 0);
        decoder.decode(frame, packet);

        assertEquals(Packet.Kind.UDP, packet.kind());
        assertEquals(777 + 14, packet.ipOffset());
        assertEquals(777 + 42, packet.payloadOffset());
        assertEquals('x', packet.buffer().get(packet.payloadOffset()));
    }

    @Test
    void shouldCountAnomaliesByName() {
        take(Packets.tcp("10.0.0.1", 1, "10.0.0.2", 2).frame());
        take(Packets.udp("10.0.0.1", 1, "10.0.0.2", 2).udpLengthField(3).frame());
        take(Packets.frame(new byte[60], 147, 0, 1));
        take(Packets.frame(new byte[60], 147, 0, 1));

        assertEquals(1, decoder.anomalyCount(Anomaly.NONE));
        assertEquals(1, decoder.anomalyCount(Anomaly.BAD_UDP_LENGTH));
        assertEquals(2, decoder.anomalyCount(Anomaly.UNKNOWN_LINK_TYPE));
        assertConservation();
    }

    @Test
    void shouldSurviveCutAtEveryPointOfEveryFrame() {
        for (byte[] bytes : builtFrames()) {
            for (int length = 0; length <= bytes.length; length++) {
                take(Packets.clipped(bytes, length, bytes.length, ETHERNET));
                take(Packets.clipped(bytes, length, length, ETHERNET));
            }
        }
        assertConservation();
    }

    @Test
    void shouldSurviveEveryValueOfEveryHeaderByte() {
        for (byte[] bytes : builtFrames()) {
            for (int i = 12; i < Math.min(bytes.length, 120); i++) {
                byte original = bytes[i];
                for (int value = 0; value < 256; value++) {
                    bytes[i] = (byte) value;
                    take(Packets.clipped(bytes, bytes.length, bytes.length, ETHERNET));
                }
                bytes[i] = original;
            }
        }
        assertConservation();
    }

    @Test
    void shouldSurviveMutatedFrames() throws IOException {
        List<byte[]> corpus = new ArrayList<>(builtFrames());
        corpus.addAll(capturedFrames());
        Random random = new Random(20_240_229);
        for (int round = 0; round < 300_000; round++) {
            byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
            for (int flips = random.nextInt(6); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(Math.min(bytes.length, 128))] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
            long original = random.nextInt(4) == 0 ? random.nextLong() >>> 32 : bytes.length;
            int linkType = random.nextInt(8) == 0 ? LINK_TYPES[random.nextInt(LINK_TYPES.length)] : ETHERNET;
            Frame frame = Packets.clipped(bytes, length, original, linkType);
            frame.locate(round, round * 1_000_000L + random.nextInt(50_000_000), linkType, 0);
            take(frame);
        }
        decoder.finish();
        assertConservation();
    }

    @Test
    void shouldDecodeEveryCaptureWithoutLosingAFrame() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures");
        for (Path capture : captures()) {
            decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
            frames = 0;
            kinds.clear();
            Frame frame = new Frame();
            try (FrameReader reader = CaptureFiles.open(capture.toString())) {
                while (reader.next(frame)) {
                    take(frame);
                }
                assertEquals(reader.summary().frameCount(), frames);
            } catch (CaptureException e) {
                assertEquals(0, frames, "an unreadable container is refused at its start");
            }
            decoder.finish();
            assertConservation();
        }
    }

    @Test
    void shouldAllocateNothingOnceWarm() {
        Frame[] warm = inOneBlock(builtFrames());
        decodeAll(warm, 100_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        threads.getThreadAllocatedBytes(thread);
        long before = threads.getThreadAllocatedBytes(thread);
        decodeAll(warm, 1_000_000);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertTrue(before > 0, "the JVM counts allocated bytes");
        assertTrue(allocated < 1000, allocated + " bytes for a million frames");
    }

    private void decodeAll(Frame[] warm, int count) {
        for (int i = 0; i < count; i++) {
            Frame frame = warm[i % warm.length];
            frame.locate(++frames, frames * 1_000_000, ETHERNET, 0);
            decoder.decode(frame, packet);
        }
    }

    private void take(Frame frame) {
        decoder.decode(frame, packet);
        frames++;
        kinds.merge(packet.kind(), 1L, Long::sum);
        assertEquals(packet.anomaly().setsAside(), packet.kind() == Packet.Kind.SET_ASIDE);
        if (packet.kind() == Packet.Kind.SET_ASIDE || packet.kind() == Packet.Kind.ARP) {
            return;
        }
        assertTrue(packet.ipVersion() == 4 || packet.ipVersion() == 6);
        assertTrue(packet.ipLength() >= 20);
        assertTrue(packet.payloadLength() >= 0);
        assertTrue(packet.capturedPayloadLength() >= 0);
        assertTrue(packet.capturedPayloadLength() <= packet.payloadLength());
        if (packet.capturedPayloadLength() > 0) {
            assertTrue(packet.payloadOffset() <= packet.buffer().capacity() - packet.capturedPayloadLength());
        }
        if (packet.kind() == Packet.Kind.TCP) {
            assertTrue(packet.sackBlockCount() >= 0 && packet.sackBlockCount() <= 4);
            assertTrue(packet.windowScale() >= -1 && packet.windowScale() <= 14);
        }
    }

    /** Frames read are frames analysed and frames set aside, by name. */
    private void assertConservation() {
        long named = 0;
        long aside = 0;
        for (Anomaly anomaly : Anomaly.values()) {
            named += decoder.anomalyCount(anomaly);
            aside += anomaly.setsAside() ? decoder.anomalyCount(anomaly) : 0;
        }
        assertEquals(frames, named);
        assertEquals(kinds.getOrDefault(Packet.Kind.SET_ASIDE, 0L), aside);
        assertEquals(frames, kinds.values().stream().mapToLong(Long::longValue).sum());
    }

    /** Of each kind at least one, with fragments that complete each other. */
    private static List<byte[]> builtFrames() {
        Packets ipv4 = Packets.tcp("10.0.0.1", 1, "192.0.2.9", 2)
                .mss(1460)
                .sackPermitted()
                .timestamps(1, 2)
                .windowScale(7);
        Packets ipv6 = Packets.tcp("2001:db8::1", 1, "2001:db8::2", 2)
                .option(1, 1)
                .sack(1, 2, 3, 4)
                .extension(IpProtocol.HOP_BY_HOP, 0, 0xC2, 4, 0, 1, 0, 0)
                .extension(IpProtocol.ROUTING, 0, 0, 0, 0, 0, 0, 0)
                .payload(60);
        byte[] datagram = FragmentFixture.udp("10.0.0.1", "10.0.0.2", 300);
        byte[] target = Packets.hex("fe800000000000000000000000000002 0101 0a0b0c0d0e0f");
        List<byte[]> frames = new ArrayList<>(List.of(
                ipv4.bytes(),
                ipv4.vlan(5).vlan(6).bytes(),
                ipv6.bytes(),
                Packets.udp("10.0.0.1", 7, "10.0.0.2", 9).payload(20).padding(4).bytes(),
                Packets.sctp("10.0.0.1", 7, "10.0.0.2", 9).payload(20).bytes(),
                Packets.ip("fe80::1", "fe80::2", IpProtocol.ESP).payload(50).bytes(),
                Packets.echo("10.0.0.1", "10.0.0.2", 8, 1, 2).bytes(),
                Packets.icmpError("10.0.0.9", "10.0.0.1", 3, 4, 1400, ipv4).bytes(),
                Packets.icmpError("fe80::9", "2001:db8::1", 2, 0, 1280, ipv6).bytes(),
                Packets.icmp("fe80::1", "fe80::2", 135, 0, 0, target).bytes(),
                bytes(Packets.arp(ArpHeader.REQUEST, 1, "10.0.0.1", 0, "10.0.0.2", 0, 1)),
                FragmentFixture.ipv4(datagram, 0, 200).bytes(),
                FragmentFixture.ipv4(datagram, 200, 308).bytes(),
                FragmentFixture.ipv6(datagram, 200, 308, 5).bytes(),
                FragmentFixture.ipv6(datagram, 0, 200, 5).bytes()));
        EncapsulationTest.tunnels().stream()
                .filter(example -> example.linkType() == ETHERNET)
                .forEach(example -> frames.add(example.frame()));
        return frames;
    }

    private static byte[] bytes(Frame frame) {
        byte[] bytes = new byte[frame.capturedLength()];
        frame.buffer().get(frame.offset(), bytes);
        return bytes;
    }

    private static Frame[] inOneBlock(List<byte[]> frames) {
        ByteBuffer block = ByteBuffer.allocateDirect(
                frames.stream().mapToInt(bytes -> bytes.length).sum());
        return frames.stream()
                .map(bytes -> {
                    Frame frame = new Frame();
                    frame.wrap(block, block.position(), bytes.length, bytes.length);
                    block.put(bytes);
                    return frame;
                })
                .toArray(Frame[]::new);
    }

    /** The first frames of each capture, none if there are no captures. */
    private static List<byte[]> capturedFrames() throws IOException {
        List<byte[]> frames = new ArrayList<>();
        if (!Files.isDirectory(CAPTURES)) {
            return frames;
        }
        Frame frame = new Frame();
        for (Path capture : captures()) {
            try (FrameReader reader = CaptureFiles.open(capture.toString())) {
                for (int i = 0; i < 10 && reader.next(frame); i++) {
                    frames.add(Arrays.copyOf(bytes(frame), Math.min(frame.capturedLength(), 2000)));
                }
            } catch (CaptureException e) {
                assertTrue(e.getMessage().startsWith(capture.toString()), "a container that is not read is named");
            }
        }
        return frames;
    }

    private static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.walk(CAPTURES)) {
            return files.filter(file -> file.toString().matches(".*\\.(pcap|pcapng|gz)"))
                    .sorted()
                    .toList();
        }
    }
}
