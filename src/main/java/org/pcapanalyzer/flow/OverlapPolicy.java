package org.pcapanalyzer.flow;

/** Which of two copies of the same bytes counts, where they disagree. */
public enum OverlapPolicy {
    /** The copy that was captured first. Bytes are handed over as soon as they are in order. */
    FIRST,
    /** The copy that was captured last before the receiver acknowledged it; bytes wait for their acknowledgement. */
    LAST
}
