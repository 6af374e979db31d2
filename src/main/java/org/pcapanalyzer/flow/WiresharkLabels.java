package org.pcapanalyzer.flow;

import static org.pcapanalyzer.flow.WiresharkLabel.ACK_LOST_SEGMENT;
import static org.pcapanalyzer.flow.WiresharkLabel.DUPLICATE_ACK;
import static org.pcapanalyzer.flow.WiresharkLabel.FAST_RETRANSMISSION;
import static org.pcapanalyzer.flow.WiresharkLabel.KEEP_ALIVE;
import static org.pcapanalyzer.flow.WiresharkLabel.KEEP_ALIVE_ACK;
import static org.pcapanalyzer.flow.WiresharkLabel.LOST_SEGMENT;
import static org.pcapanalyzer.flow.WiresharkLabel.OUT_OF_ORDER;
import static org.pcapanalyzer.flow.WiresharkLabel.RETRANSMISSION;
import static org.pcapanalyzer.flow.WiresharkLabel.REUSED_PORTS;
import static org.pcapanalyzer.flow.WiresharkLabel.SPURIOUS_RETRANSMISSION;
import static org.pcapanalyzer.flow.WiresharkLabel.WINDOW_FULL;
import static org.pcapanalyzer.flow.WiresharkLabel.WINDOW_UPDATE;
import static org.pcapanalyzer.flow.WiresharkLabel.ZERO_WINDOW;
import static org.pcapanalyzer.flow.WiresharkLabel.ZERO_WINDOW_PROBE;
import static org.pcapanalyzer.flow.WiresharkLabel.ZERO_WINDOW_PROBE_ACK;

import org.pcapanalyzer.decode.Packet;

/**
 * The labels that Wireshark 4.0 gives a segment ({@code tcp.analysis.*}), by its conditions in its order, and its
 * conversation completeness. Nothing else depends on them. State is Wireshark's own ({@link WiresharkEndpoint}); it
 * sees every segment, second copies of the capture included. Labels are bits by ordinal.
 */
final class WiresharkLabels {
    private static final long FAST_RETRANSMISSION_NS = 20_000_000;
    private static final long OUT_OF_ORDER_NS = 3_000_000;
    private static final int FAST_RETRANSMISSION_DUP_ACKS = 2;

    private static final int SYN_BIT = 1;
    private static final int SYN_ACK_BIT = 2;
    private static final int ACK_BIT = 4;
    private static final int DATA_BIT = 8;
    private static final int FIN_BIT = 16;
    private static final int RST_BIT = 32;

    private Segment segment;
    private WiresharkEndpoint sender;
    private WiresharkEndpoint peer;
    private int seq;
    private int ack;
    private int length;
    private int window;
    private int labels;

    static int bit(WiresharkLabel label) {
        return 1 << label.ordinal();
    }

    /** Whether a SYN opens a new conversation on the sender's tuple: its sequence number is not the one expected. */
    static boolean isReuse(TcpEndpoint sender, Packet syn) {
        return sender.wireshark.hasBaseSeq && sender.wireshark.baseSeq != syn.seq();
    }

    /** The labels of the next segment of its connection. */
    int label(Segment next) {
        Packet packet = next.packet();
        segment = next;
        sender = next.sender().wireshark;
        peer = next.peer().wireshark;
        seq = packet.seq();
        ack = packet.ack();
        length = packet.payloadLength();
        window = packet.window();
        labels = 0;
        if (next.isPlain() && isExpected()) {
            advanceAsExpected();
            return 0;
        }
        settleBaseSeq();
        if (!labelProbe() && !labelByOwnDirection()) {
            labelDuplicateAck();
        }
        labelAckOfUnseen();
        if (length > 0 || segment.isSyn() || segment.isFin()) {
            labelResend();
        }
        advance();
        noteHandshake(packet);
        noteCompleteness();
        return labels;
    }

    /** Whether a plain segment comes in order, so that no label fits it: most do. */
    private boolean isExpected() {
        if (!sender.hasBaseSeq || !peer.hasBaseSeq || seq != sender.nextSeq || seq == 0 || window == 0) {
            return false;
        }
        boolean isAckOfSeen = peer.maxSeqToBeAcked == 0 || ack - peer.maxSeqToBeAcked <= 0;
        if (length == 0) {
            return isAckOfSeen && ack != sender.lastAck;
        }
        boolean isNew = peer.lastAck == 0 || seq + length - peer.lastAck > 0;
        return isAckOfSeen && isNew && peer.window != 0 && !fillsWindow();
    }

