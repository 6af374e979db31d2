package org.pcapanalyzer.flow;

import java.util.ArrayList;
import java.util.List;

/** Keeps all rows; reused arguments are copied. */
final class RecordingSink implements FlowSink {
    /** A copy of a {@link TcpEvent}; label, cause and lost are empty where absent. */
    record Event(
            long flowId,
            long frame,
            Side side,
            TcpEventKind kind,
            String label,
            String cause,
            String lost,
            long deltaNs,
            long origFrame,
            int attempt) {}

    /** A copy of a {@link Stall}. */
    record StallRow(
            Side side,
            long startNs,
            long ns,
            String cause,
            boolean isEnded,
            long frame,
            int lostBytes,
            long heldBytes,
            int sends) {}

    /** A copy of an {@link IcmpMessage}. */
    record Icmp(String name, boolean isError, long mtu, FlowProtocol quotedProto, int quotedDport, long quotedFlowId) {}

    /** A copy of an {@link Interval}. */
    record Second(
            long startNs, long pkts, long bytes, long tcpPkts, long newFlows, long syn, long retrans, long dupAck) {}

    final List<Flow> flows = new ArrayList<>();
    final List<TcpDirection> directions = new ArrayList<>();
    final List<TcpReset> resets = new ArrayList<>();
    final List<TurnTaking> silences = new ArrayList<>();
    /** Number, times in milliseconds, bytes and frames of each turn. */
    final List<String> turns = new ArrayList<>();

    final List<QuicSight> quic = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<StallRow> stalls = new ArrayList<>();
    final List<Icmp> icmp = new ArrayList<>();
    final List<NeighborRow> neighbors = new ArrayList<>();
    final List<Second> seconds = new ArrayList<>();
    final List<ClockStep> clockSteps = new ArrayList<>();
    final List<PathChange> pathChanges = new ArrayList<>();
    final List<Loop> loops = new ArrayList<>();
    final List<Flow> splitPaths = new ArrayList<>();
    final List<TunnelSide> tunnels = new ArrayList<>();
    final List<HostRow> hosts = new ArrayList<>();

    @Override
    public void turn(Turn turn) {
        String answer = turn.responseNs() == Flow.ABSENT
                ? "none"
                : "%d-%d ms %d bytes frame %d"
                        .formatted(
                                turn.responseNs() / Wire.MS,
                                turn.responseEndNs() / Wire.MS,
                                turn.responseBytes(),
                                turn.responseFrame());
        turns.add("%d: %d-%d ms %d bytes frame %d, %s"
                .formatted(
                        turn.number(),
                        turn.requestNs() / Wire.MS,
                        turn.requestEndNs() / Wire.MS,
                        turn.requestBytes(),
                        turn.requestFrame(),
                        answer));
    }

    @Override
    public void clockStep(ClockStep step) {
        clockSteps.add(step);
    }

    @Override
    public void pathChange(Flow flow, PathChange change) {
        pathChanges.add(change);
    }

    @Override
    public void loop(Flow flow, Loop loop) {
        loops.add(loop);
    }

    @Override
    public void splitPath(Flow flow) {
        splitPaths.add(flow);
    }

    @Override
    public void tunnel(Flow flow, TunnelSide tunnel) {
        tunnels.add(tunnel);
    }

    @Override
    public void host(HostRow host) {
        hosts.add(host);
    }

    @Override
    public void flow(Flow flow) {
        flows.add(flow);
    }

    @Override
    public void tcpDirection(Flow flow, TcpDirection direction) {
        if (flow != flows.get(flows.size() - 1)) {
            throw new AssertionError("a direction must follow its flow");
        }
        directions.add(direction);
    }

    @Override
    public void stall(Stall stall) {
        stalls.add(new StallRow(
                stall.side(),
                stall.startNs(),
                stall.ns(),
                stall.cause().label(),
                stall.isEnded(),
                stall.frame(),
                stall.lostBytes(),
                stall.heldBytes(),
                stall.sends()));
    }

    @Override
    public void tcpReset(Flow flow, TcpReset reset) {
        resets.add(reset);
    }

    @Override
    public void tcpSilence(Flow flow, TurnTaking silence) {
        silences.add(silence);
    }

    @Override
    public void quic(Flow flow, QuicSight sight) {
        quic.add(sight);
    }

    @Override
    public void tcpEvent(TcpEvent event) {
        events.add(new Event(
                event.flowId(),
                event.frame(),
                event.side(),
                event.event(),
                event.hasWsLabel() ? event.wsLabel().label() : "",
                event.hasCause() ? event.cause().label() : "",
                event.hasLost() ? event.lost().label() : "",
                event.deltaNs(),
                event.origFrame(),
                event.attempt()));
    }

    @Override
    public void icmp(IcmpMessage message) {
        icmp.add(new Icmp(
                message.name(),
                message.isError(),
                message.mtu(),
                message.hasQuoted() ? message.quotedProto() : FlowProtocol.OTHER,
                message.hasQuoted() ? message.quotedDport() : -1,
                message.hasQuoted() ? message.quotedFlowId() : Flow.ABSENT));
    }

    @Override
    public void neighbor(NeighborRow row) {
        neighbors.add(row);
    }

    @Override
    public void interval(Interval interval) {
        seconds.add(new Second(
                interval.timestampNs(),
                interval.pkts(),
                interval.bytes(),
                interval.tcpPkts(),
                interval.newFlows(),
                interval.syn(),
                interval.retrans(),
                interval.dupAck()));
    }
}
