package org.pcapanalyzer.flow;

/** Completes the facts of a flow that is over and hands out its rows. */
final class FlowWriter {
    private final FlowSink sink;
    private final TcpTracker tcp;
    private final PathTracker paths;
    private final HostBook hosts;

    FlowWriter(FlowSink sink, TcpTracker tcp, PathTracker paths, HostBook hosts) {
        this.sink = sink;
        this.tcp = tcp;
        this.paths = paths;
        this.hosts = hosts;
    }

    void write(Flow flow, EndReason reason) {
        flow.endReason = reason;
        if (flow.tcp == null) {
            if (flow.proto == FlowProtocol.UDP) {
                flow.connState = udpState(flow);
            }
            sink.flow(flow);
            writePath(flow);
            if (flow.quic != null && flow.quic.isQuic()) {
                sink.quic(flow, flow.quic);
            }
            return;
        }
        tcp.finish(flow);
        flow.connState = ZeekState.connState(flow.tcp, flow.history);
        sink.flow(flow);
        writeDirection(flow, flow.tcp.orig);
        writeDirection(flow, flow.tcp.resp);
        writeEnd(flow, flow.tcp);
        writePath(flow);
    }

    private void writePath(Flow flow) {
        hosts.note(flow);
        paths.finish(flow);
        if (flow.hasSplitPath()) {
            sink.splitPath(flow);
        }
        if (flow.tunnel.orig != null) {
            sink.tunnel(flow, flow.tunnel.orig);
        }
        if (flow.tunnel.resp != null) {
            sink.tunnel(flow, flow.tunnel.resp);
        }
    }

    private void writeEnd(Flow flow, TcpConnection tcp) {
        boolean hasCome = tcp.isHandshakeComplete() || tcp.orig.dataPkts + tcp.resp.dataPkts > 0;
        if (!hasCome) {
            return;
        }
        if (tcp.orig.reset != null) {
            sink.tcpReset(flow, tcp.orig.reset);
        }
        if (tcp.resp.reset != null) {
            sink.tcpReset(flow, tcp.resp.reset);
        }
        if (tcp.turns.isUnanswered()) {
            sink.tcpSilence(flow, tcp.turns);
        }
    }

    private void writeDirection(Flow flow, TcpEndpoint endpoint) {
        if (endpoint.isNoteworthy()) {
            sink.tcpDirection(flow, endpoint.direction());
        }
    }

    private static ConnState udpState(Flow flow) {
        if (flow.origPkts > 0) {
            return flow.respPkts > 0 ? ConnState.SF : ConnState.S0;
        }
        return ConnState.SHR;
    }
}
