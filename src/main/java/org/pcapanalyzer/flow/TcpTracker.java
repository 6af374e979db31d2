package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;

/**
 * Follows TCP connections segment by segment. Second copies of the capture are found first and seen by nothing but the
 * two dialects, {@link WiresharkLabels} and {@link ZeekState}; then handshake, close, streams, acknowledgements and
 * windows each take their part, and what they noted is written as events.
 */
final class TcpTracker {
    /** A direction with more segments with payload gets a row even if nothing else is noteworthy. */
    private static final int FEW_DATA_PKTS = 10;
    /** Of a long direction's time: whoever waits so much for the receiver's window makes both directions noteworthy. */
    private static final int NOTEWORTHY_WAIT_PERCENT = 40;

    private final Segment segment = new Segment();
    private final DuplicateFilter duplicates = new DuplicateFilter();
    private final WiresharkLabels wireshark = new WiresharkLabels();
    private final ZeekState zeek;
    private final ResendVerdicts verdicts;
    private final TcpEventWriter events;
    private final TurnTracker turns;
    private final StreamTracker streams;
    private final AckTracker acks;
    private final WindowTracker windows;
    private final CloseTracker closes;

    TcpTracker(FlowSink sink, StateBudget budget, IntervalShare intervals) {
        zeek = new ZeekState(budget);
        SenderHabits habits = new SenderHabits();
        StallTracker stalls = new StallTracker(sink, budget);
        verdicts = new ResendVerdicts(sink, budget, habits, stalls);
        events = new TcpEventWriter(sink, verdicts);
        ResendTracker resends = new ResendTracker(budget, events, intervals, habits);
        turns = new TurnTracker(sink, budget);
        streams = new StreamTracker(budget, events, resends, verdicts, turns);
        acks = new AckTracker(budget, streams, events, verdicts, stalls, intervals);
        windows = new WindowTracker(events, intervals, stalls);
        closes = new CloseTracker(events);
    }

    /** Whether the packet opens a new connection on the tuple of a flow: a SYN with another sequence number. */
    static boolean isReuse(Flow flow, Packet packet, boolean fromOriginator) {
        boolean bareSyn = (packet.flags() & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
        return bareSyn && WiresharkLabels.isReuse(fromOriginator ? flow.tcp.orig : flow.tcp.resp, packet);
    }

    /**
     * Takes the next packet of a TCP flow, before the flow counts it.
     *
     * @return false if it is a second copy of one captured before, which counts nowhere else
     */
    boolean track(Flow flow, Packet packet, boolean fromOriginator) {
        segment.wrap(packet, flow, fromOriginator);
        boolean isCopy = duplicates.isDuplicate(segment);
        int labels = wireshark.label(segment);
        zeek.note(segment);
        if (isCopy) {
            noteCopy();
        } else {
            if (flow.isReused() && packet.frameNumber() == flow.frameFirst()) {
                events.note(TcpEventKind.PORT_REUSE, null, null, flow.tcp.reuseGapNs, Flow.ABSENT, -1);
                labels |= WiresharkLabels.bit(WiresharkLabel.REUSED_PORTS);
            }
            follow(flow);
        }
        events.write(segment, labels);
        return !isCopy;
    }

    private void noteCopy() {
        TcpDirection direction = segment.sender().direction();
        direction.captureDupCount++;
        direction.captureDupIpBytes += segment.ipLength();
        events.note(TcpEventKind.CAPTURE_DUPLICATE, ResendCause.CAPTURE_DUPLICATE);
        if (segment.sequenceLength() > 0) {
            verdicts.noteCopy(segment);
        }
    }

    private void follow(Flow flow) {
        TcpEndpoint sender = segment.sender();
        sender.packets++;
        sender.maxIpLength = Math.max(sender.maxIpLength, segment.ipLength());
        if (segment.peer().isNoteworthy()) {
            segment.peer().direction().keepaliveUnanswered = 0;
        }
        Handshake.note(segment);
        if (!segment.isPlain()) {
            closes.note(segment);
        }
        noteTurns(segment, segment.timeNs() - flow.endNs);
        boolean isChallenge = Handshake.isChallenge(segment);
        if (segment.isRst()) {
            verdicts.settle(flow);
        } else {
            segment.connection().notePause(segment.timeNs(), segment.timeNs() - flow.endNs);
            if (!isChallenge) {
                streams.note(segment);
                if (segment.isAck()) {
                    acks.note(segment);
                }
            }
        }
        windows.note(segment);
        if (!segment.isRst() && !isChallenge) {
            PaceTracker.note(segment);
        }
        noteClocks(segment);
    }

    private static void noteTurns(Segment segment, long gapNs) {
        segment.connection().turns.note(segment, gapNs);
        if (!segment.isRst()) {
            if (segment.sender().reset != null) {
                segment.sender().reset.noteAfter(segment);
            }
            if (segment.peer().reset != null) {
                segment.peer().reset.notePeerAfter(segment);
            }
        }
    }

    private static void noteClocks(Segment segment) {
        TcpEndpoint sender = segment.sender();
        Packet packet = segment.packet();
        if (packet.ipId() > 0) {
            sender.ipIdVaries |= sender.lastIpId != 0 && sender.lastIpId != packet.ipId();
            sender.ipIdRepeats |= sender.lastIpId == packet.ipId();
            sender.lastIpId = packet.ipId();
        }
        if (packet.hasTimestamps()) {
            sender.noteTimestamps(packet, segment.peer());
        }
    }

    /** Completes the facts of a connection that is over; rows that waited for more of them go out. */
    void finish(Flow flow) {
        verdicts.settle(flow);
        turns.finish(flow.tcp);
        if (waitedForWindow(flow.tcp.orig) || waitedForWindow(flow.tcp.resp)) {
            flow.tcp.orig.direction();
            flow.tcp.resp.direction();
        }
        finish(flow, flow.tcp.orig, flow.tcp.resp);
        finish(flow, flow.tcp.resp, flow.tcp.orig);
    }

    private static boolean waitedForWindow(TcpEndpoint sender) {
        return sender.pace != null
                && sender.dataPkts > FEW_DATA_PKTS
                && sender.pace.rwndPercent() >= NOTEWORTHY_WAIT_PERCENT;
    }

    private void finish(Flow flow, TcpEndpoint endpoint, TcpEndpoint peer) {
        boolean halfClose = endpoint.finCount > 0 && (peer.finCount == 0 || endpoint.peerBytesAfterFin > 0);
        boolean isLong = endpoint.dataPkts > FEW_DATA_PKTS;
        if (isLong || halfClose || endpoint.missingBytes() > 0 || endpoint.isNoteworthy()) {
            TcpDirection direction = endpoint.direction();
            direction.conclude();
            windows.endZeroWindow(flow, endpoint, flow.endNs, Flow.ABSENT);
            if (endpoint.hasSent()) {
                describeStuck(direction, endpoint.sent(), peer);
            }
        }
    }

    private static void describeStuck(TcpDirection direction, SentSegments sent, TcpEndpoint peer) {
        int stuck = sent.stuck();
        if (stuck == SentSegments.NONE) {
            return;
        }
        direction.stuckIpLength = sent.ipLength(stuck);
        direction.stuckSends = sent.sends(stuck);
        direction.stuckNs = sent.lastNs(stuck) - sent.firstNs(stuck);
        direction.stuckStartNs = sent.firstNs(stuck);
        direction.stuckFrame = sent.frame(stuck);
        direction.deliveredWhileStuck = sent.deliveredBeside(stuck);
        direction.peerPktsWhileStuck = peer.packets - sent.peerPackets(stuck);
    }
}
