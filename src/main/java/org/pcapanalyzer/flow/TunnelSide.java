package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TunnelType;

/** Sizes of the packets of one direction of a flow that is the outside of a tunnel, a row of {@code tunnels}. */
public final class TunnelSide {
    private final Side side;
    private TunnelType tunnel = TunnelType.NONE;
    private long pkts;
    private int maxIpLength;
    private long maxFrame;
    private long dfPkts;
    private long fragPkts;
    private long innerPkts;
    private int maxInnerIpLength;
    private int minOverhead = -1;
    private int maxOverhead = -1;

    TunnelSide(Side side) {
        this.side = side;
    }

    /** Takes a packet around another one, which is not known where it is encrypted or no IP. */
    void note(Packet outer, int innerIpLength) {
        tunnel = outer.carries();
        pkts++;
        dfPkts += outer.dontFragment() ? 1 : 0;
        fragPkts += outer.isReassembled() ? 1 : 0;
        if (outer.ipLength() > maxIpLength) {
            maxIpLength = outer.ipLength();
            maxFrame = outer.frameNumber();
        }
        if (innerIpLength > 0 && innerIpLength < outer.ipLength()) {
            noteInner(outer.ipLength() - innerIpLength, innerIpLength);
        }
    }

    private void noteInner(int overhead, int innerIpLength) {
        minOverhead = innerPkts == 0 ? overhead : Math.min(minOverhead, overhead);
        maxOverhead = Math.max(maxOverhead, overhead);
        maxInnerIpLength = Math.max(maxInnerIpLength, innerIpLength);
        innerPkts++;
    }

    public Side side() {
        return side;
    }

    public TunnelType tunnel() {
        return tunnel;
    }

    public long pkts() {
        return pkts;
    }

    public int maxIpLength() {
        return maxIpLength;
    }

    /** Frame of the first packet of that length. */
    public long maxFrame() {
        return maxFrame;
    }

    public long dfPkts() {
        return dfPkts;
    }

    public long fragPkts() {
        return fragPkts;
    }

    /** Packets whose inner packet is known. */
    public long innerPkts() {
        return innerPkts;
    }

    /** Absent: -1. */
    public int maxInnerIpLength() {
        return innerPkts == 0 ? -1 : maxInnerIpLength;
    }

    /** Absent: -1. */
    public int minOverhead() {
        return minOverhead;
    }

    /** Absent: -1. */
    public int maxOverhead() {
        return maxOverhead;
    }
}
