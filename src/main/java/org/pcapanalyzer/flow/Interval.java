package org.pcapanalyzer.flow;

/** A second of traffic, a row of {@code intervals}. One object, filled again for each second. */
public final class Interval {
    long timestampNs;
    long pkts;
    long bytes;
    long tcpPkts;
    long udpPkts;
    long newFlows;
    long syn;
    long synack;
    long fin;
    long rst;
    long retrans;
    long dupAck;
    long zeroWin;
    long icmpErrors;

    /** Starts to count for the second that begins at {@code startNs}. */
    void clear(long startNs) {
        timestampNs = startNs;
        pkts = 0;
        bytes = 0;
        tcpPkts = 0;
        udpPkts = 0;
        newFlows = 0;
        syn = 0;
        synack = 0;
        fin = 0;
        rst = 0;
        retrans = 0;
        dupAck = 0;
        zeroWin = 0;
        icmpErrors = 0;
    }

    /** Start of the second. */
    public long timestampNs() {
        return timestampNs;
    }

    public long pkts() {
        return pkts;
    }

    public long bytes() {
        return bytes;
    }

    public long tcpPkts() {
        return tcpPkts;
    }

    public long udpPkts() {
        return udpPkts;
    }

    public long newFlows() {
        return newFlows;
    }

    public long syn() {
        return syn;
    }

    public long synack() {
        return synack;
    }

    public long fin() {
        return fin;
    }

    public long rst() {
        return rst;
    }

    public long retrans() {
        return retrans;
    }

    public long dupAck() {
        return dupAck;
    }

    public long zeroWin() {
        return zeroWin;
    }

    public long icmpErrors() {
        return icmpErrors;
    }
}
