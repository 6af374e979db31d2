package org.pcapanalyzer.flow;

/** Why a flow left the table: values of {@code end_reason_t}. */
public enum EndReason {
    /** TCP close, and the linger time after it passed or a new connection took the tuple. */
    CLOSED("closed"),
    END_OF_CAPTURE("end_of_capture"),
    /** The bound on live flows bit. */
    EVICTED("evicted");

    private final String label;

    EndReason(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
