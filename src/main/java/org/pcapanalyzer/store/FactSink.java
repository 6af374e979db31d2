package org.pcapanalyzer.store;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;
import org.pcapanalyzer.capture.HostName;
import org.pcapanalyzer.decode.FragmentSink;
import org.pcapanalyzer.decode.FragmentedDatagram;
import org.pcapanalyzer.flow.ClockStep;
import org.pcapanalyzer.flow.DhcpRow;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.HostRow;
import org.pcapanalyzer.flow.IcmpMessage;
import org.pcapanalyzer.flow.Interval;
import org.pcapanalyzer.flow.Loop;
import org.pcapanalyzer.flow.NeighborRow;
import org.pcapanalyzer.flow.PathChange;
import org.pcapanalyzer.flow.QuicSight;
import org.pcapanalyzer.flow.Stall;
import org.pcapanalyzer.flow.TcpDirection;
import org.pcapanalyzer.flow.TcpEvent;
import org.pcapanalyzer.flow.TcpReset;
import org.pcapanalyzer.flow.TunnelSide;
import org.pcapanalyzer.flow.Turn;
import org.pcapanalyzer.flow.TurnTaking;
import org.pcapanalyzer.protocol.ProtocolSink;
import org.pcapanalyzer.protocol.dns.DnsTransaction;
import org.pcapanalyzer.protocol.http.HttpExchange;
import org.pcapanalyzer.protocol.tls.TlsCertificate;
import org.pcapanalyzer.protocol.tls.TlsHandshake;
import org.pcapanalyzer.store.AnalysisDatabase.Detail;

/**
 * Takes the facts that decoding and tracking yield and writes each to its table. Used by one thread; a call waits while
 * the database is behind, and throws a {@link StoreException} if it failed. Further threads have a sink {@link #beside} this.
 */
public final class FactSink implements FlowSink, FragmentSink, ProtocolSink {
    private final RowLane<Flow> flows;
    private final RowLane<TcpDirectionTable.Row> directions;
    private final RowLane<TcpResetTable.Row> resets;
    private final RowLane<TcpSilenceTable.Row> silences;
    private final RowLane<QuicTable.Row> quic;
    private final RowLane<TcpEvent> events;
    private final RowLane<Stall> stalls;
    private final RowLane<Turn> turns;
    private final RowLane<FragmentedDatagram> fragments;
    private final RowLane<IcmpMessage> icmp;
    private final RowLane<NeighborRow> arp;
    private final RowLane<Interval> intervals;
    private final RowLane<ClockStep> clockSteps;
    private final RowLane<OfFlow<PathChange>> pathChanges;
    private final RowLane<OfFlow<Loop>> loops;
    private final RowLane<Flow> splitPaths;
    private final RowLane<OfFlow<TunnelSide>> tunnels;
    private final RowLane<HostRow> hosts;
    private final RowLane<DhcpRow> dhcp;
    private final RowLane<DnsTransaction> dns;
    private final RowLane<HttpExchange> http;
    private final RowLane<TlsHandshake> tls;
    private final RowLane<TlsCertificate> certificates;
    private final RowLane<FrameRun> runs;
    private final RowLane<FrameComment> comments;
    private final RowLane<HostName> names;
    private final RowLane<PacketRow> packets;
    private final TableWriters writers;
    private final Detail detail;

    /**
     * @param database that the rows go to; it may be on its way, then rows wait for it
     * @param limits   that it is opened with
     */
    FactSink(Supplier<DuckDBConnection> database, Path file, StoreLimits limits, Detail detail) {
        this(new TableWriters(database, file, new RowBound(database, limits)), detail, Runnable::run);
    }

