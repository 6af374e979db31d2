package org.pcapanalyzer.flow;

import java.util.Locale;

/**
 * A place where the capture's clock was set, a row of {@code clock_steps}.
 *
 * @param stepNs    how far the clock was set, at least
 * @param witnesses hosts whose time stamps prove it; 0 where the order of the frames does
 */
public record ClockStep(
        Direction direction,
        long frameBefore,
        long beforeNs,
        long frameAfter,
        long afterNs,
        long stepNs,
        int witnesses) {

    /** Which way the clock was set. */
    public enum Direction {
        BACK,
        FORWARD;

        /** Lower-case name, as in tables. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
