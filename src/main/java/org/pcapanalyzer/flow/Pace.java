package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * What one direction waited for between its segments. Its time runs from its first payload until its last payload is
 * acknowledged, and is cut at each segment that brings new payload. What lies between two of these is put down to
 *
 * <ol>
 *   <li>the path, if payload was sent again meanwhile: until all was acknowledged and the sender knew it, what follows
 *       is the application's;
 *   <li>the receiver's window, if less than a full segment of it is left, or the sender probed it meanwhile;
 *   <li>the application, if neither payload nor a step of the window passed for longer than the sender takes to react:
 *       it was free to send and had nothing;
 *   <li>the receiver's window, if less than a full segment of it was left when the acknowledgement reached the sender
 *       that let it go on;
 *   <li>the application, if the segment before was shorter than a full one: it emptied the sender's queue, for a sender
 *       with more to send fills its segments;
 *   <li>the path otherwise: the sender had more to send and waited for acknowledgements with window left, held by its
 *       congestion window, its pacing or its own buffer, which look the same from outside.
 * </ol>
 *
 * So the wait for the acknowledgement of a short answer is the application's, which has nothing more to send. These are
 * the signs of T-RAT (Zhang, Breslau, Paxson, Shenker: On the Characteristics and Origins of Internet Flow Rates,
 * 2002); the window's share is meant to be Linux's {@code tcpi_rwnd_limited}, the path's what else of
 * {@code tcpi_busy_time} is not the flight of the last bytes that there were to send.
 */
final class Pace {
    /** What a host takes to react beyond its distance from the capture point. */
    private static final long SLACK_NS = 5_000_000L;
    /** A full window needs a queue on the path, and a queue makes the turn longer than the least. */
    private static final int LATE_TURNS = 4;
    /** Fewer than the initial congestion window (RFC 6928: 10 segments) at any rate. */
    private static final int FEW_SEGMENTS = 8;
    /** Bytes of the time stamp option in each segment, padded (RFC 7323). */
    private static final int TIMESTAMP_BYTES = 12;

    private final SenderView view = new SenderView();

    private long appNs;
    private long rwndNs;
    private long pathNs;

    /** When new payload was sent last, and the position behind it. */
    private long lastNs;

    private long end;
    /** Up to here the receiver acknowledged, and when it reached {@link #end}. */
    private long acked;

    private long allAckedNs = Flow.ABSENT;
    /** Right edge of the receiver's window, and when it moved on last. */
    private long edge;

    private long edgeNs;
    /** When payload was last sent again, and a closed window probed, since {@link #lastNs}. */
    private long resentNs = Flow.ABSENT;

    private long probedNs = Flow.ABSENT;
    private long retransPkts;
    private int windowProbes;
    private int largestPayload;
    private boolean isShort;

    private long inflightMax;
    /** Sum of bytes in flight times nanoseconds, up to {@link #weighedNs}. */
    private double inflightByteNs;

    private long weighedNs;

    /**
     * Begins with the first segment with payload.
     *
     * @param end   position behind its payload
     * @param acked position up to which the receiver had acknowledged before
     * @param edge  right edge of the receiver's window
     */
    Pace(long nowNs, int payload, long end, long acked, long edge) {
        this.end = end;
        this.acked = acked;
        this.edge = edge;
        lastNs = nowNs;
        edgeNs = nowNs;
        weighedNs = nowNs;
        inflightMax = payload;
        largestPayload = payload;
    }

    /** One whose fields are to be unpacked. */
    Pace() {}

    /** Passes all fields through. */
    void pack(FieldPacker fields) {
        end = fields.position(end);
        acked = fields.position(acked);
        edge = fields.position(edge);
        lastNs = fields.time(lastNs);
        allAckedNs = fields.time(allAckedNs);
        edgeNs = fields.time(edgeNs);
        resentNs = fields.time(resentNs);
        probedNs = fields.time(probedNs);
        weighedNs = fields.time(weighedNs);
        appNs = fields.number(appNs);
        rwndNs = fields.number(rwndNs);
        pathNs = fields.number(pathNs);
        retransPkts = fields.number(retransPkts);
        windowProbes = fields.number(windowProbes);
        largestPayload = fields.number(largestPayload);
        inflightMax = fields.number(inflightMax);
        inflightByteNs = fields.number(inflightByteNs);
        isShort = fields.flag(isShort);
        view.pack(fields);
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return appNs + edge + inflightMax;
    }

    /** The same of its parts. */
    long touchParts() {
        return view.touch();
    }

    /**
     * Takes a segment of the sender with payload.
     *
     * @param payloadEnd position behind the payload
     */
    void noteSent(Segment segment, long payloadEnd) {
        long resends = segment.sender().retransPkts();
        weighInflight(segment.timeNs());
        largestPayload = Math.max(largestPayload, segment.payloadLength());
        if (payloadEnd > end) {
            noteNew(segment, payloadEnd);
        } else if (resends > retransPkts) {
            resentNs = segment.timeNs();
        }
        retransPkts = resends;
    }

