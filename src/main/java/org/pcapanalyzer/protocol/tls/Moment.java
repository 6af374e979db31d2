package org.pcapanalyzer.protocol.tls;

import org.pcapanalyzer.flow.Flow;

/**
 * When something was complete.
 *
 * @param frame  number of the frame with its last byte; {@link Flow#ABSENT} if it never was
 * @param timeNs when that was captured; {@link Flow#ABSENT} likewise
 */
public record Moment(long frame, long timeNs) {
    public static final Moment NONE = new Moment(Flow.ABSENT, Flow.ABSENT);

    public boolean isKnown() {
        return timeNs != Flow.ABSENT;
    }
}
