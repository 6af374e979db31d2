package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A decoder that is fed fragments of UDP datagrams between two hosts, and what it says of them. */
final class FragmentFixture {
    static final long SECOND = 1_000_000_000L;
    static final String A4 = "10.0.0.1";
    static final String B4 = "10.0.0.2";
    static final String A6 = "2001:db8::1";
    static final String B6 = "2001:db8::2";

    /** What the sink is told of one datagram, copied. */
    record Outcome(
            FragmentEnd end,
            int fragmentCount,
            int bytesSeen,
            int totalLength,
            boolean isFirstSeen,
            boolean hasOverlap,
            int ipProtocol,
            long ipId,
            int sourcePort,
            int destinationPort,
            long firstFrame,
            long lastFrame,
            long lastNs) {
        static Outcome of(FragmentedDatagram d) {
            assertEquals(d.end() == FragmentEnd.COMPLETE, d.isComplete());
            return new Outcome(
                    d.end(),
                    d.fragmentCount(),
                    d.bytesSeen(),
                    d.totalLength(),
                    d.isFirstSeen(),
                    d.hasOverlap(),
                    d.ipProtocol(),
                    d.ipId(),
                    d.sourcePort(),
                    d.destinationPort(),
                    d.firstFrame(),
                    d.lastFrame(),
                    d.lastNs());
        }
    }

    final List<Outcome> outcomes = new ArrayList<>();
    final Packet packet = new Packet();
    final PacketDecoder decoder;
    private long number;

    FragmentFixture(DecodeLimits limits) {
        decoder = new PacketDecoder(datagram -> outcomes.add(Outcome.of(datagram)), limits);
    }

    FragmentFixture() {
        this(DecodeLimits.defaults());
    }

    /** Decodes the next frame. */
    void take(Packets packets) {
        decoder.decode(packets.number(++number).frame(), packet);
    }

    /** UDP header and payload; the content differs from byte to byte, but for a run of dots up to 1600. */
    static byte[] udp(String source, String destination, int payloadLength) {
        byte[] payload = new byte[payloadLength];
        for (int i = 0; i < payloadLength; i++) {
            payload[i] = i < 1600 && i > 1500 ? (byte) '.' : (byte) (i * 31 + (i >> 8));
        }
        return Packets.udp(source, 7777, destination, 53).payload(payload).upperLayer();
    }

    static Packets ipv4(byte[] datagram, int start, int end) {
        return Packets.ip(A4, B4, IpProtocol.UDP)
                .payload(Arrays.copyOfRange(datagram, start, end))
                .ipId(9)
                .fragment(start, end < datagram.length);
    }

    static Packets ipv6(byte[] datagram, int start, int end, int id) {
        return ipv6(datagram, start, end, id, IpProtocol.UDP);
    }

    static Packets ipv6(byte[] datagram, int start, int end, int id, int nextHeader) {
        int more = end < datagram.length ? 1 : 0;
        return Packets.ip(A6, B6, nextHeader)
                .extension(IpProtocol.FRAGMENT, 0, start >> 8, start & 0xF8 | more, id >> 24, id >> 16, id >> 8, id)
                .payload(Arrays.copyOfRange(datagram, start, end));
    }

    byte[] readPayload() {
        byte[] payload = new byte[packet.capturedPayloadLength()];
        packet.buffer().get(packet.payloadOffset(), payload);
        return payload;
    }

    void assertPayload(byte[] udp) {
        assertArrayEquals(Arrays.copyOfRange(udp, UdpHeader.LENGTH, udp.length), readPayload());
    }
}
