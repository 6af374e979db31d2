package org.pcapanalyzer.flow;

import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.decode.TcpHeader;

/**
 * A wire between a client (10.0.0.1:40000) and a server (10.0.0.2:80) with a tracker at it. Segments are put on it one by
 * one; frames are numbered from 1, times are milliseconds, and each side counts its IP IDs.
 */
final class Wire {
    static final int FIN = TcpHeader.FIN;
    static final int SYN = TcpHeader.SYN;
    static final int RST = TcpHeader.RST;
    static final int ACK = TcpHeader.ACK;
    static final String CLIENT = "10.0.0.1";
    static final String SERVER = "10.0.0.2";
    static final int CLIENT_PORT = 40_000;
    static final int SERVER_PORT = 80;
    static final long MS = 1_000_000L;

    final RecordingSink rows = new RecordingSink();
    private final FlowTracker tracker;
    private long frames;
    private int clientIpId = 1000;
    private int serverIpId = 7000;

    Wire() {
        this(FlowLimits.forHeap(1L << 30));
    }

    Wire(FlowLimits limits) {
        tracker = new FlowTracker(rows, limits);
    }

    /** A wire whose streams go to {@code streams}. */
    Wire(StreamSink streams, StreamOptions options) {
        tracker = new FlowTracker(rows, FlowLimits.forHeap(1L << 30), streams, options);
    }

    /** Puts a segment of the client on the wire. */
    Wire client(double ms, int flags, int seq, int ack, int payload) {
        return client(ms, flags, seq, ack, payload, segment -> segment);
    }

    Wire client(double ms, int flags, int seq, int ack, int payload, UnaryOperator<Packets> more) {
        Packets segment = Packets.tcp(CLIENT, CLIENT_PORT, SERVER, SERVER_PORT).ipId(++clientIpId);
        return put(ms, more.apply(segment.flags(flags).seq(seq).ack(ack).payload(payload)));
    }

    /** Puts a segment of the server on the wire. */
    Wire server(double ms, int flags, int seq, int ack, int payload) {
        return server(ms, flags, seq, ack, payload, segment -> segment);
    }

    Wire server(double ms, int flags, int seq, int ack, int payload, UnaryOperator<Packets> more) {
        Packets segment = Packets.tcp(SERVER, SERVER_PORT, CLIENT, CLIENT_PORT).ipId(++serverIpId);
        return put(ms, more.apply(segment.flags(flags).seq(seq).ack(ack).payload(payload)));
    }

    /** Puts any packet on the wire. */
    Wire put(double ms, Packets packet) {
        return put(packet.at(Math.round(ms * MS)).number(++frames).packet());
    }

    Wire put(Packet packet) {
        tracker.track(packet);
        return this;
    }

    /**
     * SYN 999, SYN-ACK 4999 after 10 ms, ACK after 20 ms, SACK permitted: streams begin at 1000 and 5000, the path takes
     * 20 ms, half of it on either side of the capture point.
     */
    Wire handshake() {
        client(0, SYN, 999, 0, 0, Packets::sackPermitted);
        server(10, SYN | ACK, 4999, 1000, 0, Packets::sackPermitted);
        return client(20, ACK, 1000, 5000, 0);
    }

    /** As {@link #handshake()}, without SACK. */
    Wire handshakeWithoutSack() {
        client(0, SYN, 999, 0, 0);
        server(10, SYN | ACK, 4999, 1000, 0);
        return client(20, ACK, 1000, 5000, 0);
    }

    /** Ends the capture and returns the only flow. */
    Flow flow() {
        tracker.finish();
        if (rows.flows.size() != 1) {
            throw new AssertionError("flows: " + rows.flows.size());
        }
        return rows.flows.get(0);
    }

    /** Ends the capture and returns all flows in the order in which their rows went out. */
    List<Flow> flows() {
        tracker.finish();
        return rows.flows;
    }

    /** Ends the capture and returns the row of what the client sent. */
    TcpDirection fromClient() {
        return direction(Side.ORIG);
    }

    /** Ends the capture and returns the row of what the server sent. */
    TcpDirection fromServer() {
        return direction(Side.RESP);
    }

    private TcpDirection direction(Side side) {
        tracker.finish();
        return rows.directions.stream()
                .filter(row -> row.side() == side)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + side));
    }

    FlowTracker tracker() {
        return tracker;
    }

    /** Ends the capture and returns the causes of resends, in the order of their frames. */
    List<String> causes() {
        return resends().stream().map(RecordingSink.Event::cause).toList();
    }

    /** Ends the capture and returns the rows with a cause, in the order of their frames. */
    List<RecordingSink.Event> resends() {
        tracker.finish();
        return rows.events.stream()
                .filter(event -> !event.cause().isEmpty())
                .sorted(Comparator.comparing(RecordingSink.Event::frame))
                .toList();
    }

    /** Ends the capture and returns the stalls. */
    List<RecordingSink.StallRow> stalls() {
        tracker.finish();
        return rows.stalls;
    }

    /** Ends the capture and returns Wireshark's labels of a frame, in alphabetical order. */
    List<String> labels(long frame) {
        tracker.finish();
        return rows.events.stream()
                .filter(event -> event.frame() == frame && !event.label().isEmpty())
                .map(RecordingSink.Event::label)
                .sorted()
                .toList();
    }

    /** What we said of a frame, without repetitions. */
    List<TcpEventKind> kinds(long frame) {
        return rows.events.stream()
                .filter(event -> event.frame() == frame)
                .map(RecordingSink.Event::kind)
                .distinct()
                .toList();
    }
}
