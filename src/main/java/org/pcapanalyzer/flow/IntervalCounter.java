package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;

/**
 * Counts what happens in each second of packet time: itself what single frames tell, the rest is added by the shards.
 * Seconds are numbered in the order in which frames fall in them: a frame of another second than the one before begins a
 * new one, also where time goes back.
 */
final class IntervalCounter {
    private static final long SECOND_NS = 1_000_000_000L;

    private final FlowSink sink;
    /** Seconds that were not handed out, each at its number modulo the length, a power of two. */
    private Interval[] open = {new Interval(), new Interval()};

    private Interval interval = open[0];
    private long first;
    private long number;
    private long endNs;

    IntervalCounter(FlowSink sink) {
        this.sink = sink;
    }

    /** Counts any frame, also one that is set aside, and returns the number of its second. */
    long countFrame(Packet packet) {
        long timeNs = packet.timestampNs();
        if (timeNs >= endNs || timeNs < interval.timestampNs) {
            begin(timeNs);
        }
        interval.pkts++;
        interval.bytes += packet.originalLength();
        if (packet.kind() == Packet.Kind.UDP) {
            interval.udpPkts++;
        } else if (packet.kind() == Packet.Kind.TCP) {
            countTcp(packet.flags());
        }
        return number;
    }

    private void begin(long timeNs) {
        if (interval.pkts > 0) {
            number++;
            if (number - first == open.length) {
                grow();
            }
        }
        interval = at(number);
        interval.clear(Math.floorDiv(timeNs, SECOND_NS) * SECOND_NS);
        endNs = interval.timestampNs + SECOND_NS;
    }

    private void grow() {
        Interval[] more = new Interval[2 * open.length];
        for (long i = first; i < first + more.length; i++) {
            more[(int) i & more.length - 1] = i < number ? at(i) : new Interval();
        }
        open = more;
    }

    /** A second that was not handed out yet. */
    Interval at(long second) {
        return open[(int) second & open.length - 1];
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

    /** Counts for the second of the frame counted last. */
    void countIcmpError() {
        interval.icmpErrors++;
    }

    /** Number of the second of the frame counted last. */
    long number() {
        return number;
    }

    /** Hands out the seconds before this one: all shards have added what they counted in them. */
    void handOut(long end) {
        for (; first < end; first++) {
            sink.interval(at(first));
        }
    }

    /** Hands out the second that is open too, if any. */
    void finish() {
        handOut(interval.pkts > 0 ? number + 1 : number);
    }
}
