package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;

/**
 * Puts the byte streams of TCP flows together for a {@link StreamSink}, by sequence numbers alone: neither labels nor
 * causes count, and a second copy of the capture is an overlap like others.
 *
 * <p><b>Order.</b> Bytes before which others are missing are held. Missing bytes that the receiver has acknowledged will
 * not be sent again, but their frame may be written behind that of the acknowledgement; after {@link #patienceNs} of
 * packet time they are a gap. Missing bytes that are not acknowledged are waited for until memory or the flow ends.
 *
 * <p><b>Start and end.</b> A stream starts behind its SYN. Where that was not seen, the first bytes wait for their
 * acknowledgement, or as long as a gap, since earlier ones or the SYN may follow. It ends at its FIN once all before it
 * is told; otherwise with the flow, since data may follow a RST that the receiver did not accept.
 *
 * <p><b>Overlaps.</b> A further copy of bytes is compared with the first one as long as that is held: until it was handed
 * over, and from then until the receiver acknowledged it, since only then a later copy can make no difference to it. What
 * memory allows is said in {@link StreamOptions}. A single byte below the next one is a keep-alive, whose content means
 * nothing (RFC 9293 3.8.4).
 */
final class StreamReassembler {
    private static final long MS = 1_000_000L;
    /** Queues of network cards and ports of a tap may bring the directions out of step by this, however near the peer. */
    private static final long LEAST_PATIENCE_NS = 50 * MS;

    private static final long MOST_PATIENCE_NS = 1000 * MS;
    private static final long DEFAULT_PATIENCE_NS = 200 * MS;
    private static final int PATIENCE_RTTS = 4;

    private final StreamSink sink;
    private final StreamMemory memory;
    private final StreamDelivery delivery;
    private final Payload payload = new Payload();

    StreamReassembler(StreamSink sink, StreamOptions options, LimitCounts limitCounts) {
        this.sink = sink;
        memory = new StreamMemory(options.heldBytes());
        delivery = new StreamDelivery(memory, options, limitCounts);
    }

    /** Bytes that all streams hold now, in chunks. */
    long heldBytes() {
        return (long) (memory.most() - memory.freeCount()) * StreamMemory.PIECE_BYTES;
    }

    /** Asks the sink about a new TCP flow. */
    void open(Flow flow) {
        sink.open(flow).ifPresent(reader -> flow.streams = new StreamPair(flow, reader));
    }

    /** Takes the next packet of a TCP flow. */
    void note(Flow flow, Packet packet, boolean fromOriginator) {
        StreamPair streams = flow.streams;
        if (streams == null) {
            return;
        }
        if ((packet.flags() & TcpHeader.RST) != 0) {
            streams.isReset = true;
            return;
        }
        StreamDirection sent = fromOriginator ? streams.orig : streams.resp;
        StreamDirection received = fromOriginator ? streams.resp : streams.orig;
        if (received != null && (packet.flags() & TcpHeader.ACK) != 0) {
            received.acknowledge(packet.ack(), packet.timestampNs());
            if (received.isUndecided()) {
                delivery.tell(received);
                settle(received, packet.timestampNs());
            }
        }
        if (sent != null) {
            take(sent, packet);
            if (sent.isUndecided()) {
                settle(sent, packet.timestampNs());
            }
        }
        if (streams.forgetOver()) {
            flow.streams = null;
            streams.reader.close();
        }
    }

    private void take(StreamDirection stream, Packet packet) {
        int seq = packet.seq();
        int length = packet.payloadLength();
        if ((packet.flags() & TcpHeader.SYN) != 0) {
            seq++;
            if (!stream.beginBehindSyn(seq)) {
                return;
            }
        } else if (!stream.hasBegun()) {
            begin(stream, seq, length);
        }
        long position = stream.position(seq);
        boolean isFin = (packet.flags() & TcpHeader.FIN) != 0;
        if (length > 0 && (isFin || !isKeepAlive(stream, position, length))) {
            takePayload(stream, payload.wrap(packet, position));
        }
        if (isFin && !stream.isOver) {
            stream.noteFin(position + length);
            delivery.tell(stream);
        }
    }

    private static void begin(StreamDirection stream, int seq, int length) {
        if (length > 0) {
            stream.beginWithPayload(seq);
        } else {
            stream.beginWithoutPayload(seq);
        }
    }

    private static boolean isKeepAlive(StreamDirection stream, long position, int length) {
        boolean isBeforeStart = !stream.isStartKnown && position + 1 == stream.acked;
        return length == 1 && (position + 1 == stream.next || isBeforeStart);
    }

    private void takePayload(StreamDirection stream, Payload payload) {
        stream.lowerStart(payload.start());
        if (!stream.isStartKnown && stream.waitingNs == Flow.ABSENT) {
            stream.waitingNs = payload.timeNs();
        }
        delivery.take(stream, payload);
    }

    /** Gives up waiting where that has lasted long enough. */
    private void settle(StreamDirection stream, long nowNs) {
        boolean waitsForStart = !stream.isStartKnown && stream.waitingNs != Flow.ABSENT;
        if (stream.isOver || !waitsForStart && !stream.hasOvertaken()) {
            return;
        }
        long patienceNs = patienceNs(stream.streams.flow.tcp);
        if (waitsForStart && nowNs - stream.waitingNs > patienceNs) {
            stream.isStartKnown = true;
            delivery.tell(stream);
        }
        while (!stream.isOver && stream.isHoleAcknowledged(nowNs, patienceNs)) {
            delivery.skip(stream, stream.holeEnd(), GapReason.NOT_CAPTURED);
            delivery.tell(stream);
        }
    }

    /** How long an acknowledged hole, or an unknown start, may wait for frames that come late: four round-trip times. */
    private static long patienceNs(TcpConnection connection) {
        long rttNs = connection.pathRttNs();
        if (rttNs == Flow.ABSENT) {
            rttNs = Math.max(
                    connection.orig.rtt().minNs(), connection.resp.rtt().minNs());
        }
        return rttNs == Flow.ABSENT
                ? DEFAULT_PATIENCE_NS
                : Math.max(LEAST_PATIENCE_NS, Math.min(MOST_PATIENCE_NS, PATIENCE_RTTS * rttNs));
    }

    /** Ends the streams of a flow that leaves the table. */
    void end(Flow flow, EndReason reason) {
        if (flow.streams == null) {
            return;
        }
        StreamPair streams = flow.streams;
        flow.streams = null;
        if (streams.orig != null) {
            delivery.flush(streams.orig);
        }
        if (streams.resp != null) {
            delivery.flush(streams.resp);
        }
        end(streams, streams.orig, reason);
        end(streams, streams.resp, reason);
        streams.reader.close();
    }

    private void end(StreamPair streams, StreamDirection stream, EndReason reason) {
        if (stream != null) {
            delivery.finish(stream, streamEnd(stream, streams.isReset, reason));
        }
    }

    private static StreamEnd streamEnd(StreamDirection stream, boolean isReset, EndReason reason) {
        if (stream.fin != Flow.ABSENT) {
            return StreamEnd.FIN;
        }
        if (isReset) {
            return StreamEnd.RST;
        }
        return switch (reason) {
            case CLOSED -> StreamEnd.REUSED;
            case END_OF_CAPTURE -> StreamEnd.END_OF_CAPTURE;
            case EVICTED -> StreamEnd.EVICTED;
        };
    }
}
