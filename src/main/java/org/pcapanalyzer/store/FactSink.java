package org.pcapanalyzer.store;

import java.nio.file.Path;
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
 * the database is behind, and throws a {@link StoreException} if it failed.
 */
public final class FactSink implements FlowSink, FragmentSink, ProtocolSink {
    private final TableWriter<Flow> flows;
    private final TableWriter<TcpDirectionTable.Row> directions;
    private final TableWriter<TcpResetTable.Row> resets;
    private final TableWriter<TcpSilenceTable.Row> silences;
    private final TableWriter<QuicTable.Row> quic;
    private final TableWriter<TcpEvent> events;
    private final TableWriter<Stall> stalls;
    private final TableWriter<Turn> turns;
    private final TableWriter<FragmentedDatagram> fragments;
    private final TableWriter<IcmpMessage> icmp;
    private final TableWriter<NeighborRow> arp;
    private final TableWriter<Interval> intervals;
    private final TableWriter<ClockStep> clockSteps;
    private final TableWriter<OfFlow<PathChange>> pathChanges;
    private final TableWriter<OfFlow<Loop>> loops;
    private final TableWriter<Flow> splitPaths;
    private final TableWriter<OfFlow<TunnelSide>> tunnels;
    private final TableWriter<HostRow> hosts;
    private final TableWriter<DhcpRow> dhcp;
    private final TableWriter<DnsTransaction> dns;
    private final TableWriter<HttpExchange> http;
    private final TableWriter<TlsHandshake> tls;
    private final TableWriter<TlsCertificate> certificates;
    private final TableWriter<FrameRun> runs;
    private final TableWriter<FrameComment> comments;
    private final TableWriter<HostName> names;
    private final TableWriter<PacketRow> packets;
    private final TableWriters writers;
    private final Detail detail;

    FactSink(DuckDBConnection database, Path file, Detail detail) {
        this.detail = detail;
        writers = new TableWriters(database, file);
        flows = writers.keeping(new FlowTable());
        directions = writers.keeping(new TcpDirectionTable());
        resets = writers.keeping(new TcpResetTable());
        silences = writers.keeping(new TcpSilenceTable());
        quic = writers.keeping(new QuicTable());
        events = writers.copying(new TcpEventTable());
        stalls = writers.copying(new StallTable());
        turns = writers.copying(new TurnTable());
        fragments = writers.copying(new FragmentTable());
        icmp = writers.copying(new IcmpTable());
        arp = writers.copying(new ArpTable());
        intervals = writers.copying(new IntervalTable());
        clockSteps = writers.copying(new ClockStepTable());
        pathChanges = writers.keeping(new PathChangeTable());
        loops = writers.keeping(new LoopTable());
        splitPaths = writers.keeping(new SplitPathTable());
        tunnels = writers.keeping(new TunnelTable());
        hosts = writers.copying(new HostTable());
        dhcp = writers.copying(new DhcpTable());
        dns = writers.copying(new DnsTable());
        http = writers.copying(new HttpTable());
        tls = writers.copying(new TlsTable());
        certificates = writers.copying(new CertificateTable());
        runs = writers.copying(new FrameRunTable());
        comments = writers.copying(new FrameCommentTable());
        names = writers.copying(new HostNameTable());
        packets = writers.copying(new PacketTable());
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
