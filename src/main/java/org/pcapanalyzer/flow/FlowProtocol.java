package org.pcapanalyzer.flow;

/** Protocol of a flow: values of {@code proto_t}. */
public enum FlowProtocol {
    TCP("tcp"),
    UDP("udp"),
    ICMP("icmp"),
    ICMPV6("icmpv6"),
    SCTP("sctp"),
    OTHER("other");

    private final String label;

    FlowProtocol(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
