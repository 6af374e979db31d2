package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.fuzz.Choices;

/**
 * Any bytes as frames of any link type. Input: link type (2 bytes), bytes cut from each frame (1), then frames, each behind
 * its length (1; 0 for all that is left).
 */
@Tag("fuzz")
final class DecoderFuzzTest {
    private static final int CUT_BEYOND_ALL_MEASURE = 255;
    private static final long LARGEST_ORIGINAL_LENGTH = 0xFFFF_FFFFL;
    private static final int MARGIN_BYTES = 512;
    private static final long STEP_NS = 1_000_000L;
    private static final int MOST_TUNNELS = 8;

    @FuzzTest
    void decode(byte[] input) {
        Choices choices = new Choices(input);
        int linkType = choices.u16();
        int cutBytes = choices.u8();
        PacketDecoder alone = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        PacketDecoder amid = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Packet packet = new Packet();
        Packet packetAmid = new Packet();
        int count = 0;
        while (choices.hasMore()) {
            int length = choices.u8();
            byte[] bytes = length == 0 ? choices.rest() : choices.bytes(length);
            long original = cutBytes == CUT_BEYOND_ALL_MEASURE ? LARGEST_ORIGINAL_LENGTH : bytes.length + cutBytes;
            count++;
            Frame frame = frame(bytes, 0, bytes.length, original, linkType, count);
            alone.decode(frame, packet);
            assertSound(frame, packet);
            Frame frameAmid = frameAmidOthers(bytes, original, linkType, count);
            amid.decode(frameAmid, packetAmid);
            assertEquals(
                    PacketText.of(packet, frame),
                    PacketText.of(packetAmid, frameAmid),
                    "other bytes around the frame make a difference");
        }
        alone.finish();
        assertAllCounted(alone, count);
    }

    private static Frame frame(byte[] bytes, int offset, int captured, long original, int linkType, int number) {
        Frame frame = new Frame();
        frame.wrap(ByteBuffer.wrap(bytes), offset, captured, original);
        frame.locate(number, number * STEP_NS, linkType, 0);
        return frame;
    }

    private static Frame frameAmidOthers(byte[] bytes, long original, int linkType, int number) {
        byte[] block = new byte[bytes.length + 2 * MARGIN_BYTES];
        Arrays.fill(block, (byte) 0x45);
        System.arraycopy(bytes, 0, block, MARGIN_BYTES, bytes.length);
        return frame(block, MARGIN_BYTES, bytes.length, original, linkType, number);
    }

    private static void assertSound(Frame frame, Packet packet) {
        boolean isSetAside = packet.kind() == Packet.Kind.SET_ASIDE;
        assertEquals(packet.anomaly().setsAside(), isSetAside, () -> packet.kind() + " with " + packet.anomaly());
        assertTrue(packet.outerCount() <= MOST_TUNNELS, "tunnels in each other");
        assertTrue(packet.vlanId() >= -1 && packet.vlanId() < 4096, () -> "VLAN " + packet.vlanId());
        if (isSetAside) {
            return;
        }
        for (int i = 0; i < packet.outerCount(); i++) {
            Packet outer = packet.outer(i);
            boolean isDatagram = outer.kind() == Packet.Kind.UDP || outer.kind() == Packet.Kind.OTHER_IP;
            assertTrue(isDatagram, () -> "a tunnel in " + outer.kind());
            assertTrue(outer.carries() != TunnelType.NONE, "an outer packet without a tunnel");
            assertIp(frame, outer);
        }
        if (packet.kind() != Packet.Kind.ARP) {
            assertIp(frame, packet);
        }
        if (packet.kind() == Packet.Kind.TCP) {
            assertTcp(packet);
        }
    }

    private static void assertIp(Frame frame, Packet packet) {
        assertTrue(packet.ipVersion() == 4 || packet.ipVersion() == 6, () -> "IP version " + packet.ipVersion());
        assertTrue(packet.ipLength() >= 0, () -> "IP length " + packet.ipLength());
        assertTrue(packet.payloadLength() >= 0, () -> "payload of " + packet.payloadLength());
        assertTrue(packet.payloadLength() <= packet.ipLength(), "a payload longer than its packet");
        int captured = packet.capturedPayloadLength();
        assertTrue(captured >= 0 && captured <= packet.payloadLength(), () -> "captured payload of " + captured);
        boolean isInFrame = packet.buffer() == frame.buffer();
        int begin = isInFrame ? frame.offset() : 0;
        int end = isInFrame
                ? frame.offset() + frame.capturedLength()
                : packet.buffer().capacity();
        assertTrue(packet.payloadOffset() >= begin, "a payload before its frame");
        assertTrue(captured == 0 || packet.payloadOffset() + captured <= end, "a payload behind its frame");
        if (packet.ipOffset() >= 0) {
            assertTrue(packet.ipOffset() >= begin && packet.ipOffset() < end, "an IP header outside of its frame");
            assertTrue(packet.payloadOffset() >= packet.ipOffset(), "a payload before its header");
        } else {
            assertTrue(packet.isReassembled(), "no IP header");
        }
        assertTrue(packet.sourcePort() >>> 16 == 0 && packet.destinationPort() >>> 16 == 0, "ports");
    }

    private static void assertTcp(Packet packet) {
        assertTrue(packet.sackBlockCount() >= 0 && packet.sackBlockCount() <= 4, "SACK blocks");
        assertTrue(packet.windowScale() >= -1 && packet.windowScale() <= 14, "window scale");
        assertTrue(packet.mss() >= -1 && packet.mss() <= 0xFFFF, "MSS");
        assertTrue(packet.sequenceLength() >= packet.payloadLength(), "sequence length");
    }

    private static void assertAllCounted(PacketDecoder decoder, int frames) {
        long counted =
                Arrays.stream(Anomaly.values()).mapToLong(decoder::anomalyCount).sum();
        assertEquals(frames, counted);
    }
}
