package org.pcapanalyzer.comparison;

import org.pcapanalyzer.decode.TcpHeader;
import org.pcapanalyzer.flow.WiresharkLabel;

/** What tshark says of one stream, and what can make it differ from ours. */
final class TsharkStream {
    static final long NONE = -1;

    private static final int SYN_BIT = 1;
    private static final int SYN_ACK_BIT = 2;
    private static final int ACK_BIT = 4;
    private static final int DATA_BIT = 8;
    private static final int FIN_BIT = 16;
    private static final int RST_BIT = 32;

    /** None of our flows begins where it begins. */
    boolean lacksFlow;

    private final long knownSince;
    private TsharkStream previous;
    private long lastNs;
    private long longestPauseNs;
    private long pauseBeforeNs;
    private long handshakeRttNs;
    private int synCount;
    private boolean hasAck;
    private boolean firstAckIsReset;
    private long firstFrame = NONE;
    private int completeness;

    private DifferenceClass reason = DifferenceClass.UNEXPLAINED;

    /** @param frame in which the number of the stream shows first */
    TsharkStream(long frame) {
        knownSince = frame;
    }

    /** Says which stream had the same tuple before. */
    void follows(TsharkStream stream) {
        previous = stream;
    }

    long knownSince() {
        return knownSince;
    }

    /** First frame with a segment of the stream; {@link #NONE} if it has none. */
    long firstFrame() {
        return firstFrame;
    }

    boolean hasSegments() {
        return firstFrame != NONE;
    }

    /** Notes what happened in the stream that can make a difference; of several the first in order counts. */
    void mayDiffer(DifferenceClass because) {
        if (because.compareTo(reason) < 0) {
            reason = because;
        }
    }

    /**
     * Takes a segment of the stream: the {@code index}-th of its frame.
     *
     * @param clockNs the latest time of any frame so far
     */
    void note(TsharkFrame frame, int index, long timeNs, long clockNs) {
        handshakeRttNs = handshakeRttNs == 0 ? frame.handshakeRttNs() : handshakeRttNs;
        if (hasSegments()) {
            longestPauseNs = Math.max(longestPauseNs, clockNs - lastNs);
        } else if (previous != null) {
            pauseBeforeNs = clockNs - previous.lastNs;
        }
        lastNs = timeNs;
        int flags = frame.flags(index);
        noteHandshake(flags);
        boolean hasData = frame.payloadLength(index) > 0;
        if (hasSegments() || frame.has(WiresharkLabel.REUSED_PORTS)) {
            completeness = frame.completeness(index) | added(flags, hasData);
        } else if ((flags & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN) {
            completeness = SYN_BIT | (hasData ? DATA_BIT : 0);
        }
        if (!hasSegments()) {
            firstFrame = frame.number();
        }
    }

    private void noteHandshake(int flags) {
        int synAndAck = flags & (TcpHeader.SYN | TcpHeader.ACK);
        if (synAndAck == TcpHeader.SYN) {
            synCount++;
        } else if (synAndAck == TcpHeader.ACK) {
            firstAckIsReset |= !hasAck && (flags & TcpHeader.RST) != 0;
            hasAck = true;
        }
    }

    /** Whether tshark may take its ends of the handshake from other segments than we do. */
    boolean isHandshakeAmbiguous() {
        return synCount > 1 || firstAckIsReset;
    }

    /** What tshark adds to the completeness after it printed that of the frames before. */
    private static int added(int flags, boolean hasData) {
        int bits = (flags & TcpHeader.RST) == 0 ? 0 : RST_BIT;
        if ((flags & TcpHeader.ACK) == 0) {
            return bits;
        }
        if ((flags & TcpHeader.FIN) != 0) {
            bits |= FIN_BIT;
        }
        if ((flags & TcpHeader.SYN) != 0) {
            return bits | SYN_ACK_BIT;
        }
        return bits | (hasData ? DATA_BIT : ACK_BIT);
    }

    /** From the last SYN to the first ACK; 0 if there was no handshake. */
    long handshakeRttNs() {
        return handshakeRttNs;
    }

    /** Between two segments, by the capture's clock. */
    long longestPauseNs() {
        return longestPauseNs;
    }

    /** Since the last segment of the stream that had the tuple before; 0 if none had. */
    long pauseBeforeNs() {
        return pauseBeforeNs;
    }

    boolean followsForgotten() {
        return previous != null && previous.reason == DifferenceClass.FORGOTTEN;
    }

    /** Of all segments so far. */
    int completeness() {
        return completeness;
    }

    DifferenceClass reason() {
        return reason;
    }
}
