package org.pcapanalyzer.flow;

/** How a TCP flow ended: values of {@code close_kind_t}. */
public enum CloseKind {
    /** Both sides sent a FIN. */
    FIN("fin"),
    /** A RST was seen. */
    RST("rst"),
    /** One side sent a FIN. */
    HALF("half"),
    /** Neither FIN nor RST. */
    OPEN("open");

    private final String label;

    CloseKind(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