    /** Takes the number of probes that the sender sent into a closed window so far. */
    void noteProbes(long nowNs, int probes) {
        if (probes > windowProbes) {
            windowProbes = probes;
            probedNs = nowNs;
        }
    }

    /**
     * Takes an acknowledgement by the receiver.
     *
     * @param position up to which all is acknowledged
     * @param newEdge  right edge of the window
     */
    void noteAck(Packet ack, long position, long newEdge) {
        long nowNs = ack.timestampNs();
        weighInflight(nowNs);
        if (newEdge > edge) {
            view.ask(ack, edge, acked);
            edgeNs = nowNs;
        }
        edge = newEdge;
        acked = position;
        if (acked >= end && allAckedNs == Flow.ABSENT) {
            allAckedNs = nowNs;
        }
    }

    private void noteNew(Segment segment, long payloadEnd) {
        long nowNs = segment.timeNs();
        int full = fullPayload(segment);
        view.answer(segment, end, full);
        settle(segment, full);
        lastNs = Math.max(lastNs, nowNs);
        end = payloadEnd;
        allAckedNs = Flow.ABSENT;
        resentNs = Flow.ABSENT;
        probedNs = Flow.ABSENT;
        isShort = segment.payloadLength() < full;
        inflightMax = Math.max(inflightMax, end - acked);
    }

    /** Puts the time since the last new payload down to what limited it. */
    private void settle(Segment segment, int full) {
        long nowNs = segment.timeNs();
        long waitNs = Math.max(0, nowNs - lastNs);
        long reactionNs = waitNs > SLACK_NS ? reactionNs(segment) : SLACK_NS;
        if (resentNs != Flow.ABSENT) {
            long repairedNs = allAckedNs == Flow.ABSENT ? nowNs : Math.min(nowNs, allAckedNs + reactionNs);
            long repairNs = Math.min(waitNs, Math.max(0, repairedNs - lastNs));
            pathNs += repairNs;
            waitNs -= repairNs;
        }
        long quietNs = nowNs - Math.max(edgeNs, lastNs);
        if (edge - end < full || probedNs != Flow.ABSENT) {
            rwndNs += waitNs;
        } else if (quietNs > (view.wasFull() ? LATE_TURNS * reactionNs : reactionNs)) {
            appNs += waitNs;
        } else if (view.wasFull()) {
            rwndNs += waitNs;
        } else if (isShort || retransPkts == 0 && view.flight() < FEW_SEGMENTS * full) {
            appNs += waitNs;
        } else {
            pathNs += waitNs;
        }
    }

    /** From the capture point to the sender and back, and a quarter of the whole RTT for what varies. */
    private long reactionNs(Segment segment) {
        long turnNs = view.turnNs(segment);
        long beyondNs = Math.max(0, RoundTrips.leastToPeerNs(segment));
        return turnNs + Math.max(SLACK_NS, (turnNs + beyondNs) / 4);
    }

    /** Payload of a full segment: the largest seen, unless several were captured as one (offload). */
    private int fullPayload(Segment segment) {
        int mss = segment.peer().mss;
        int options = segment.packet().hasTimestamps() ? TIMESTAMP_BYTES : 0;
        return mss > options && largestPayload > mss ? mss - options : largestPayload;
    }

    private void weighInflight(long nowNs) {
        if (nowNs > weighedNs) {
            inflightByteNs += (double) Math.max(0, end - acked) * (nowNs - weighedNs);
            weighedNs = nowNs;
        }
    }

    /** Settles what follows the last new payload: its repair, a window that stays closed, or its acknowledgement. */
    void finish() {
        boolean isClosed = probedNs != Flow.ABSENT && edge - end < largestPayload;
        if (isClosed) {
            rwndNs += Math.max(0, probedNs - lastNs);
        } else if (resentNs != Flow.ABSENT) {
            pathNs += Math.max(0, Math.max(resentNs, allAckedNs) - lastNs);
        } else if (allAckedNs != Flow.ABSENT) {
            appNs += Math.max(0, allAckedNs - lastNs);
        }
    }

    /** Time from the first payload until the last was acknowledged, sent again or probed for, nanoseconds. */
    long activeNs() {
        return appNs + rwndNs + pathNs;
    }

    /** Share of {@link #activeNs} put down to the application, percent; -1 if there is no such time. */
    int appPercent() {
        return percent(appNs);
    }

    /** Share put down to the receiver's window. */
    int rwndPercent() {
        return percent(rwndNs);
    }

    /** Share put down to the path. */
    int pathPercent() {
        return percent(pathNs);
    }

    private int percent(long ns) {
        return activeNs() == 0 ? -1 : (int) Math.round(100.0 * ns / activeNs());
    }

    /** Most bytes sent and not acknowledged at a time, as the capture point saw it. */
    long inflightMax() {
        return inflightMax;
    }

    /** Mean over {@link #activeNs} of the bytes sent and not acknowledged; {@link Flow#ABSENT} if there is no such time. */
    long inflightAvg() {
        return activeNs() == 0 ? Flow.ABSENT : Math.round(inflightByteNs / activeNs());
    }
}
