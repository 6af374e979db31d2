package org.pcapanalyzer.protocol.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.OverlapPolicy;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamOptions;

/** A connection whose two sides say bytes; each call is a frame of its own, a millisecond after the one before. */
final class Talk {
    static final long MILLISECOND_NS = 1_000_000;

    final List<TlsCertificate> certificates = new ArrayList<>();
    private final List<TlsHandshake> handshakes = new ArrayList<>();
    private final TlsConversation conversation;
    private final int pieceBytes;
    private final boolean[] isGivenUp = new boolean[2];
    private long frame;

    Talk() {
        this(new Preamble(), Integer.MAX_VALUE);
    }

    /** @param pieceBytes each call comes in pieces of at most so many bytes, of the same frame */
    Talk(Preamble preamble, int pieceBytes) {
        this.pieceBytes = pieceBytes;
        conversation =
                new TlsConversation(tcpFlow(), handshakes::add, certificates::add, new CertificateReader(), preamble);
    }

    private static Flow tcpFlow() {
        return flow(Packets.tcp("10.0.0.1", 40000, "10.0.0.2", 443).flags(0x02));
    }

    static Flow udpFlow() {
        return flow(Packets.udp("10.0.0.1", 40000, "10.0.0.2", 443).payload(20));
    }

    private static Flow flow(Packets first) {
        List<Flow> flows = new ArrayList<>();
        Packet packet = Packets.decode(first.frame());
        FlowTracker tracker = new FlowTracker(
                FlowSink.NONE,
                FlowLimits.forHeap(1 << 28),
                flow -> {
                    flows.add(flow);
                    return Optional.empty();
                },
                new StreamOptions(OverlapPolicy.FIRST, 0, 0, 0),
                (flow, datagram) -> {
                    flows.add(flow);
                    return Optional.empty();
                });
        tracker.track(packet);
        return flows.get(0);
    }

    Talk client(byte[]... parts) {
        return say(Side.ORIG, Hello.join(parts));
    }

    Talk server(byte[]... parts) {
        return say(Side.RESP, Hello.join(parts));
    }

    Talk server(String text) {
        return server(text.getBytes(StandardCharsets.US_ASCII));
    }

    Talk say(Side side, byte[] bytes) {
        frame++;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int at = 0; at < bytes.length && !isGivenUp[side.ordinal()]; at += pieceBytes) {
            int length = Math.min(pieceBytes, bytes.length - at);
            isGivenUp[side.ordinal()] = !conversation.take(side, buffer, at, length, frame, frame * MILLISECOND_NS);
            if (length == bytes.length - at) {
                break;
            }
        }
        return this;
    }

    Talk gap(Side side, long length) {
        if (!isGivenUp[side.ordinal()]) {
            isGivenUp[side.ordinal()] = !conversation.gap(side, length, GapReason.NOT_CAPTURED);
        }
        return this;
    }

    boolean isGivenUp(Side side) {
        return isGivenUp[side.ordinal()];
    }

    TlsHandshake end() {
        conversation.close();
        return handshakes.get(0);
    }
}
