package org.pcapanalyzer.flow;

import java.util.ArrayList;
import java.util.List;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.decode.TcpHeader;
import org.pcapanalyzer.fuzz.Choices;

/**
 * Makes packets of four TCP flows, one of UDP, ICMP errors about any packet before, and second copies of packets, out of a
 * fuzzer's choices. Sequence numbers lie near the base of their flow and side, two of the flows at the wrap; what a segment
 * carries follows from its sequence number, unless the choice is to disagree.
 */
final class HostileSender {
    static final int SERVER_PORT = 80;

    private static final int FLOWS = 4;
    private static final int FIRST_CLIENT_PORT = 40_000;
    private static final int[] BASES = {0xFFFF_FF00, 0x7FFF_FE00, 1000, 0};
    private static final long MS = 1_000_000L;
    private static final long MINUTES_NS = 130_000 * MS;

    // Kinds of packets, by the low bits of the first byte; all others are segments.
    private static final int DATAGRAM = 5;
    private static final int ICMP_ERROR = 6;
    private static final int COPY = 7;
    private static final int IS_MINUTES_LATER = 0x80;
    private static final int IS_MUCH = 0x40;
    private static final int IS_CLIPPED = 0x20;
    private static final int DISAGREES = 0x10;
    private static final int HAS_OPTIONS = 0x08;

    /** What a frame carried of a stream. */
    record Sent(int flow, boolean isFromClient, int seq, int ack, int flags, byte[] payload, int capturedLength) {}

    private final Choices choices;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Packets> packets = new ArrayList<>();
    private long nowNs = 1_000_000 * MS;

    HostileSender(Choices choices) {
        this.choices = choices;
    }

    int frameCount() {
        return packets.size();
    }

    /** What a frame carried; a flow of -1 stands for no segment. */
    Sent sent(long frame) {
        return sent.get((int) frame - 1);
    }

    /** What all frames carried, in their order. */
    List<Sent> sent() {
        return sent;
    }

    /** The number of the flow of a port of its client. */
    static int flowOf(int clientPort) {
        return clientPort - FIRST_CLIENT_PORT;
    }

    /** The next packet of the capture, numbered and with its time. */
    Packets next() {
        int shape = choices.u8();
        pass(choices.u8(), shape);
        Packets packet = switch (shape & 7) {
            case DATAGRAM -> datagram();
            case ICMP_ERROR -> icmpError();
            case COPY -> copy();
            default -> segment(shape);
        };
        packets.add(packet);
        return packet.at(nowNs).number(packets.size());
    }

    private void pass(int step, int shape) {
        int signed = (byte) step;
        nowNs += signed < 0 ? signed * MS : signed * signed * MS / 10;
        nowNs = Math.max(0, nowNs + ((shape & IS_MINUTES_LATER) != 0 ? MINUTES_NS : 0));
    }

    private Packets datagram() {
        boolean isAnswer = choices.bit();
        sent.add(new Sent(-1, false, 0, 0, 0, new byte[0], 0));
        String client = "10.0.0.9";
        String server = "10.0.0.8";
        return (isAnswer ? Packets.udp(server, 53, client, 5353) : Packets.udp(client, 5353, server, 53))
                .payload(choices.u8());
    }

    private Packets icmpError() {
        sent.add(new Sent(-1, false, 0, 0, 0, new byte[0], 0));
        int type = choices.u8();
        int code = choices.u8();
        int mtu = choices.u16();
        Packets quoted = packets.isEmpty()
                ? Packets.udp("10.0.0.9", 5353, "10.0.0.8", 53)
                : packets.get(choices.u8() % packets.size());
        return Packets.icmpError("10.0.0.7", "10.0.0.1", type, code, mtu, quoted);
    }

    /** A packet captured again, with another TTL behind a router. */
    private Packets copy() {
        int choice = choices.u8();
        if (packets.isEmpty()) {
            return datagram();
        }
        int index = Math.max(0, packets.size() - 1 - (choice >> 1) % 8);
        sent.add(sent.get(index));
        return (choice & 1) == 0 ? packets.get(index) : packets.get(index).ttl(63);
    }

    private Packets segment(int shape) {
        int who = choices.u8();
        int flow = who % FLOWS;
        boolean isFromClient = (who & 4) == 0;
        int flags = choices.u8() & 0x3F;
        boolean isMuch = (shape & IS_MUCH) != 0;
        int seq = BASES[flow] + (isMuch ? choices.i32() : choices.i16());
        int ack = BASES[flow] + choices.i16();
        byte[] payload = new byte[choices.u8() << (isMuch ? 5 : 0)];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (contentAt(flow, isFromClient, seq + i) ^ ((shape & DISAGREES) != 0 ? 0x55 : 0));
        }
        int captured = (shape & IS_CLIPPED) != 0 ? payload.length / 2 : payload.length;
        Packets segment = addressed(flow, isFromClient)
                .flags(flags)
                .seq(seq)
                .ack(ack)
                .window(choices.u8() << 4)
                .ipId((who & 0x80) != 0 ? 0 : packets.size() + 1)
                .payload(payload);
        if ((shape & HAS_OPTIONS) != 0) {
            addOptions(segment, flow, flags);
        }
        sent.add(new Sent(flow, isFromClient, seq, ack, flags, payload, captured));
        return captured == payload.length
                ? segment
                : segment.snaplen(segment.bytes().length - payload.length + captured);
    }

    private static Packets addressed(int flow, boolean isFromClient) {
        String client = flow == 1 ? "2001:db8::1" : "10.0.0.1";
        String server = flow == 1 ? "2001:db8::2" : "10.0.0.2";
        int port = FIRST_CLIENT_PORT + flow;
        return isFromClient
                ? Packets.tcp(client, port, server, SERVER_PORT)
                : Packets.tcp(server, SERVER_PORT, client, port);
    }

    private void addOptions(Packets segment, int flow, int flags) {
        int which = choices.u8();
        if ((flags & TcpHeader.SYN) != 0) {
            segment.mss(choices.u16());
            segment.windowScale(which & 0xF);
            segment.sackPermitted();
        }
        if ((which & 0x40) != 0) {
            segment.timestamps(choices.u16(), choices.u16());
        }
        int blocks = (flags & TcpHeader.SYN) != 0 ? 0 : which >> 4 & 3;
        if (blocks > 0) {
            int[] edges = new int[2 * blocks];
            for (int i = 0; i < edges.length; i++) {
                edges[i] = BASES[flow] + choices.i16();
            }
            segment.sack(edges);
        }
    }

    private static int contentAt(int flow, boolean isFromClient, int seq) {
        int mixed = (seq + flow * 101 + (isFromClient ? 7 : 0)) * 0x9E3779B9;
        return mixed >>> 24;
    }
}
