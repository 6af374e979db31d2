package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/** Follows SYN, SYN-ACK and the ACK of it: counts, options, times. */
final class Handshake {
    private static final int GREATEST_WINDOW_SCALE = 14;

    private Handshake() {}

    /** Takes the next segment of its connection. */
    static void note(Segment segment) {
        TcpConnection connection = segment.connection();
        if (segment.isPlain() && connection.isHandshakeComplete()) {
            return;
        }
        if (segment.isSyn()) {
            noteSyn(segment);
        }
        boolean mayAnswer = connection.synackNs != Flow.ABSENT && !connection.isHandshakeComplete();
        if (mayAnswer && segment.isAck() && !segment.isRst() && segment.sender() == connection.orig) {
            boolean answers = segment.ack() - connection.resp.initialSeq > 0 && connection.orig.synCount > 0;
            if (answers) {
                connection.handshakeNs = segment.timeNs();
                connection.isOneSynackAnswered = connection.resp.synackCount == 1 && connection.resp.synCount == 0;
            }
        }
    }

    private static void noteSyn(Segment segment) {
        Packet packet = segment.packet();
        TcpConnection connection = segment.connection();
        TcpEndpoint sender = segment.sender();
        if (segment.isAck()) {
            sender.synackCount++;
            if (sender == connection.resp && connection.synackNs == Flow.ABSENT) {
                connection.synackNs = segment.timeNs();
            }
        } else {
            sender.synCount++;
            if (sender == connection.orig && connection.synNs == Flow.ABSENT) {
                connection.synNs = segment.timeNs();
            }
        }
        sender.initialSeq = packet.seq();
        sender.mss = packet.mss();
        sender.windowScale = Math.min(packet.windowScale(), GREATEST_WINDOW_SCALE);
        sender.sackPermitted = packet.sackPermitted();
    }

    /** Whether the segment comes from a state before the SYN that it seems to answer (RFC 5961 4, challenge ACK). */
    static boolean isChallenge(Segment segment) {
        if (segment.sender().hasStream()) {
            return false;
        }
        TcpEndpoint peer = segment.peer();
        boolean halfOpen = peer.synCount > 0 && segment.sender().synCount + segment.sender().synackCount == 0;
        if (!halfOpen || segment.isSyn() || !segment.isAck()) {
            return false;
        }
        return segment.ack() - peer.initialSeq <= 0 || segment.ack() - (int) peer.nextPosition > 0;
    }
}