    private void advanceAsExpected() {
        if (ack != sender.lastAck) {
            sender.dupAcks = 0;
        }
        int next = seq + length;
        if (length > 0) {
            sender.nextSeq = next;
            sender.nextSeqNs = segment.timeNs();
        }
        if (sender.maxSeqToBeAcked == 0 || seq == sender.maxSeqToBeAcked) {
            sender.maxSeqToBeAcked = next;
        }
        sender.window = window;
        sender.lastAck = ack;
        sender.lastAckNs = segment.timeNs();
        sender.lastWasKeepAlive = false;
        sender.lastWasWindowProbe = false;
        noteAck(segment.connection());
        segment.connection().completeness |= length > 0 ? DATA_BIT : ACK_BIT;
    }

    private void give(WiresharkLabel label) {
        labels |= bit(label);
    }

    private boolean has(WiresharkLabel label) {
        return (labels & bit(label)) != 0;
    }

    private void settleBaseSeq() {
        if (!sender.hasBaseSeq) {
            sender.baseSeq = segment.isSyn() ? seq : seq - 1;
            sender.hasBaseSeq = true;
        } else if (segment.isSynAck() && seq != sender.baseSeq) {
            sender.baseSeq = seq;
            give(REUSED_PORTS);
        } else if (segment.isBareSyn()) {
            sender.nextSeq = sender.maxSeqToBeAcked;
        }
        if (!peer.hasBaseSeq && segment.isAck()) {
            peer.baseSeq = ack - 1;
            peer.hasBaseSeq = true;
        }
    }

    /** One byte into a closed window: nothing else of the sender's direction is looked at. */
    private boolean labelProbe() {
        boolean probe = length == 1 && seq == sender.nextSeq && peer.window == 0;
        if (probe) {
            give(ZERO_WINDOW_PROBE);
        }
        return probe;
    }

    /** @return true if the segment is an answer to a probe, which ends the search for duplicate ACKs */
    private boolean labelByOwnDirection() {
        boolean control = segment.isControl();
        if (window == 0 && !control) {
            give(ZERO_WINDOW);
        }
        if (sender.nextSeq != 0 && seq - sender.nextSeq > 0 && !segment.isRst()) {
            give(LOST_SEGMENT);
        }
        if (control) {
            return false;
        }
        if (length <= 1 && seq == sender.nextSeq - 1) {
            give(KEEP_ALIVE);
        }
        if (isRepeatedAck() && window != 0 && window != sender.window) {
            give(WINDOW_UPDATE);
        }
        if (length > 0 && peer.scale != WiresharkEndpoint.SCALE_UNKNOWN && fillsWindow()) {
            give(WINDOW_FULL);
        }
        return labelProbeAnswer();
    }

    private boolean labelProbeAnswer() {
        if (!isRepeatedAck() || window != sender.window) {
            return false;
        }
        if (window != 0 && peer.lastWasKeepAlive) {
            give(KEEP_ALIVE_ACK);
            return true;
        }
        if (window == 0 && peer.lastWasWindowProbe) {
            give(ZERO_WINDOW_PROBE_ACK);
            return true;
        }
        return false;
    }

    private boolean isRepeatedAck() {
        return length == 0 && seq == sender.nextSeq && ack == sender.lastAck;
    }

    private boolean fillsWindow() {
        return seq + length == peer.lastAck + (peer.window << peer.windowShift());
    }

    private void labelDuplicateAck() {
        if (isRepeatedAck() && window != 0 && window == sender.window && !segment.isControl()) {
            sender.dupAcks = Math.max(sender.dupAcks, 0) + 1;
            give(DUPLICATE_ACK);
        }
    }

    private void labelAckOfUnseen() {
        if (ack != sender.lastAck) {
            sender.dupAcks = 0;
        }
        boolean unseen = peer.maxSeqToBeAcked != 0 && ack - peer.maxSeqToBeAcked > 0;
        if (!unseen || !segment.isAck()) {
            return;
        }
        if (peer.nextSeq - peer.maxSeqToBeAcked > 0) {
            peer.maxSeqToBeAcked = peer.nextSeq;
            give(ACK_LOST_SEGMENT);
        } else {
            if (peer.dupAcks == 0) {
                give(ACK_LOST_SEGMENT);
            }
            peer.dupAcks = -1;
        }
    }

