package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * Writes the events of a segment: what we say of it is collected first, then put into rows together with Wireshark's
 * labels. What has no counterpart on the other side gets a row of its own; the cause stands in one row only, so that
 * rows with a cause count resends.
 */
final class TcpEventWriter {
    private static final int MOST_NOTES = 8;
    private static final int NO_ATTEMPT = -1;
    private static final WiresharkLabel[] LABELS = WiresharkLabel.values();
    private static final TcpEventKind[] KINDS = kindsByLabel();
    private static final int[] LABELS_BY_KIND = labelsByKind();

    private final FlowSink sink;
    private final ResendVerdicts verdicts;
    private final TcpEvent event = new TcpEvent();
    private final TcpEventKind[] kinds = new TcpEventKind[MOST_NOTES];
    private final ResendCause[] causes = new ResendCause[MOST_NOTES];
    private final LostWhere[] places = new LostWhere[MOST_NOTES];
    private final long[] deltas = new long[MOST_NOTES];
    private final long[] frames = new long[MOST_NOTES];
    private final int[] attempts = new int[MOST_NOTES];
    private int count;

    TcpEventWriter(FlowSink sink, ResendVerdicts verdicts) {
        this.sink = sink;
        this.verdicts = verdicts;
    }

    private static TcpEventKind[] kindsByLabel() {
        TcpEventKind[] kinds = new TcpEventKind[LABELS.length];
        for (WiresharkLabel label : LABELS) {
            kinds[label.ordinal()] = switch (label) {
                case RETRANSMISSION, FAST_RETRANSMISSION, SPURIOUS_RETRANSMISSION -> TcpEventKind.RETRANSMISSION;
                case OUT_OF_ORDER -> TcpEventKind.OUT_OF_ORDER;
                case LOST_SEGMENT -> TcpEventKind.GAP;
                case ACK_LOST_SEGMENT -> TcpEventKind.ACKED_UNSEEN;
                case DUPLICATE_ACK -> TcpEventKind.DUPLICATE_ACK;
                case WINDOW_FULL -> TcpEventKind.WINDOW_FULL;
                case ZERO_WINDOW -> TcpEventKind.ZERO_WINDOW;
                case ZERO_WINDOW_PROBE -> TcpEventKind.WINDOW_PROBE;
                case ZERO_WINDOW_PROBE_ACK -> TcpEventKind.WINDOW_PROBE_ACK;
                case KEEP_ALIVE -> TcpEventKind.KEEP_ALIVE;
                case KEEP_ALIVE_ACK -> TcpEventKind.KEEP_ALIVE_ACK;
                case WINDOW_UPDATE -> TcpEventKind.WINDOW_UPDATE;
                case REUSED_PORTS -> TcpEventKind.PORT_REUSE;
            };
        }
        return kinds;
    }

    /** Labels that may stand beside each kind: its own, and for any kind of resend those of all resends. */
    private static int[] labelsByKind() {
        int[] labels = new int[TcpEventKind.values().length];
        for (WiresharkLabel label : LABELS) {
            labels[KINDS[label.ordinal()].ordinal()] |= WiresharkLabels.bit(label);
        }
        TcpEventKind[] resends = {
            TcpEventKind.RETRANSMISSION,
            TcpEventKind.OUT_OF_ORDER,
            TcpEventKind.KEEP_ALIVE,
            TcpEventKind.WINDOW_PROBE,
            TcpEventKind.SYN_RETRANSMISSION,
            TcpEventKind.CAPTURE_DUPLICATE
        };
        int any = 0;
        for (TcpEventKind kind : resends) {
            any |= labels[kind.ordinal()];
        }
        for (TcpEventKind kind : resends) {
            labels[kind.ordinal()] = any;
        }
        return labels;
    }

    /** Notes something about the current segment that is no resend. */
    void note(TcpEventKind kind) {
        note(kind, null);
    }

    /** Notes that the current segment repeats what was captured before, without more to tell. */
    void note(TcpEventKind kind, ResendCause cause) {
        note(kind, cause, null, Flow.ABSENT, Flow.ABSENT, NO_ATTEMPT);
    }

    /** Notes something about the current segment; absent values as in {@link TcpEvent}. */
    void note(TcpEventKind kind, ResendCause cause, LostWhere lost, long deltaNs, long origFrame, int attempt) {
        if (count < MOST_NOTES) {
            kinds[count] = kind;
            causes[count] = cause;
            places[count] = lost;
            deltas[count] = deltaNs;
            frames[count] = origFrame;
            attempts[count] = attempt;
            count++;
        }
    }

    /** Writes the rows of the segment, given Wireshark's labels as bits. */
    void write(Segment segment, int labels) {
        if ((count | labels) == 0) {
            return;
        }
        describe(segment);
        int left = labels;
        for (int i = 0; i < count; i++) {
            int fitting = left & LABELS_BY_KIND[kinds[i].ordinal()];
            event.event = kinds[i];
            event.cause = causes[i];
            event.lost = places[i];
            event.deltaNs = deltas[i];
            event.origFrame = frames[i];
            event.attempt = attempts[i];
            left &= ~emit(segment, mostSpecific(fitting));
        }
        writeLeft(segment, left);
        count = 0;
    }

    private void writeLeft(Segment segment, int labels) {
        event.cause = null;
        event.lost = null;
        event.deltaNs = Flow.ABSENT;
        event.origFrame = Flow.ABSENT;
        for (int left = labels; left != 0; left &= left - 1) {
            int ordinal = Integer.numberOfTrailingZeros(left);
            event.event = kindFor(ordinal);
            event.attempt = NO_ATTEMPT;
            emit(segment, 1 << ordinal);
        }
    }

    /** What we hold a label to be about: a resend is what we noted it as. */
    private TcpEventKind kindFor(int ordinal) {
        for (int i = 0; i < count; i++) {
            if ((LABELS_BY_KIND[kinds[i].ordinal()] & 1 << ordinal) != 0) {
                return kinds[i];
            }
        }
        return KINDS[ordinal];
    }

    /** Of a fast or spurious retransmission Wireshark also says that it is a retransmission: the ordinal above wins. */
    private static int mostSpecific(int labels) {
        return Integer.highestOneBit(labels);
    }

    private int emit(Segment segment, int label) {
        event.wsLabel = label == 0 ? null : LABELS[Integer.numberOfTrailingZeros(label)];
        if (event.wsLabel == WiresharkLabel.DUPLICATE_ACK) {
            event.attempt = segment.sender().wireshark.dupAcks;
        }
        boolean isResend = event.event == TcpEventKind.RETRANSMISSION || event.event == TcpEventKind.SYN_RETRANSMISSION;
        if (isResend && event.hasCause()) {
            verdicts.hold(segment, event);
        } else {
            sink.tcpEvent(event);
        }
        return label;
    }

    private void describe(Segment segment) {
        Packet packet = segment.packet();
        event.flowId = segment.flow().flowId();
        event.timestampNs = packet.timestampNs();
        event.frame = packet.frameNumber();
        event.side = segment.sender().side;
        event.seq = packet.seq();
        event.ack = packet.ack();
        event.len = packet.payloadLength();
        event.ipLength = packet.ipLength();
        event.win = WindowTracker.scaledWindow(segment);
    }
}
