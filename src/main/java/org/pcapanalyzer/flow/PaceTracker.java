package org.pcapanalyzer.flow;

/** Tells each direction's {@link Pace}, which begins with the second segment with payload, what passes. */
final class PaceTracker {
    /** Stands for a window whose size is unknown, but not 0. */
    private static final long UNKNOWN_WINDOW = 1L << 40;

    private PaceTracker() {}

    /** Takes the next segment of its connection, no RST and no challenge ACK, when all else knows of it. */
    static void note(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (segment.payloadLength() > 0) {
            notePayload(segment);
        }
        if (sender.pace != null && sender.isNoteworthy()) {
            sender.pace.noteProbes(segment.timeNs(), sender.direction().windowProbeCount);
        }
        TcpEndpoint acked = segment.peer();
        if (acked.pace != null && segment.isAck() && acked.position(segment.ack()) == acked.ackedPosition) {
            acked.pace.noteAck(segment.packet(), acked.ackedPosition, edge(acked, sender));
        }
    }

    private static void notePayload(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (sender.dataPkts == 0) {
            // Of a SYN sent again, whose payload counts nowhere.
            return;
        }
        long payloadEnd = segment.isFin() ? segment.end() - 1 : segment.end();
        if (sender.dataPkts == 1) {
            sender.firstPayloadNs = segment.timeNs();
            sender.firstPayloadEnd = payloadEnd;
            return;
        }
        if (sender.pace == null) {
            int payload = (int) (sender.payloadBytes - segment.payloadLength());
            long edge = edge(sender, segment.peer());
            sender.pace = new Pace(sender.firstPayloadNs, payload, sender.firstPayloadEnd, sender.ackedPosition, edge);
        }
        sender.pace.noteSent(segment, payloadEnd);
    }

    /** Right edge of the window that the receiver grants the sender, as far as it is certain. */
    private static long edge(TcpEndpoint sender, TcpEndpoint receiver) {
        boolean isCertain = receiver.window == 0 || WindowTracker.isScaleCertain(sender, receiver);
        boolean isKnown = isCertain && receiver.window != TcpEndpoint.UNKNOWN_WINDOW;
        return sender.ackedPosition + (isKnown ? receiver.window : UNKNOWN_WINDOW);
    }
}
