package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * What the sender of one direction knew when it sent. An acknowledgement that passes the capture point lets the sender go
 * on only after the way there, and what it then sends comes only after the way back: next to the sender at once, next to
 * the receiver a round trip later. Whether the receiver's window was full when an acknowledgement arrived is asked of one
 * acknowledgement at a time and answered by the first new payload that the sender sent after getting it, as the echoed
 * time stamp (RFC 7323) or else the time tells: often next to the sender, once per round trip next to the receiver.
 */
final class SenderView {
    /** Where nothing tells how far the sender is. */
    private static final long UNKNOWN_TURN_NS = 200_000_000L;

    /** Nearer than this, time stamps do not tell one acknowledgement from the next. */
    private static final long NEAR_NS = 1_000_000L;

    private long askedNs = Flow.ABSENT;
    private long askedEdge;
    private long askedAcked;
    private int askedTsVal;
    private int lastTsVal;
    private long shortestTurnNs = Long.MAX_VALUE;
    private boolean isNear;
    private boolean wasFull;
    private long flight = Long.MAX_VALUE;

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        askedNs = fields.time(askedNs);
        askedEdge = fields.position(askedEdge);
        askedAcked = fields.position(askedAcked);
        askedTsVal = fields.number(askedTsVal);
        lastTsVal = fields.number(lastTsVal);
        shortestTurnNs = fields.number(shortestTurnNs);
        isNear = fields.flag(isNear);
        wasFull = fields.flag(wasFull);
        flight = fields.number(flight);
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return askedNs + lastTsVal;
    }

    /** Whether the window was full when the acknowledgement arrived that was asked last. */
    boolean wasFull() {
        return wasFull;
    }

    /** Bytes in flight when that acknowledgement arrived. */
    long flight() {
        return flight;
    }

    /**
     * Takes an acknowledgement that opens the window, and asks unless an answer is still awaited. Of those with the same
     * time stamp, which payload cannot tell apart, the first asks.
     *
     * @param edgeBefore  right edge of the window before it
     * @param ackedBefore position up to which all was acknowledged before it
     */
    void ask(Packet ack, long edgeBefore, long ackedBefore) {
        boolean tells = isNear || !ack.hasTimestamps() || ack.tsVal() != lastTsVal;
        lastTsVal = ack.tsVal();
        if (tells && askedNs == Flow.ABSENT) {
            askedNs = ack.timestampNs();
            askedEdge = edgeBefore;
            askedAcked = ackedBefore;
            askedTsVal = ack.tsVal();
        }
    }

    /**
     * Takes new payload. Without time stamps the answer is that the window was full if payload up to its edge comes
     * within the turn, or a quarter more than its least.
     *
     * @param end  position behind what was sent before
     * @param full payload of a full segment
     */
    void answer(Segment segment, long end, int full) {
        if (askedNs == Flow.ABSENT) {
            return;
        }
        Packet payload = segment.packet();
        long turnNs = turnNs(segment);
        long afterNs = Math.max(0, payload.timestampNs() - askedNs);
        boolean isFull = askedEdge - end < full;
        isNear = turnNs < NEAR_NS;
        if (payload.hasTimestamps() && !isNear) {
            if (payload.tsEcr() - askedTsVal < 0) {
                return;
            }
            shortestTurnNs = Math.min(shortestTurnNs, afterNs);
        } else if (!isNear && !isFull && afterNs < turnNs + turnNs / 4) {
            return;
        }
        wasFull = isFull;
        flight = end - askedAcked;
        askedNs = Flow.ABSENT;
    }

    /**
     * Least time from a packet that passes on its way to the sender to the sender's reaction, nanoseconds.
     *
     * @param segment sent by this direction's sender
     */
    long turnNs(Segment segment) {
        long leastNs = RoundTrips.leastToSenderNs(segment);
        if (leastNs == Flow.ABSENT) {
            return shortestTurnNs == Long.MAX_VALUE ? UNKNOWN_TURN_NS : shortestTurnNs;
        }
        return Math.min(leastNs, shortestTurnNs);
    }
}
