package org.pcapanalyzer.flow;

/** How one side repairs its losses, as its resends show; positions as in {@link TcpEndpoint#position}. */
final class Repair {
    /** What lies below is repaired by fast recovery. */
    long fastEnd;
    /** What lies below is repaired after a timeout. */
    long timeoutEnd;
    /** Timeouts in a row without progress, the back-off step; 0 before the first. */
    int timeoutStep;
    /** End of the tail that was probed last. */
    long probedEnd;
    /** Its timer runs out where a probe of the tail would be due. */
    boolean neverProbes;

    private long timeoutHead;

    /** Notes that the retransmission timer ran out when all below {@code end} had been sent. */
    void noteTimeout(TcpEndpoint sender, long end) {
        timeoutStep = timeoutEnd > 0 && timeoutHead == sender.ackedPosition ? timeoutStep + 1 : 1;
        timeoutHead = sender.ackedPosition;
        timeoutEnd = end;
        probedEnd = 0;
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
}
