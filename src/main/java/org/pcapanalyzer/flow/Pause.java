package org.pcapanalyzer.flow;

/** A time without frames that {@link ForwardSteps} asks about. Changes only while no shard tracks packets. */
final class Pause {
    /** Whether it is asked about now. */
    boolean isOpen;
    /** End of the pause before; who was silent since then cannot tell the two apart. */
    long sinceNs = Long.MIN_VALUE;

    long frameBefore;
    long beforeNs;
    long frameAfter;
    long afterNs;

    long gapNs() {
        return afterNs - beforeNs;
    }
}
