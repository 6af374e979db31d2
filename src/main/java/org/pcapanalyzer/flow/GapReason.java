package org.pcapanalyzer.flow;

/** Why bytes of a stream are missing. */
public enum GapReason {
    /** No frame brought them: the capture lost them, or the sender never got them across. */
    NOT_CAPTURED("not captured"),
    /** The snaplen cut them off their frame. */
    CUT("cut by the snaplen"),
    /** They might have come, but what came after them could not be held any longer. */
    GAVE_WAY("not waited for, memory is bounded");

    private final String label;

    GapReason(String label) {
        this.label = label;
    }

    /** Words for people. */
    public String label() {
        return label;
    }
}
