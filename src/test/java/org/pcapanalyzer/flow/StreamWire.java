package org.pcapanalyzer.flow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pcapanalyzer.decode.Packets;

/** A {@link Wire} on which segments carry text, with what a sink heard of both streams. */
final class StreamWire {
    static final StreamOptions AMPLE = new StreamOptions(OverlapPolicy.FIRST, 1 << 20, 1 << 20, 4 << 20);

    final RecordingStreams streams = new RecordingStreams();
    final Wire wire;

    StreamWire() {
        this(AMPLE);
    }

    StreamWire(StreamOptions options) {
        wire = new Wire(streams, options);
    }

    StreamWire handshake() {
        wire.handshake();
        return this;
    }

    /** A segment of the client with ACK 5000. */
    StreamWire client(double ms, int seq, String text) {
        return client(ms, Wire.ACK, seq, 5000, text);
    }

    StreamWire client(double ms, int flags, int seq, int ack, String text) {
        return client(ms, flags, seq, ack, text, segment -> segment);
    }

    StreamWire client(double ms, int flags, int seq, int ack, String text, UnaryOperator<Packets> more) {
        wire.client(ms, flags, seq, ack, 0, segment -> more.apply(segment.payload(bytes(text))));
        return this;
    }

    StreamWire server(double ms, int flags, int seq, int ack, String text) {
        wire.server(ms, flags, seq, ack, 0, segment -> segment.payload(bytes(text)));
        return this;
    }

    /** An acknowledgement of the server. */
    StreamWire acked(double ms, int ack) {
        return server(ms, Wire.ACK, 5000, ack, "");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What the sink heard so far of the client's stream. */
    String fromClient() {
        return streams.of(Side.ORIG);
    }

    String fromServer() {
        return streams.of(Side.RESP);
    }

    /** What it heard of the client's stream when the capture is over. */
    String clientInAll() {
        wire.tracker().finish();
        if (wire.tracker().heldBytes() != 0) {
            throw new AssertionError("still held: " + wire.tracker().heldBytes());
        }
        return fromClient();
    }

    StreamTotals clientTotals() {
        wire.tracker().finish();
        return streams.totals.get(Side.ORIG);
    }

    List<String> carriers() {
        return streams.carriers;
    }
}
