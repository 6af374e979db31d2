package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;

/** Counts what happens in each second of packet time. A second goes out when a packet of another one comes. */
final class IntervalCounter {
    private static final long SECOND_NS = 1_000_000_000L;

    private final FlowSink sink;
    private final Interval interval = new Interval();
    private long endNs;

    IntervalCounter(FlowSink sink) {
        this.sink = sink;
    }

    /** Counts any frame, also one that is set aside; what follows is counted in the frame's second. */
    void countFrame(Packet packet) {
        long timeNs = packet.timestampNs();
        if (timeNs >= endNs || timeNs < interval.timestampNs) {
            finish();
            begin(timeNs);
        }
        interval.pkts++;
        interval.bytes += packet.originalLength();
        if (packet.kind() == Packet.Kind.UDP) {
            interval.udpPkts++;
        } else if (packet.kind() == Packet.Kind.TCP) {
            countTcp(packet.flags());
        }
    }

    private void begin(long timeNs) {
        interval.clear(Math.floorDiv(timeNs, SECOND_NS) * SECOND_NS);
        endNs = interval.timestampNs + SECOND_NS;
    }

    private void countTcp(int flags) {
        interval.tcpPkts++;
        if ((flags & (TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST)) == 0) {
            return;
        }
        if ((flags & TcpHeader.SYN) != 0) {
            if ((flags & TcpHeader.ACK) != 0) {
                interval.synack++;
            } else {
                interval.syn++;
            }
        }
        interval.fin += flags & TcpHeader.FIN;
        interval.rst += (flags & TcpHeader.RST) / TcpHeader.RST;
    }

    void countNewFlow() {
        interval.newFlows++;
    }

    void countRetransmission() {
        interval.retrans++;
    }

    void countDuplicateAck() {
        interval.dupAck++;
    }

    void countZeroWindow() {
        interval.zeroWin++;
    }

    void countIcmpError() {
        interval.icmpErrors++;
    }

    /** Hands out the second that is open, if any. */
    void finish() {
        if (interval.pkts > 0) {
            sink.interval(interval);
            interval.clear(0);
        }
    }
}
