package org.pcapanalyzer.flow;

/** How one side repairs its losses, as its resends show; positions as in {@link TcpEndpoint#position}. */
final class Repair {
    /** What lies below is repaired by fast recovery. */
    long fastEnd;
    /** What lies below is repaired after a timeout. */
    long timeoutEnd;
    /** What lies below was sent before a timeout that was needless. */
    long undoneEnd;
    /** Timeouts in a row without progress, the back-off step; 0 before the first. */
    int timeoutStep;
    /** End of the tail that was probed last. */
    long probedEnd;
    /** When the tail was probed last. */
    long probedNs = Flow.ABSENT;
    /** When the last acknowledgement came that covers bytes sent again: the end of a stall, however short. */
    long stalledUntilNs = Flow.ABSENT;
    /** Wait that was counted as a stall for the segment sent again last, nanoseconds; 0 if none was. */
    long stallNs;
    /** Its timer runs out where a probe of the tail would be due. */
    boolean neverProbes;

    private long timeoutHead;

    /** Notes that the retransmission timer ran out when all below {@code end} had been sent. */
    void noteTimeout(TcpEndpoint sender, long end) {
        timeoutStep = timeoutEnd > 0 && timeoutHead == sender.ackedPosition ? timeoutStep + 1 : 1;
        timeoutHead = sender.ackedPosition;
        timeoutEnd = end;
        undoneEnd = 0;
        probedEnd = 0;
    }

    /**
     * Notes the first bytes that were sent behind a timeout before its repair was over: what was not seen before them, from
     * {@code start} on, was sent before it.
     */
    void noteUnseen(TcpEndpoint sender, long start, long end) {
        if (timeoutEnd == start && sender.ackedPosition < start) {
            timeoutEnd = end;
        }
    }

    /** Notes a report that bytes up to {@code end} arrived twice: a probe of them is over (RFC 8985 7.4.2). */
    void noteDuplicate(long end) {
        if (end == probedEnd) {
            probedEnd = 0;
        }
    }

    /** Notes that what was taken for a probe was the first timeout of those that follow. */
    void noteProbeWasTimeout() {
        neverProbes = true;
        timeoutStep++;
    }

    /** Notes that what was taken for a timeout was a probe, and the timeout that follows is the first. */
    void noteTimeoutWasProbe() {
        neverProbes = false;
        timeoutStep--;
    }

    /** Notes that a segment was sent again because duplicates were acknowledged, when all below {@code end} had been sent. */
    void noteFast(long position, long end) {
        if (position >= fastEnd) {
            probedEnd = 0;
        }
        fastEnd = Math.max(fastEnd, end);
    }

    /**
     * Notes that nothing had been lost of what was sent again from a position on, when all below {@code end} had been sent. If
     * that was the timer's segment, the sender takes the timeout back (RFC 5682, RFC 4015).
     */
    void noteNeedlessTimeout(long position, long end) {
        if (timeoutEnd > 0 && position == timeoutHead) {
            timeoutEnd = 0;
            timeoutStep = 0;
            undoneEnd = end;
        }
    }
}
