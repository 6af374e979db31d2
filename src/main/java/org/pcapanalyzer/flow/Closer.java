package org.pcapanalyzer.flow;

/** Who sent the first FIN or RST: values of {@code closer_t}. */
public enum Closer {
    ORIG("orig"),
    RESP("resp"),
    NONE("none");

    private final String label;

    Closer(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
