package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.TunnelType;

/** What a flow has to do with tunnels: most with none. */
final class FlowTunnel {
    /** A flow that came out of no tunnel and is the outside of none. */
    static final FlowTunnel NONE = new FlowTunnel(TunnelType.NONE, -1, Flow.ABSENT);

    /** The tunnel that its first packet came out of, the number of that or -1, and the flow of the packet around it. */
    final TunnelType type;

    final long id;
    final long parentFlowId;
    /** The tunnel that the flow is the outside of, and packets of it whose inner packet was analysed. */
    TunnelType carries = TunnelType.NONE;

    long innerPkts;
    /** Sizes of both directions of an outside; null where there are none. */
    TunnelSide orig;

    TunnelSide resp;

    FlowTunnel(TunnelType type, long id, long parentFlowId) {
        this.type = type;
        this.id = id;
        this.parentFlowId = parentFlowId;
    }

    /** Sizes of one direction of an outside, made when they are first asked for. */
    TunnelSide side(boolean originator) {
        if (originator) {
            orig = orig == null ? new TunnelSide(Side.ORIG) : orig;
            return orig;
        }
        resp = resp == null ? new TunnelSide(Side.RESP) : resp;
        return resp;
    }
}
