package org.pcapanalyzer.flow;

/** A side of a flow, as sender of a packet: values of {@code dir_t}. */
public enum Side {
    ORIG("orig"),
    RESP("resp");

    private final String label;

    Side(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
