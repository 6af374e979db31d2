package org.pcapanalyzer.flow;

/** How the originator of a flow was decided: values of {@code orig_source_t}. */
public enum OriginatorSource {
    /** A SYN or a SYN-ACK was seen. */
    SYN("syn"),
    /** The side with the port of a likely server answers. */
    PORT("port"),
    /** Nothing better: who sent the first packet. */
    FIRST_PACKET("first_packet");

    private final String label;

    OriginatorSource(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
