package org.pcapanalyzer.flow;

/** On which side of the capture point the first copy of a resent segment was lost: values of {@code lost_t}. */
public enum LostWhere {
    /** Between the sender and the capture point: it was never captured. */
    BEFORE("before"),
    /** Between the capture point and the receiver: it was captured. */
    AFTER("after");

    private final String label;

    LostWhere(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