    private FactSink(TableWriters writers, Detail detail, Consumer<Runnable> outlet) {
        this.writers = writers;
        this.detail = detail;
        flows = writers.keeping(new FlowTable()).lane(outlet);
        directions = writers.keeping(new TcpDirectionTable()).lane(outlet);
        resets = writers.keeping(new TcpResetTable()).lane(outlet);
        silences = writers.keeping(new TcpSilenceTable()).lane(outlet);
        quic = writers.keeping(new QuicTable()).lane(outlet);
        events = writers.copying(new TcpEventTable()).lane(outlet);
        stalls = writers.copying(new StallTable()).lane(outlet);
        turns = writers.copying(new TurnTable()).lane(outlet);
        fragments = writers.copying(new FragmentTable()).lane(outlet);
        icmp = writers.copying(new IcmpTable()).lane(outlet);
        arp = writers.copying(new ArpTable()).lane(outlet);
        intervals = writers.copying(new IntervalTable()).lane(outlet);
        clockSteps = writers.copying(new ClockStepTable()).lane(outlet);
        pathChanges = writers.keeping(new PathChangeTable()).lane(outlet);
        loops = writers.keeping(new LoopTable()).lane(outlet);
        splitPaths = writers.keeping(new SplitPathTable()).lane(outlet);
        tunnels = writers.keeping(new TunnelTable()).lane(outlet);
        hosts = writers.copying(new HostTable()).lane(outlet);
        dhcp = writers.copying(new DhcpTable()).lane(outlet);
        dns = writers.copying(new DnsTable()).lane(outlet);
        http = writers.copying(new HttpTable()).lane(outlet);
        tls = writers.copying(new TlsTable()).lane(outlet);
        certificates = writers.copying(new CertificateTable()).lane(outlet);
        runs = writers.copying(new FrameRunTable()).lane(outlet);
        comments = writers.copying(new FrameCommentTable()).lane(outlet);
        names = writers.copying(new HostNameTable()).lane(outlet);
        packets = writers.copying(new PacketTable()).lane(outlet);
    }

    /**
     * Another sink of the same tables, for another thread. Full batches of rows are laid by with {@code outlet}, to be run by
     * the thread of this sink.
     */
    public FactSink beside(Consumer<Runnable> outlet) {
        return new FactSink(writers, detail, outlet);
    }

    @Override
    public void flow(Flow flow) {
        flows.add(flow);
    }

    @Override
    public void tcpDirection(Flow flow, TcpDirection direction) {
        directions.add(new TcpDirectionTable.Row(flow, direction));
    }

    @Override
    public void tcpReset(Flow flow, TcpReset reset) {
        resets.add(new TcpResetTable.Row(flow, reset));
    }

    @Override
    public void tcpSilence(Flow flow, TurnTaking silence) {
        silences.add(new TcpSilenceTable.Row(flow, silence));
    }

    @Override
    public void quic(Flow flow, QuicSight sight) {
        quic.add(new QuicTable.Row(flow, sight));
    }

    @Override
    public void tcpEvent(TcpEvent event) {
        events.add(event);
    }

    @Override
    public void stall(Stall stall) {
        stalls.add(stall);
    }

    @Override
    public void turn(Turn turn) {
        turns.add(turn);
    }

    @Override
    public void fragments(FragmentedDatagram datagram) {
        fragments.add(datagram);
    }

    @Override
    public void icmp(IcmpMessage message) {
        icmp.add(message);
    }

    @Override
    public void neighbor(NeighborRow row) {
        arp.add(row);
    }

    @Override
    public void interval(Interval interval) {
        intervals.add(interval);
    }

    @Override
    public void clockStep(ClockStep step) {
        clockSteps.add(step);
    }

    @Override
    public void pathChange(Flow flow, PathChange change) {
        pathChanges.add(new OfFlow<>(flow, change.side(), change));
    }

    @Override
    public void loop(Flow flow, Loop loop) {
        loops.add(new OfFlow<>(flow, loop.side(), loop));
    }

    @Override
    public void splitPath(Flow flow) {
        splitPaths.add(flow);
    }

    @Override
    public void tunnel(Flow flow, TunnelSide tunnel) {
        tunnels.add(new OfFlow<>(flow, tunnel.side(), tunnel));
    }

    @Override
    public void host(HostRow host) {
        hosts.add(host);
    }

    @Override
    public void dhcp(DhcpRow message) {
        dhcp.add(message);
    }

    @Override
    public void dns(DnsTransaction transaction) {
        dns.add(transaction);
    }

    @Override
    public void http(HttpExchange exchange) {
        http.add(exchange);
    }

    @Override
    public void tls(TlsHandshake handshake) {
        tls.add(handshake);
    }

    @Override
    public void certificate(TlsCertificate certificate) {
        certificates.add(certificate);
    }

    /** Takes a run of frames of one file. */
    public void frames(FrameRun run) {
        runs.add(run);
    }

    public void comment(FrameComment comment) {
        comments.add(comment);
    }

    public void name(HostName name) {
        names.add(name);
    }

    /** Takes a frame, once it is decoded and tracked, if this analysis keeps frames. */
    public void packet(PacketRow row) {
        if (detail == Detail.PACKETS) {
            packets.add(row);
        }
    }

    /** No more rows come: waits until all are in their tables. */
    void finish() {
        writers.finish();
    }

    /** Gives up what is not in its table yet. */
    void abandon() {
        writers.abandon();
    }
}