    private void labelResend() {
        if (has(KEEP_ALIVE)) {
            return;
        }
        if (length > 0 && peer.lastAck != 0 && seq + length - peer.lastAck <= 0) {
            give(SPURIOUS_RETRANSMISSION);
            give(RETRANSMISSION);
            return;
        }
        boolean advanced = sender.nextSeq == 0 || seq - sender.nextSeq >= 0;
        boolean afterProbe = length > 1 && seq == sender.nextSeq - 1;
        if (advanced || afterProbe) {
            return;
        }
        if (isFastRetransmission()) {
            give(FAST_RETRANSMISSION);
            give(RETRANSMISSION);
        } else if (isOutOfOrder()) {
            give(OUT_OF_ORDER);
        } else {
            give(RETRANSMISSION);
        }
    }

    /** The count is unsigned in Wireshark, so that -1 is many. */
    private boolean isFastRetransmission() {
        boolean asked = Integer.compareUnsigned(peer.dupAcks, FAST_RETRANSMISSION_DUP_ACKS) >= 0;
        return asked && peer.lastAck == seq && isWithin(peer.lastAckNs, FAST_RETRANSMISSION_NS);
    }

    private boolean isOutOfOrder() {
        long rttNs = segment.connection().wiresharkRttNs;
        boolean soon = isWithin(sender.nextSeqNs, rttNs == 0 ? OUT_OF_ORDER_NS : rttNs);
        return soon && sender.nextSeq != seq + controlledLength();
    }

    /** Wireshark's difference is unsigned: time that runs backwards is a very long time. */
    private boolean isWithin(long sinceNs, long limitNs) {
        return Long.compareUnsigned(segment.timeNs() - sinceNs, limitNs) < 0;
    }

    private int controlledLength() {
        return length + (segment.isSyn() || segment.isFin() ? 1 : 0);
    }

    private void advance() {
        int next = seq + controlledLength();
        if (!has(ZERO_WINDOW_PROBE)) {
            if (sender.nextSeq == 0 || next - sender.nextSeq > 0) {
                sender.nextSeq = next;
                sender.nextSeqNs = segment.timeNs();
            }
            if (sender.maxSeqToBeAcked == 0 || seq == sender.maxSeqToBeAcked) {
                sender.maxSeqToBeAcked = sender.nextSeq;
            }
        }
        sender.window = window;
        sender.lastAck = ack;
        sender.lastAckNs = segment.timeNs();
        sender.lastWasKeepAlive = has(KEEP_ALIVE);
        sender.lastWasWindowProbe = has(ZERO_WINDOW_PROBE);
    }

    private void noteHandshake(Packet packet) {
        TcpConnection connection = segment.connection();
        if (segment.isSyn()) {
            sender.awaitsFirstAck = true;
            if (!segment.isAck()) {
                connection.wiresharkSynNs = segment.timeNs();
            }
            noteScale(packet.windowScale());
        } else if (segment.isAck()) {
            noteAck(connection);
        }
    }

    private void noteAck(TcpConnection connection) {
        sender.awaitsFirstAck = false;
        if (connection.wiresharkRttNs == 0 && connection.wiresharkSynNs != Flow.ABSENT) {
            connection.wiresharkRttNs = segment.timeNs() - connection.wiresharkSynNs;
        }
    }

    private void noteScale(int offered) {
        if (offered >= 0) {
            sender.scale = offered;
        }
        if (sender.scale == WiresharkEndpoint.SCALE_UNKNOWN) {
            sender.scale = WiresharkEndpoint.SCALE_UNUSED;
            peer.scale = WiresharkEndpoint.SCALE_UNUSED;
        } else if (segment.isAck() && peer.scale == WiresharkEndpoint.SCALE_UNUSED) {
            sender.scale = WiresharkEndpoint.SCALE_UNUSED;
        }
    }

    private void noteCompleteness() {
        TcpConnection connection = segment.connection();
        boolean isFirst = segment.frame() == segment.flow().frameFirst();
        if (isFirst) {
            boolean data = segment.isBareSyn() && length > 0 && connection.reuseGapNs == Flow.ABSENT;
            connection.completeness = segment.isBareSyn() ? SYN_BIT | (data ? DATA_BIT : 0) : 0;
            if (connection.reuseGapNs == Flow.ABSENT) {
                return;
            }
        }
        int bits = segment.isSynAck() ? SYN_ACK_BIT : 0;
        if (segment.isAck() && !segment.isSyn()) {
            bits |= length > 0 ? DATA_BIT : ACK_BIT;
        }
        if (segment.isFin() && segment.isAck()) {
            bits |= FIN_BIT;
        }
        if (segment.isRst()) {
            bits |= RST_BIT;
        }
        connection.completeness |= bits;
    }
}
