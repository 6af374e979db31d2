package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/** The clock behind one side's time stamps (RFC 7323 5.4): tells when a packet was sent, however long it was on its way. */
final class SenderClock {
    /** Ticks after which the length of one is known well enough to measure with. */
    private static final int FEWEST_TICKS = 8;

    /** Time over which the varying delay of packets does not bend the length of a tick much. */
    private static final long STEADY_NS = 200_000_000L;

    /** That of a side that sent no time stamp, for good. */
    static final SenderClock NONE = new SenderClock();

    private int firstTsVal;
    private long firstNs = Flow.ABSENT;
    private int lastTsVal;
    private long lastNs;

    /** From the capture point to this side and back, at its least by what it echoed. */
    private long echoRttMinNs = Flow.ABSENT;

    /** Takes the next packet with time stamps, which came {@code echoNs} after what it echoes, or {@link Flow#ABSENT}. */
    void note(Packet packet, long echoNs) {
        echoRttMinNs = RoundTrips.least(echoRttMinNs, echoNs);
        if (firstNs == Flow.ABSENT) {
            firstNs = packet.timestampNs();
            firstTsVal = packet.tsVal();
        }
        if (packet.tsVal() - lastTsVal > 0 || lastNs == 0) {
            lastTsVal = packet.tsVal();
            lastNs = packet.timestampNs();
        }
    }

    /** From the capture point to this side and back, at its least by time stamps; {@link Flow#ABSENT} if not known. */
    long echoRttMinNs() {
        return echoRttMinNs;
    }

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        echoRttMinNs = fields.number(echoRttMinNs);
        firstNs = fields.time(firstNs);
        lastNs = fields.flag(lastNs != 0) ? fields.time(lastNs) : 0;
        firstTsVal = fields.number(firstTsVal);
        lastTsVal = firstTsVal + fields.number(lastTsVal - firstTsVal);
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return firstNs;
    }

    /** Whether any time stamp was seen. */
    boolean hasTicked() {
        return firstNs != Flow.ABSENT;
    }

    /** When the first time stamp came; {@link Flow#ABSENT} if none did. */
    long firstNs() {
        return firstNs;
    }

    /** Whether it was seen for long enough to measure a pause by it. */
    boolean isSteady() {
        return tickNs() > 0 && lastNs - firstNs >= STEADY_NS;
    }

    /** The youngest time stamp. */
    int lastTsVal() {
        return lastTsVal;
    }

    /** When the packet with it came. */
    long lastNs() {
        return lastNs;
    }

    /** Most time that the sender let pass after the youngest packet so far; {@link Flow#ABSENT} if not known. */
    long sinceLastNs(Packet packet) {
        return isKnown(packet) ? (packet.tsVal() - lastTsVal + 1L) * tickNs() : Flow.ABSENT;
    }

    /** Least time by which the packet was sent before the youngest so far; {@link Flow#ABSENT} if not known. */
    long behindNs(Packet packet) {
        return isKnown(packet) ? (lastTsVal - packet.tsVal() - 1L) * tickNs() : Flow.ABSENT;
    }

    /** Time since the youngest packet so far if the other side's packet echoes it (RFC 7323 4.1); else {@link Flow#ABSENT}. */
    long echoNs(Packet answer) {
        boolean isEcho = firstNs != Flow.ABSENT && answer.tsEcr() == lastTsVal && answer.timestampNs() >= lastNs;
        return isEcho ? answer.timestampNs() - lastNs : Flow.ABSENT;
    }

    private boolean isKnown(Packet packet) {
        return packet.hasTimestamps() && tickNs() != Flow.ABSENT;
    }

    /** Length of a tick at most; {@link Flow#ABSENT} if not known. */
    long mostTickNs() {
        int ticks = lastTsVal - firstTsVal;
        return firstNs != Flow.ABSENT && ticks > 1 ? (lastNs - firstNs) / (ticks - 1) : Flow.ABSENT;
    }

    /** Length of a tick; {@link Flow#ABSENT} if not known. */
    long tickNs() {
        int ticks = lastTsVal - firstTsVal;
        return firstNs != Flow.ABSENT && ticks >= FEWEST_TICKS ? (lastNs - firstNs) / ticks : Flow.ABSENT;
    }
}
