package org.pcapanalyzer.flow;

/** An address and the hardware address that its packets came from, a row of {@code hosts}. */
public final class HostRow {
    final long ipHigh;
    final long ipLow;
    final int ipVersion;
    final long mac;
    private int minTtl = 0xFF;
    private int maxTtl;
    private long openedFlows;
    private long answeredFlows;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;
    private long pkts;
    private long ipBytes;

    HostRow(long ipHigh, long ipLow, int ipVersion, long mac) {
        this.ipHigh = ipHigh;
        this.ipLow = ipLow;
        this.ipVersion = ipVersion;
        this.mac = mac;
    }

    /** Takes one side of a flow that is over. */
    void add(Flow flow, boolean originator) {
        openedFlows += originator ? 1 : 0;
        answeredFlows += originator ? 0 : 1;
        minTtl = Math.min(minTtl, flow.ttlOf(originator));
        maxTtl = Math.max(maxTtl, flow.ttlOf(originator));
        firstNs = Math.min(firstNs, flow.startNs());
        lastNs = Math.max(lastNs, flow.endNs());
        pkts += flow.packetsOf(originator);
        ipBytes += originator ? flow.origIpBytes() : flow.respIpBytes();
    }

    /** Takes what was noted of the same host elsewhere. */
    void add(HostRow other) {
        openedFlows += other.openedFlows;
        answeredFlows += other.answeredFlows;
        minTtl = Math.min(minTtl, other.minTtl);
        maxTtl = Math.max(maxTtl, other.maxTtl);
        firstNs = Math.min(firstNs, other.firstNs);
        lastNs = Math.max(lastNs, other.lastNs);
        pkts += other.pkts;
        ipBytes += other.ipBytes;
    }

    public long ipHigh() {
        return ipHigh;
    }

    public long ipLow() {
        return ipLow;
    }

    public int ipVersion() {
        return ipVersion;
    }

    /** Absent: -1. */
    public long mac() {
        return mac;
    }

    public int minTtl() {
        return minTtl;
    }

    public int maxTtl() {
        return maxTtl;
    }

    public long openedFlows() {
        return openedFlows;
    }

    public long answeredFlows() {
        return answeredFlows;
    }

    public long firstNs() {
        return firstNs;
    }

    public long lastNs() {
        return lastNs;
    }

    public long pkts() {
        return pkts;
    }

    public long ipBytes() {
        return ipBytes;
    }
}
